import Hummingbird

/// Why a request is not answered with what it asked for.
struct Refusal: Error, Equatable {
    var status: HTTPResponse.Status
    /// What is wrong, and what would be right.
    var message: String
    /// Methods that the path takes; only with 405.
    var allow: [String] = []

    static func badRequest(_ message: String) -> Refusal { Refusal(status: .badRequest, message: message) }
    static func forbidden(_ message: String) -> Refusal { Refusal(status: .forbidden, message: message) }
    static func conflict(_ message: String) -> Refusal { Refusal(status: .conflict, message: message) }
    static func notFound(_ message: String) -> Refusal { Refusal(status: .notFound, message: message) }
    static let noSuchPath = notFound("no such path; see / for the pages and /v1/alerts for the API")
    static let busy = Refusal(status: .serviceUnavailable, message: "too many requests at once; try again shortly")
    static let storeFailed = Refusal(
        status: .internalServerError, message: "the database could not be read; the gateway's log says why")
}

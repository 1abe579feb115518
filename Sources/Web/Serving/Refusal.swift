import CareModel
import Hummingbird

/// Why a request is not answered with what it asked for.
struct Refusal: Error, Equatable {
    var status: HTTPResponse.Status
    /// What is wrong, and what would be right.
    var message: String
    /// The same for a page, where people can meet it.
    var said: Alert.Words?
    /// Methods that the path takes; only with 405.
    var allow: [String] = []

    static func badRequest(_ message: String, said: Alert.Words? = nil) -> Refusal {
        Refusal(status: .badRequest, message: message, said: said)
    }
    static func forbidden(_ message: String, said: Alert.Words? = nil) -> Refusal {
        Refusal(status: .forbidden, message: message, said: said)
    }
    static func conflict(_ message: String, said: Alert.Words? = nil) -> Refusal {
        Refusal(status: .conflict, message: message, said: said)
    }
    static func notFound(_ message: String, said: Alert.Words? = nil) -> Refusal {
        Refusal(status: .notFound, message: message, said: said)
    }

    static let noSuchHome = notFound("no home with this id", said: .init("refusal.noHome"))
    static let noSuchAlert = notFound("no alert with this id", said: .init("refusal.noAlert"))
    static let noSuchPath = notFound("no such path; see / for the pages and /v1/alerts for the API")
    static let busy = Refusal(
        status: .serviceUnavailable, message: "too many requests at once; try again shortly",
        said: .init("refusal.busy"))
    static let storeFailed = Refusal(
        status: .internalServerError, message: "the database could not be read; the gateway's log says why",
        said: .init("refusal.storeFailed"))
}

import Hummingbird

/// Why a request is not answered with what it asked for.
struct Refusal: Error, Equatable {
    var status: HTTPResponse.Status
    /// What is wrong, and what would be right.
    var message: String
    /// The same for a page in Swedish, where people can meet it.
    var swedish: String?
    /// Methods that the path takes; only with 405.
    var allow: [String] = []

    static func badRequest(_ message: String, swedish: String? = nil) -> Refusal {
        Refusal(status: .badRequest, message: message, swedish: swedish)
    }
    static func forbidden(_ message: String, swedish: String? = nil) -> Refusal {
        Refusal(status: .forbidden, message: message, swedish: swedish)
    }
    static func conflict(_ message: String, swedish: String? = nil) -> Refusal {
        Refusal(status: .conflict, message: message, swedish: swedish)
    }
    static func notFound(_ message: String, swedish: String? = nil) -> Refusal {
        Refusal(status: .notFound, message: message, swedish: swedish)
    }

    static let noSuchHome = notFound("no home with this id", swedish: "Det hemmet finns inte.")
    static let noSuchAlert = notFound("no alert with this id", swedish: "Det larmet finns inte.")
    static let noSuchPath = notFound("no such path; see / for the pages and /v1/alerts for the API")
    static let busy = Refusal(
        status: .serviceUnavailable, message: "too many requests at once; try again shortly",
        swedish: "För många frågor på en gång. Försök igen om en stund.")
    static let storeFailed = Refusal(
        status: .internalServerError, message: "the database could not be read; the gateway's log says why",
        swedish: "Databasen kan inte läsas. Larm kan saknas. Kontakta tekniker.")
}

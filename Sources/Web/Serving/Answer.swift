import Foundation
import Hummingbird

/// What goes back for one request.
struct Answer: Sendable, Equatable {
    var status: HTTPResponse.Status = .ok
    /// The media type, with its character set.
    var type: String
    var body: String
    /// Further headers by name.
    var headers: [String: String] = [:]

    static func page(_ html: String, status: HTTPResponse.Status = .ok) -> Answer {
        Answer(status: status, type: "text/html; charset=utf-8", body: html, headers: ["Vary": "Accept-Language"])
    }

    static func text(_ text: String) -> Answer { Answer(type: "text/plain; charset=utf-8", body: text) }

    /// The same for everybody.
    static func fixed(_ text: String, type: String) -> Answer {
        Answer(type: type + "; charset=utf-8", body: text, headers: ["Cache-Control": "max-age=300"])
    }

    /// The value as JSON with sorted keys.
    static func json(_ value: some Encodable, status: HTTPResponse.Status = .ok) throws -> Answer {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return json(text: String(decoding: try encoder.encode(value), as: UTF8.self), status: status)
    }

    static func json(text: String, status: HTTPResponse.Status = .ok) -> Answer {
        Answer(status: status, type: "application/json", body: text)
    }

    /// Back to a page of ours after a form was taken.
    static func seeOther(_ location: String) -> Answer {
        Answer(status: .seeOther, type: "text/plain; charset=utf-8", body: "", headers: ["Location": location])
    }

    /// The refusal in JSON: `{"error": "..."}`.
    init(refusal: Refusal) {
        let json = try? Answer.json(["error": refusal.message], status: refusal.status)
        self = json ?? Answer(status: refusal.status, type: "text/plain; charset=utf-8", body: refusal.message)
        if !refusal.allow.isEmpty { headers["Allow"] = refusal.allow.joined(separator: ", ") }
        if refusal.status == .unauthorized { headers["WWW-Authenticate"] = "Bearer" }
        if refusal.status == .serviceUnavailable { headers["Retry-After"] = "1" }
    }

    init(status: HTTPResponse.Status = .ok, type: String, body: String, headers: [String: String] = [:]) {
        self.status = status
        self.type = type
        self.body = body
        self.headers = headers
    }
}

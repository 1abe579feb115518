import Foundation
import Hummingbird
import Secrets
import Store

extension WebResponder {
    /// The feed, or that it is as the reader has it.
    func feed(_ form: AlertFeed.Form, _ request: Request) async throws -> Answer {
        let query = try Query(request.uri.query, known: ["token", "lang"])
        let language = Language(asked: query.text("lang"), acceptLanguage: request.headers[.acceptLanguage])
        let (status, book) = (status(), book)
        let origin = (door.isBehindProxy ? "https://" : "http://") + (request.head.authority ?? "localhost")
        let body = try await reads.read { store in
            let feed = try AlertFeed(store, book, language, startedAt: status.startedAt)
            return switch form {
            case .atom: feed.atom(origin: origin)
            case .json: try feed.json(origin: origin)
            }
        }
        let mark = "\"\(Digest.of(body).hexadecimal.prefix(32))\""
        // For the reader itself to keep, asking each time whether it is still so.
        let headers = [
            "ETag": mark, "Cache-Control": "private, no-cache", "Vary": "Accept-Language, Authorization, Cookie",
        ]
        guard !Self.isKnown(mark, request.header("If-None-Match")) else {
            return Answer(status: .notModified, type: form.type, body: "", headers: headers)
        }
        return Answer(type: form.type, body: body, headers: headers)
    }

    /// RFC 9110 section 13.1.2; a weak mark is as good here.
    private static func isKnown(_ mark: String, _ header: String?) -> Bool {
        guard let header else { return false }
        let marks = header.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
        return marks.contains("*") || marks.contains { ($0.hasPrefix("W/") ? String($0.dropFirst(2)) : $0) == mark }
    }
}

extension Route {
    /// The token in the query of a feed, for readers that can send no header; of use for nothing else.
    func feedToken(_ query: String?) -> Secret? {
        guard case .feed = self, let query = try? Query(query, known: ["token", "lang"]) else { return nil }
        return query.text("token").flatMap(SessionCookie.token)
    }
}

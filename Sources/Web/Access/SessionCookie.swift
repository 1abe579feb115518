import Foundation
import Secrets

/// The cookie that carries a session's token.
struct SessionCookie: Sendable {
    /// Whether the browser speaks TLS with us or the proxy before us.
    let isSecure: Bool

    /// A browser takes the prefix only with `Secure`, `Path=/` and no `Domain` (RFC 6265bis section 4.1.3.2).
    var name: String { isSecure ? "__Host-vardag" : "vardag-session" }

    /// The token in a `Cookie` header; nil when there is none of the right form.
    func token(in header: String?) -> Secret? {
        for pair in (header ?? "").split(separator: ";") {
            let parts = pair.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, parts[0].trimmingCharacters(in: .whitespaces) == name else { continue }
            return Self.token(parts[1].trimmingCharacters(in: .whitespaces))
        }
        return nil
    }

    /// A program's token in an `Authorization` header (RFC 6750).
    static func bearer(in header: String?) -> Secret? {
        guard let header, header.lowercased().hasPrefix("bearer ") else { return nil }
        return token(header.dropFirst(7).trimmingCharacters(in: .whitespaces))
    }

    /// Nil for what has not the form of a token.
    static func token(_ text: String) -> Secret? {
        let isToken = text.utf8.count == 64 && text.utf8.allSatisfy { "0123456789abcdef".utf8.contains($0) }
        return isToken ? Secret(text) : nil
    }

    /// The `Set-Cookie` header that hands a token out.
    func setting(_ token: Secret) -> String { "\(name)=\(token.text); \(attributes)" }

    /// The `Set-Cookie` header that takes it back.
    var clearing: String { "\(name)=; Max-Age=0; \(attributes)" }

    private var attributes: String { "Path=/; HttpOnly; SameSite=Strict" + (isSecure ? "; Secure" : "") }
}

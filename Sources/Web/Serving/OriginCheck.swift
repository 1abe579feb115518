import Foundation

/// Tells requests of this machine's own users from those that a foreign web page has its visitor's browser make.
struct OriginCheck: Sendable {
    /// The address that the server is bound to.
    var bind: String
    /// A proxy with TLS stands before us, with a name of its own; then every answer needs a session, whose cookie a
    /// browser sends to that name only.
    var isBehindProxy = false

    /// Refuses a `Host` that is not this machine: a foreign name that was made to resolve to the loopback address
    /// (DNS rebinding). The port may differ, as it does through a tunnel.
    func check(host: String?) throws {
        guard let host, let name = Self.name(ofAuthority: host),
            isBehindProxy ? !name.isEmpty : isOurs(name)
        else {
            throw Refusal.forbidden("the Host header must name this machine: localhost, 127.0.0.1 or [::1]")
        }
    }

    /// Refuses a change that another site's page asks for. A browser says where a request comes from in
    /// `Sec-Fetch-Site`, an older one in `Origin`; a program that is no browser sends neither.
    func checkChange(host: String?, fetchSite: String?, origin: String?) throws {
        // First, because under our own `Referrer-Policy: no-referrer` a browser sends the origin of our own forms as
        // `null`.
        if let fetchSite {
            guard fetchSite == "same-origin" || fetchSite == "none" else { throw Self.crossSite }
            return
        }
        guard let origin else { return }
        guard let host, origin == (isBehindProxy ? "https://" : "http://") + host else { throw Self.crossSite }
    }

    private static let crossSite = Refusal.forbidden("a change must come from this machine's own pages")

    private func isOurs(_ name: String) -> Bool {
        name == "localhost" || name == "127.0.0.1" || name == "::1" || name == bind.lowercased()
    }

    /// The host of `host`, `host:port` or `[address]:port`; nil when it is none of these.
    private static func name(ofAuthority authority: String) -> String? {
        let text = authority.lowercased()
        if text.first == "[" {
            guard let end = text.firstIndex(of: "]"), isPort(text[text.index(after: end)...]) else { return nil }
            return String(text[text.index(after: text.startIndex)..<end])
        }
        guard let colon = text.firstIndex(of: ":") else { return text }
        return isPort(text[colon...]) ? String(text[..<colon]) : nil
    }

    /// Nothing, or a colon and digits.
    private static func isPort(_ text: Substring) -> Bool {
        text.isEmpty || (text.first == ":" && UInt16(text.dropFirst()) != nil)
    }
}

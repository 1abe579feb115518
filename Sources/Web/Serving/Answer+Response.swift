import Hummingbird

extension Answer {
    /// On every answer. Nothing from elsewhere is loaded or run, nobody may frame a page or read an answer from another
    /// site.
    private static let guards = [
        "Content-Security-Policy":
            "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'; "
            + "base-uri 'none'; frame-ancestors 'none'",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "no-store",
    ]

    /// In Hummingbird's form; to a HEAD request the same without its body.
    func response(head: Bool, isSecure: Bool = false) -> Response {
        var fields = HTTPFields()
        if isSecure { fields[.strictTransportSecurity] = "max-age=31536000; includeSubDomains" }
        let headers = Self.guards.merging(self.headers) { _, own in own }.merging(["Content-Type": type]) { $1 }
        for (name, value) in headers {
            if let name = HTTPFields.Element.Name(name) { fields[name] = value }
        }
        let response = Response(status: status, headers: fields, body: .init(byteBuffer: ByteBuffer(string: body)))
        return head ? response.createHeadResponse() : response
    }
}

/// Where the pages and the API listen: loopback only, unless there are accounts and a proxy with TLS stands before them.
package struct WebSettings: Sendable {
    /// `127.0.0.1`, another address that starts with `127.`, `::1` or `localhost`.
    package var bind: String
    /// 0 lets the system choose; `CareWeb.run` tells which it chose.
    package var port: Int

    /// A proxy speaks TLS with the browsers and hands their requests on.
    package var isBehindProxy: Bool
    /// People see nothing before their account has a second factor.
    package var requiresSecondFactor: Bool
    /// A file with a password a line that nobody may choose.
    package var refusedPasswords: String?

    package init(
        bind: String = "127.0.0.1", port: Int, isBehindProxy: Bool = false, requiresSecondFactor: Bool = false,
        refusedPasswords: String? = nil
    ) {
        self.bind = bind
        self.port = port
        self.isBehindProxy = isBehindProxy
        self.requiresSecondFactor = requiresSecondFactor
        self.refusedPasswords = refusedPasswords
    }

    /// Whether only this machine can reach the address.
    var isLoopback: Bool {
        if bind == "localhost" || bind == "::1" { return true }
        let parts = bind.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}

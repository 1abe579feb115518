/// The PEM files of a TLS connection to the broker: the authority that signed the broker's certificate and, where the
/// broker asks for one, this client's own certificate and key.
package struct TLSFiles: Sendable, Equatable {
    package var authority: String
    package var certificate: String?
    package var key: String?

    /// Paths of files; `certificate` and `key` come together or not at all.
    package init(authority: String, certificate: String? = nil, key: String? = nil) {
        self.authority = authority
        self.certificate = certificate
        self.key = key
    }
}

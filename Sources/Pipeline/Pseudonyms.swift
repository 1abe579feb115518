import CSodium

/// Names for residents that the risk model may know: keyed, so that nobody without the key can link them back.
///
/// HMAC-SHA-256 (RFC 2104) of the resident's id, the first 16 bytes in hexadecimal.
package struct Pseudonyms: Sendable {
    private let key: [UInt8]

    /// `key` has at least 16 bytes.
    package init(key: [UInt8]) { self.key = key }

    package func of(resident: String) -> String {
        let message = Array(resident.utf8)
        var state = crypto_auth_hmacsha256_state()
        var code = [UInt8](repeating: 0, count: Int(crypto_auth_hmacsha256_BYTES))
        crypto_auth_hmacsha256_init(&state, key, key.count)
        crypto_auth_hmacsha256_update(&state, message, UInt64(message.count))
        crypto_auth_hmacsha256_final(&state, &code)
        return code.prefix(16).map { byte in
            let digits = String(byte, radix: 16)
            return byte < 16 ? "0" + digits : digits
        }.joined()
    }
}

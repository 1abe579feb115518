import Crypto
import Foundation

/// Names for residents that the risk model may know: keyed, so that nobody without the key can link them back.
///
/// HMAC-SHA-256 (RFC 2104) of the resident's id, the first 16 bytes in hexadecimal.
package struct Pseudonyms: Sendable {
    private let key: SymmetricKey

    /// `key` has at least 16 bytes.
    package init(key: [UInt8]) { self.key = SymmetricKey(data: key) }

    package func of(resident: String) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: Data(resident.utf8), using: key)
        return code.prefix(16).map { byte in
            let digits = String(byte, radix: 16)
            return byte < 16 ? "0" + digits : digits
        }.joined()
    }
}

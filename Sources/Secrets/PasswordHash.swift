import CSodium

/// scrypt (RFC 7914) through libsodium, in the form of `crypto_pwhash_scryptsalsa208sha256_str`.
package struct PasswordHash: Sendable {
    private let operations: UInt64
    private let memoryBytes: Int

    /// N = 2^16, r = 8, p = 2, which needs 64 MiB for as long as it takes: one of the settings of OWASP's Password
    /// Storage Cheat Sheet.
    package static let standard = PasswordHash(operations: 1 << 22, memoryBytes: 64 << 20)
    /// The least that libsodium takes; for tests.
    package static let least = PasswordHash(operations: 1 << 15, memoryBytes: 16 << 20)

    /// What `hash` gives, without the zero at its end.
    private static let length = Int(crypto_pwhash_scryptsalsa208sha256_STRBYTES) - 1

    private static let isReady = sodium_init() >= 0

    /// The password with a new salt and the cost, as text; nil when the memory cannot be had.
    package func hash(_ password: String) -> String? {
        guard Self.isReady else { return nil }
        var text = [CChar](repeating: 0, count: Self.length + 1)
        let result = crypto_pwhash_scryptsalsa208sha256_str(
            &text, password, UInt64(password.utf8.count), operations, memoryBytes)
        guard result == 0 else { return nil }
        return String(decoding: text.prefix(Self.length).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Whether `hash` was made of that password, with whatever cost it was made; false also when the memory cannot be
    /// had.
    package static func verify(_ password: String, _ hash: String) -> Bool {
        guard isReady, hash.utf8.count == length, !hash.utf8.contains(0) else { return false }
        return crypto_pwhash_scryptsalsa208sha256_str_verify(hash, password, UInt64(password.utf8.count)) == 0
    }
}

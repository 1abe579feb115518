import COath
import Glibc

/// What an authenticator app makes its codes of: time-based one-time passwords (RFC 6238 with SHA-1, 30 seconds and six
/// digits, which is what every app has) through liboath.
package struct CodeSeed: Sendable, Equatable {
    /// 20, as RFC 4226 recommends.
    package let bytes: [UInt8]

    package static let byteCount = 20
    package static let digitCount = 6
    /// How long an app shows a code.
    package static let stepSeconds: Int64 = 30

    /// Nil unless there are 20.
    package init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        self.bytes = bytes
    }

    /// Follows from a secret, for a purpose.
    package init(of secret: Secret, for purpose: String) {
        bytes = Array(secret.derived(for: purpose).digest.prefix(Self.byteCount))
    }

    /// The number of the 30 seconds since 1970 whose code this is: the present ones, those before or those after, as
    /// phones' clocks differ; nil when it is none of theirs. Spaces do no harm.
    package func step(of code: String, at seconds: Int64) -> Int64? {
        let typed = Secret(code.filter { !$0.isWhitespace })
        return [0, -1, 1].map { seconds / Self.stepSeconds + $0 }.first { Secret(self.code(ofStep: $0)) == typed }
    }

    /// Six digits.
    package func code(ofStep step: Int64) -> String {
        var digits = [CChar](repeating: 0, count: Self.digitCount + 1)
        let result = oath_totp_generate(
            letters, bytes.count, time_t(max(0, step) * Self.stepSeconds), UInt32(Self.stepSeconds), 0,
            UInt32(Self.digitCount), &digits)
        precondition(result == 0, "liboath makes no code: \(result)")
        return String(decoding: digits.prefix(Self.digitCount).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// 32 letters and digits, as typed into an app (base 32 of RFC 4648).
    package var text: String {
        var (encoded, length): (UnsafeMutablePointer<CChar>?, Int) = (nil, 0)
        let result = oath_base32_encode(letters, bytes.count, &encoded, &length)
        guard let encoded else { preconditionFailure("liboath encodes nothing: \(result)") }
        defer { free(encoded) }
        return String(cString: encoded)
    }

    private var letters: [CChar] { bytes.map { CChar(bitPattern: $0) } }
}

/// Something random that only its holder knows; what is kept of it is `digest`.
package struct Secret: Sendable, Equatable {
    package let text: String

    package init(_ text: String) { self.text = text }

    /// 256 bits in hexadecimal.
    package static func token() -> Secret {
        var source = SystemRandomNumberGenerator()
        return Secret((0..<32).map { _ in UInt8.random(in: .min ... .max, using: &source) }.hexadecimal)
    }

    /// 140 bits in 28 letters and digits that are not taken for each other (Crockford's base 32), in groups of four.
    package static func setupCode() -> Secret {
        var source = SystemRandomNumberGenerator()
        let letters = (0..<28).map { _ in alphabet.randomElement(using: &source) ?? "0" }
        return Secret(
            stride(from: 0, to: letters.count, by: 4).map { String(letters[$0..<$0 + 4]) }.joined(separator: "-"))
    }

    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")

    /// As `setupCode` made it, from what a person typed: small letters, spaces and missing dashes do no harm.
    package init(typedSetupCode text: String) {
        let known = text.uppercased().compactMap { letter -> Character? in
            switch letter {
            case "O": "0"
            case "I", "L": "1"
            default: Self.alphabet.contains(letter) ? letter : nil
            }
        }
        self.text = stride(from: 0, to: known.count, by: 4)
            .map { String(known[$0..<min($0 + 4, known.count)]) }.joined(separator: "-")
    }

    /// What is kept: 32 bytes. Enough, because a secret is too long to be guessed.
    package var digest: [UInt8] { Digest.of(text) }

    /// Another secret that follows from this one, for a purpose.
    package func derived(for purpose: String) -> Secret { Secret(Digest.of(purpose + ":" + text).hexadecimal) }

    /// Compares in a time that tells nothing of where they differ.
    package static func == (a: Secret, b: Secret) -> Bool {
        zip(a.digest, b.digest).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}

import Testing

@testable import Secrets

@Suite("Secrets")
struct SecretTests {
    @Test("SHA-256 of the examples of FIPS 180-2")
    func digests() {
        #expect(
            Digest.of("abc").hexadecimal == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(
            Digest.of("").hexadecimal == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    }

    @Test("a password fits its own hash only, each hash has its own salt, and the cost is the intended one")
    func passwords() throws {
        let hash = try #require(PasswordHash.least.hash("correct horse Å"))
        #expect(hash.hasPrefix("$7$") && hash.utf8.count == 101)
        #expect(PasswordHash.verify("correct horse Å", hash))
        #expect(!PasswordHash.verify("correct horse", hash) && !PasswordHash.verify("", hash))
        #expect(PasswordHash.least.hash("correct horse Å") != hash)
        for broken in ["", "$7$", String(hash.dropLast()), hash + "x"] {
            #expect(!PasswordHash.verify("correct horse Å", broken))
        }
        // After the prefix one character of ./0-9A-Za-z is log2 N, five are r and five p, lowest bits first.
        let standard = try #require(PasswordHash.standard.hash("x"))
        #expect(standard.hasPrefix("$7$E6....0...."))
    }

    @Test("tokens have 256 bits and codes 140; no two are alike")
    func chance() {
        let tokens = (0..<100).map { _ in Secret.token().text }
        #expect(tokens.allSatisfy { $0.count == 64 } && Set(tokens).count == 100)
        let codes = (0..<100).map { _ in Secret.setupCode().text }
        #expect(codes.allSatisfy { $0.count == 34 } && Set(codes).count == 100)
        #expect(Set(codes.joined()).isSubset(of: Set("0123456789ABCDEFGHJKMNPQRSTVWXYZ-")))
    }

    @Test(
        "codes of an app as in appendix B of RFC 6238, of which these are the last six digits",
        arguments: [
            (59, "287082"), (1_111_111_109, "081804"), (1_111_111_111, "050471"), (1_234_567_890, "005924"),
            (2_000_000_000, "279037"), (20_000_000_000, "353130"),
        ] as [(Int64, String)])
    func appCodes(seconds: Int64, code: String) throws {
        let seed = try #require(CodeSeed(Array("12345678901234567890".utf8)))
        let step = seconds / CodeSeed.stepSeconds
        #expect(seed.code(ofStep: step) == code)
        for (offset, isTaken) in [(-60, false), (-30, true), (0, true), (30, true), (60, false)] as [(Int64, Bool)] {
            let found = seed.step(of: code, at: step * CodeSeed.stepSeconds + offset)
            #expect(found == (isTaken ? step : nil), "\(offset) s")
        }
        #expect(seed.step(of: " \(code.prefix(3)) \(code.suffix(3))", at: seconds) == step)
        for wrong in ["", String(code.dropLast()), code + "0", "-" + code.dropLast(), "x"] {
            #expect(seed.step(of: wrong, at: seconds) == nil, "\(wrong)")
        }
    }

    @Test("a seed has 20 bytes and is typed as base 32 of RFC 4648")
    func seeds() throws {
        let seed = try #require(CodeSeed(Array("12345678901234567890".utf8)))
        #expect(seed.text == "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
        #expect(CodeSeed([]) == nil && CodeSeed([UInt8](repeating: 0, count: 21)) == nil)
        let secret = Secret.token()
        #expect(CodeSeed(of: secret, for: "a") == CodeSeed(of: secret, for: "a"))
        #expect(CodeSeed(of: secret, for: "a") != CodeSeed(of: secret, for: "b"))
    }

    @Test("a code is taken as people type it")
    func typed() {
        let code = Secret("0A1B-CDEF-GHJK-MNPQ-RSTV")
        #expect(Secret(typedSetupCode: " oaib cdef-ghjkmnpq rstv\n") == code)
        #expect(Secret(typedSetupCode: "0A1B") != code && Secret(typedSetupCode: "") != code)
    }

    @Test("what is derived for a purpose is neither the secret nor that of another purpose")
    func derived() {
        let token = Secret("t")
        #expect(token.derived(for: "a") == Secret("t").derived(for: "a"))
        #expect(Set([token.text, token.derived(for: "a").text, token.derived(for: "b").text]).count == 3)
    }
}

import Testing

@testable import Pipeline

@Suite struct PseudonymTests {
    /// RFC 4231, test cases 1, 2 and 6 (a key longer than a block), the first 16 bytes.
    @Test(arguments: [
        ([UInt8](repeating: 0x0b, count: 20), "Hi There", "b0344c61d8db38535ca8afceaf0bf12b"),
        (Array("Jefe".utf8), "what do ya want for nothing?", "5bdcc146bf60754e6a042426089575c7"),
        (
            [UInt8](repeating: 0xaa, count: 131), "Test Using Larger Than Block-Size Key - Hash Key First",
            "60e431591ee0b67f0d8a26aacbf5b77f"
        ),
    ])
    func isTheKeyedHashOfTheStandard(key: [UInt8], resident: String, expected: String) {
        #expect(Pseudonyms(key: key).of(resident: resident) == expected)
    }
}

/// A 64-bit digest of topic and payload, the same in every run. It tells messages apart; it is no protection against
/// forgery.
///
/// Source: the FNV-1a construction over 8-byte words with a final mix (Stafford's variant 13 of MurmurHash3's).
package enum MessageDigest {
    package static func of(topic: String, payload: [UInt8]) -> Int64 {
        var state: UInt64 = 0xcbf2_9ce4_8422_2325
        mix(topic.utf8.span, into: &state)
        mix(payload.span, into: &state)
        state = (state ^ (state >> 30)) &* 0xbf58_476d_1ce4_e5b9
        state = (state ^ (state >> 27)) &* 0x94d0_49bb_1331_11eb
        return Int64(bitPattern: state ^ (state >> 31))
    }

    private static func mix(_ bytes: Span<UInt8>, into state: inout UInt64) {
        let prime: UInt64 = 0x0000_0100_0000_01b3
        let raw = bytes.bytes
        var at = 0
        while at + 8 <= raw.byteCount {
            state = (state ^ raw.unsafeLoadUnaligned(fromByteOffset: at, as: UInt64.self)) &* prime
            state ^= state >> 29
            at += 8
        }
        while at < bytes.count {
            state = (state ^ UInt64(bytes[at])) &* prime
            at += 1
        }
        state = (state ^ UInt64(bytes.count)) &* prime
    }
}

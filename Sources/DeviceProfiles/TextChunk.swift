/// Eight bytes of a JSON string at once, with the place of the first that is not plain text.
///
/// Source: the zero-byte test of H. S. Warren, "Hacker's Delight", 6-1; a false hit can only lie behind a true one, so
/// that the lowest hit of all tests is true.
package struct TextChunk {
    /// The bytes before `count`, the first in the lowest bits.
    package let bytes: UInt64
    /// 8 when all are plain.
    package let count: Int

    /// Behind the end of the text zero bytes are read, which are not plain.
    @inlinable @inline(__always)
    package init(_ text: Span<UInt8>, at: Int) {
        let word = Self.word(text, at: at)
        let ones: UInt64 = 0x0101_0101_0101_0101
        let quote = word ^ (ones &* 0x22)
        let backslash = word ^ (ones &* 0x5c)
        let hits =
            ((quote &- ones) & ~quote) | ((backslash &- ones) & ~backslash) | ((word &- (ones &* 0x20)) & ~word) | word
        let stops = hits & (ones &* 0x80)
        guard stops != 0 else {
            (bytes, count) = (word, 8)
            return
        }
        let bits = stops.trailingZeroBitCount &- 7
        count = bits &>> 3
        bytes = word & ((1 &<< UInt64(bits)) &- 1)
    }

    /// Eight bytes, the first in the lowest bits; zero behind the end of the text.
    @inlinable @inline(__always)
    package static func word(_ text: Span<UInt8>, at: Int) -> UInt64 {
        at &+ 8 <= text.count
            ? UInt64(littleEndian: text.bytes.unsafeLoadUnaligned(fromByteOffset: at, as: UInt64.self))
            : tail(text, at: at)
    }

    @usableFromInline @inline(never)
    static func tail(_ text: Span<UInt8>, at: Int) -> UInt64 {
        if at >= text.count { return 0 }
        if text.count >= 8 {
            let word = text.bytes.unsafeLoadUnaligned(fromByteOffset: text.count &- 8, as: UInt64.self)
            return UInt64(littleEndian: word) &>> UInt64((8 &- (text.count &- at)) &* 8)
        }
        var word: UInt64 = 0
        for i in at..<max(at, text.count) { word |= UInt64(text[i]) << UInt64((i - at) * 8) }
        return word
    }
}

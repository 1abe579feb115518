/// A short text as numbers, so that keys and words of a payload are compared without allocation: its bytes in chunks
/// of eight. The first two chunks are kept exactly, the rest as a 64-bit hash.
struct PackedText: Hashable, Sendable {
    private(set) var low: UInt64 = 0
    private(set) var high: UInt64 = 0
    private(set) var rest: UInt64 = 0

    init() {}

    /// The bytes `from ..< to`, ASCII letters in lower case.
    init(lowercased bytes: Span<UInt8>, from: Int, to: Int) {
        let text = bytes.extracting(from..<to)
        for index in 0..<(text.count &+ 7) &>> 3 { append(TextChunk.word(text, at: index &<< 3).lowercased, at: index) }
    }

    init(_ text: String) {
        let text = text.utf8.span
        for index in 0..<(text.count &+ 7) &>> 3 { append(TextChunk.word(text, at: index &<< 3), at: index) }
    }

    /// Adds the next chunk, the first byte in its lowest bits; a chunk without bytes is never added.
    @inline(__always)
    mutating func append(_ chunk: UInt64, at index: Int) {
        switch index {
        case 0: low = chunk
        case 1: high = chunk
        default: rest = (rest ^ chunk) &* 0x9e37_79b9_7f4a_7c15 ^ (rest &>> 29)
        }
    }

    /// Spreads over all bits; the table takes the lower ones.
    @inline(__always)
    var scattered: UInt64 {
        let mixed = (low ^ (high &* 0x9e37_79b9_7f4a_7c15) ^ rest) &* 0xff51_afd7_ed55_8ccd
        return mixed ^ (mixed &>> 32)
    }
}

extension UInt64 {
    /// Eight bytes with their ASCII letters in lower case.
    @inline(__always)
    fileprivate var lowercased: UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        // The highest bit of each byte: from A on, and beyond Z.
        let low = self & (ones &* 0x7f)
        let letters = (low &+ ones &* 0x3f) & ~(low &+ ones &* 0x25) & ~self & (ones &* 0x80)
        return self | (letters &>> 2)
    }
}

extension UInt8 {
    @inline(__always)
    var asciiLowercased: UInt8 { self &- UInt8(ascii: "A") < 26 ? self | 0x20 : self }

    @inline(__always)
    var isDigit: Bool { self &- UInt8(ascii: "0") < 10 }
}

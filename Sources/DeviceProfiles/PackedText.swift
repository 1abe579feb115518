/// A short text as numbers, so that keys and words of a payload are compared without allocation: its bytes in chunks
/// of eight. The first two chunks are kept exactly, the rest as a 64-bit hash.
struct PackedText: Hashable, Sendable {
    private(set) var low: UInt64 = 0
    private(set) var high: UInt64 = 0
    private(set) var rest: UInt64 = 0

    init() {}

    /// The bytes `from ..< to`, ASCII letters in lower case.
    init(lowercased bytes: Span<UInt8>, from: Int, to: Int) {
        self.init(lowercased: true, bytes, from: from, to: to)
    }

    init(_ text: String) {
        let bytes = text.utf8.span
        self.init(lowercased: false, bytes, from: 0, to: bytes.count)
    }

    private init(lowercased: Bool, _ bytes: Span<UInt8>, from: Int, to: Int) {
        var (chunk, count): (UInt64, Int) = (0, 0)
        for i in from..<to {
            let byte = lowercased ? bytes[i].asciiLowercased : bytes[i]
            chunk |= UInt64(byte) &<< (UInt64(truncatingIfNeeded: count) & 7 &* 8)
            count &+= 1
            if count & 7 == 0 {
                append(chunk, at: count &>> 3 &- 1)
                chunk = 0
            }
        }
        if count & 7 != 0 { append(chunk, at: count &>> 3) }
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

extension UInt8 {
    @inline(__always)
    var asciiLowercased: UInt8 { self &- UInt8(ascii: "A") < 26 ? self | 0x20 : self }

    @inline(__always)
    var isDigit: Bool { self &- UInt8(ascii: "0") < 10 }
}

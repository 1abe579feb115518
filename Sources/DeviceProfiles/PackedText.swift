/// A short text as numbers, so that keys and words of a payload are compared without allocation.
///
/// The first 16 bytes are kept exactly, the rest as a 64-bit hash (FNV-1a).
struct PackedText: Hashable, Sendable {
    var low: UInt64 = 0
    var high: UInt64 = 0
    var rest: UInt64 = 0

    init() {}

    init(_ text: some StringProtocol) {
        var at = 0
        for byte in text.utf8 {
            append(byte, at: at)
            at += 1
        }
    }

    /// The bytes `from ..< to`, ASCII letters in lower case.
    init(lowercased bytes: Span<UInt8>, from: Int, to: Int) {
        for i in from..<to { append(bytes[i].asciiLowercased, at: i - from) }
    }

    @inline(__always)
    mutating func append(_ byte: UInt8, at index: Int) {
        if index < 8 {
            low |= UInt64(byte) &<< UInt64(index &* 8)
        } else if index < 16 {
            high |= UInt64(byte) &<< UInt64((index &- 8) &* 8)
        } else {
            appendRest(byte)
        }
    }

    @inline(__always)
    mutating func appendRest(_ byte: UInt8) { rest = (rest ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }

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

/// Walks over one JSON text byte by byte, without allocation, and checks it on the way (RFC 8259).
///
/// The bytes are handed to each call instead of being kept, so that a scanner is a plain value.
struct JSONScanner {
    /// No payload that means something nests deeper.
    static let depthLimit = 32
    /// `bridge/devices` of a large home has some hundred kilobytes.
    static let sizeLimitBytes = 8 << 20

    var at = 0

    /// A string's place between its quotes; `isPlain` when it has no escapes.
    struct Text {
        var from: Int
        var to: Int
        var isPlain: Bool
    }

    @inline(__always)
    mutating func skipSpace(_ bytes: Span<UInt8>) {
        while at < bytes.count {
            let byte = bytes[at]
            guard byte <= 0x20, byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 else { return }
            at &+= 1
        }
    }

    /// The byte here, or 0 at the end (a zero byte is never valid JSON).
    @inline(__always)
    func peek(_ bytes: Span<UInt8>) -> UInt8 { at < bytes.count ? bytes[at] : 0 }

    @inline(__always)
    mutating func take(_ byte: UInt8, _ bytes: Span<UInt8>) -> Bool {
        guard at < bytes.count, bytes[at] == byte else { return false }
        at &+= 1
        return true
    }

    @inline(__always)
    mutating func expect(_ byte: UInt8, _ bytes: Span<UInt8>, _ reason: @autoclosure () -> String)
        throws(PayloadFault)
    {
        guard take(byte, bytes) else { throw fault(reason(), bytes) }
    }

    func fault(_ reason: String, _ bytes: Span<UInt8>) -> PayloadFault {
        PayloadFault(reason: at >= bytes.count ? "the text ends too early" : reason, offset: min(at, bytes.count))
    }

    /// After the value only white space may follow.
    @inline(__always)
    mutating func finish(_ bytes: Span<UInt8>) throws(PayloadFault) {
        skipSpace(bytes)
        guard at == bytes.count else { throw fault("more text after the value", bytes) }
    }

    /// A key at its opening quote, packed; a key with escapes is unescaped first.
    @inline(__always)
    mutating func key(_ bytes: Span<UInt8>) throws(PayloadFault) -> (packed: PackedText, text: Text) {
        try expect(UInt8(ascii: "\""), bytes, "a key in quotes was expected")
        let from = at
        var packed = PackedText()
        var index = 0
        while true {
            let chunk = TextChunk(bytes, at: at)
            if chunk.count > 0 { packed.append(chunk.bytes, at: index) }
            at &+= chunk.count
            index &+= 1
            if chunk.count == 8 { continue }
            guard take(UInt8(ascii: "\""), bytes) else { break }
            return (packed, Text(from: from, to: at &- 1, isPlain: true))
        }
        return try unusualKey(bytes, from: from)
    }

    /// A string at its opening quote: finds its end, checks escapes and UTF-8.
    @inline(__always)
    mutating func string(_ bytes: Span<UInt8>) throws(PayloadFault) -> Text {
        at &+= 1
        let from = at
        while true {
            let chunk = TextChunk(bytes, at: at)
            at &+= chunk.count
            if chunk.count == 8 { continue }
            guard take(UInt8(ascii: "\""), bytes) else { break }
            return Text(from: from, to: at &- 1, isPlain: true)
        }
        return try unusualString(bytes, from: from)
    }

    /// A number at its first byte.
    @inline(__always)
    mutating func number(_ bytes: Span<UInt8>) throws(PayloadFault) -> Double {
        let from = at
        let isNegative = take(UInt8(ascii: "-"), bytes)
        let firstDigit = at
        var mantissa: UInt64 = 0
        while at < bytes.count, bytes[at].isDigit {
            mantissa = mantissa &* 10 &+ UInt64(bytes[at] &- UInt8(ascii: "0"))
            at &+= 1
        }
        var digits = at &- firstDigit
        guard digits > 0, digits == 1 || bytes[firstDigit] != UInt8(ascii: "0") else {
            return try unusualNumber(bytes, from: from)
        }
        var places = 0
        if at < bytes.count, bytes[at] == UInt8(ascii: ".") {
            at &+= 1
            let firstPlace = at
            while at < bytes.count, bytes[at].isDigit {
                mantissa = mantissa &* 10 &+ UInt64(bytes[at] &- UInt8(ascii: "0"))
                at &+= 1
            }
            places = at &- firstPlace
            digits &+= places
            guard places > 0 else { throw fault("a digit was expected after the decimal point", bytes) }
        }
        // Up to 15 digits both parts are exact, so that one division rounds correctly.
        if digits > 15 || (at < bytes.count && bytes[at] | 0x20 == UInt8(ascii: "e")) {
            return try unusualNumber(bytes, from: from)
        }
        let value = Double(mantissa) / Self.powerOfTen(places)
        return isNegative ? -value : value
    }

    @inline(__always)
    static func powerOfTen(_ places: Int) -> Double {
        switch places {
        case 0: return 1
        case 1: return 10
        case 2: return 100
        case 3: return 1000
        default:
            var power = 10_000.0
            for _ in 4..<max(places, 4) { power *= 10 }
            return power
        }
    }

    @inline(__always)
    mutating func takeTrue(_ bytes: Span<UInt8>) -> Bool { takeWord(skipping: 1, (0x72, 0x75, 0x65), bytes) }

    @inline(__always)
    mutating func takeNull(_ bytes: Span<UInt8>) -> Bool { takeWord(skipping: 1, (0x75, 0x6c, 0x6c), bytes) }

    @inline(__always)
    mutating func takeFalse(_ bytes: Span<UInt8>) -> Bool {
        at &+ 1 < bytes.count && bytes[at &+ 1] == UInt8(ascii: "a")
            && takeWord(skipping: 2, (0x6c, 0x73, 0x65), bytes)
    }

    /// Takes a word whose first letters the caller has seen and that ends in three given letters.
    @inline(__always)
    private mutating func takeWord(skipping: Int, _ tail: (UInt8, UInt8, UInt8), _ bytes: Span<UInt8>) -> Bool {
        let from = at &+ skipping
        guard from &+ 3 <= bytes.count, bytes[from] == tail.0, bytes[from &+ 1] == tail.1, bytes[from &+ 2] == tail.2
        else { return false }
        at = from &+ 3
        return true
    }
}

// The rare forms, kept out of the hot functions: escapes, text beyond ASCII, exponents, long numbers, nesting.
extension JSONScanner {
    /// A key with an escape or a byte beyond ASCII.
    @inline(never)
    mutating func unusualKey(_ bytes: Span<UInt8>, from: Int) throws(PayloadFault) -> (packed: PackedText, text: Text) {
        let text = try unusualString(bytes, from: from)
        return (PackedText(content(of: text, bytes)), text)
    }

    /// A string that holds an escape or a byte beyond ASCII; `at` is at the first such byte.
    @inline(never)
    mutating func unusualString(_ bytes: Span<UInt8>, from: Int) throws(PayloadFault) -> Text {
        var isPlain = true
        while at < bytes.count {
            let byte = bytes[at]
            switch byte {
            case UInt8(ascii: "\""):
                at += 1
                return Text(from: from, to: at - 1, isPlain: isPlain)
            case UInt8(ascii: "\\"):
                isPlain = false
                try skipEscape(bytes)
            case 0x80...:
                try skipMultibyte(bytes)
            case ..<0x20:
                throw fault("a control character must be escaped", bytes)
            default:
                at += 1
            }
        }
        throw fault("", bytes)
    }

    private mutating func skipEscape(_ bytes: Span<UInt8>) throws(PayloadFault) {
        at += 1
        switch peek(bytes) {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            at += 1
        case UInt8(ascii: "u"):
            at += 1
            guard Self.hexadecimal(bytes, from: at) != nil else {
                throw fault("four hexadecimal digits expected", bytes)
            }
            at += 4
        default:
            throw fault("unknown escape", bytes)
        }
    }

    /// Four hexadecimal digits as a number.
    private static func hexadecimal(_ bytes: Span<UInt8>, from: Int) -> UInt32? {
        guard from + 4 <= bytes.count else { return nil }
        var value: UInt32 = 0
        for i in from..<from + 4 {
            let byte = bytes[i].asciiLowercased
            let digit: UInt8
            if byte.isDigit {
                digit = byte - UInt8(ascii: "0")
            } else if byte >= UInt8(ascii: "a"), byte <= UInt8(ascii: "f") {
                digit = byte - UInt8(ascii: "a") + 10
            } else {
                return nil
            }
            value = value << 4 | UInt32(digit)
        }
        return value
    }

    /// One well-formed UTF-8 sequence (Unicode 15, table 3-7).
    private mutating func skipMultibyte(_ bytes: Span<UInt8>) throws(PayloadFault) {
        let lead = bytes[at]
        let (length, lowest, highest): (Int, UInt8, UInt8) =
            switch lead {
            case 0xc2...0xdf: (2, 0x80, 0xbf)
            case 0xe0: (3, 0xa0, 0xbf)
            case 0xed: (3, 0x80, 0x9f)
            case 0xe1...0xef: (3, 0x80, 0xbf)
            case 0xf0: (4, 0x90, 0xbf)
            case 0xf1...0xf3: (4, 0x80, 0xbf)
            case 0xf4: (4, 0x80, 0x8f)
            default: (0, 0, 0)
            }
        guard length > 0, at + length <= bytes.count, (lowest...highest).contains(bytes[at + 1]) else {
            throw fault("not UTF-8", bytes)
        }
        for i in at + 2..<max(at + length, at + 2) where !(0x80...0xbf).contains(bytes[i]) {
            throw fault("not UTF-8", bytes)
        }
        at += length
    }

    /// A string's content; a lone surrogate becomes U+FFFD.
    func content(of text: Text, _ bytes: Span<UInt8>) -> String {
        if text.isPlain { return PayloadReader.text(bytes, text.from, text.to) }
        var out: [UInt8] = []
        out.reserveCapacity(text.to - text.from)
        var i = text.from
        while i < text.to {
            guard bytes[i] == UInt8(ascii: "\\") else {
                out.append(bytes[i])
                i += 1
                continue
            }
            i = Self.unescape(bytes, at: i + 1, into: &out)
        }
        return String(decoding: out, as: UTF8.self)
    }

    /// Appends what the escape after the backslash means; gives the place behind it.
    private static func unescape(_ bytes: Span<UInt8>, at i: Int, into out: inout [UInt8]) -> Int {
        switch bytes[i] {
        case UInt8(ascii: "b"): out.append(0x08)
        case UInt8(ascii: "f"): out.append(0x0c)
        case UInt8(ascii: "n"): out.append(0x0a)
        case UInt8(ascii: "r"): out.append(0x0d)
        case UInt8(ascii: "t"): out.append(0x09)
        case UInt8(ascii: "u"):
            let unit = hexadecimal(bytes, from: i + 1) ?? 0xfffd
            if (0xd800...0xdbff).contains(unit), i + 7 <= bytes.count, bytes[i + 5] == UInt8(ascii: "\\"),
                bytes[i + 6] == UInt8(ascii: "u"), let low = hexadecimal(bytes, from: i + 7),
                (0xdc00...0xdfff).contains(low)
            {
                append(0x10000 + (unit - 0xd800) << 10 + (low - 0xdc00), to: &out)
                return i + 11
            }
            append(unit, to: &out)
            return i + 5
        default: out.append(bytes[i])
        }
        return i + 1
    }

    private static func append(_ scalar: UInt32, to out: inout [UInt8]) {
        out.append(contentsOf: String(Unicode.Scalar(scalar) ?? "\u{fffd}").utf8)
    }

    /// A number with an exponent or more than 15 digits, or a bare `NaN` or `Infinity` (which gives NaN: no value).
    @inline(never)
    mutating func unusualNumber(_ bytes: Span<UInt8>, from: Int) throws(PayloadFault) -> Double {
        at = from
        _ = take(UInt8(ascii: "-"), bytes)
        if peek(bytes) | 0x20 == UInt8(ascii: "n") || peek(bytes) | 0x20 == UInt8(ascii: "i") {
            return try notANumber(bytes)
        }
        if take(UInt8(ascii: "0"), bytes) {
            guard !peek(bytes).isDigit else { throw fault("a number must not begin with 0", bytes) }
        } else {
            try skipDigits(bytes)
        }
        if take(UInt8(ascii: "."), bytes) { try skipDigits(bytes) }
        if take(UInt8(ascii: "e"), bytes) || take(UInt8(ascii: "E"), bytes) {
            if !take(UInt8(ascii: "+"), bytes) { _ = take(UInt8(ascii: "-"), bytes) }
            try skipDigits(bytes)
        }
        let text = content(of: Text(from: from, to: at, isPlain: true), bytes)
        guard let value = Double(text) else { throw PayloadFault(reason: "not a number", offset: from) }
        return value
    }

    private mutating func skipDigits(_ bytes: Span<UInt8>) throws(PayloadFault) {
        guard peek(bytes).isDigit else { throw fault("a digit was expected", bytes) }
        while peek(bytes).isDigit { at += 1 }
    }

    /// Not JSON, but some firmware writes it where it has no value; refusing would lose the rest of the message.
    mutating func notANumber(_ bytes: Span<UInt8>) throws(PayloadFault) -> Double {
        let from = at
        while peek(bytes) | 0x20 >= UInt8(ascii: "a"), peek(bytes) | 0x20 <= UInt8(ascii: "z") { at += 1 }
        let word = content(of: Text(from: from, to: at, isPlain: true), bytes).lowercased()
        guard ["nan", "inf", "infinity"].contains(word) else {
            throw PayloadFault(reason: "a value was expected", offset: from)
        }
        return .nan
    }

    /// Steps over one value of any kind, checking it.
    @inline(never)
    mutating func skipValue(_ bytes: Span<UInt8>, depth: Int) throws(PayloadFault) {
        skipSpace(bytes)
        switch peek(bytes) {
        case UInt8(ascii: "\""): _ = try string(bytes)
        case UInt8(ascii: "{"): try skipObject(bytes, depth: depth)
        case UInt8(ascii: "["): try skipArray(bytes, depth: depth)
        case UInt8(ascii: "t") where takeTrue(bytes): break
        case UInt8(ascii: "f") where takeFalse(bytes): break
        case UInt8(ascii: "n") where takeNull(bytes): break
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): _ = try number(bytes)
        default: _ = try notANumber(bytes)
        }
    }

    private mutating func skipObject(_ bytes: Span<UInt8>, depth: Int) throws(PayloadFault) {
        try enter(bytes, depth: depth)
        if closes(UInt8(ascii: "}"), bytes) { return }
        repeat {
            skipSpace(bytes)
            guard peek(bytes) == UInt8(ascii: "\"") else { throw fault("a key in quotes was expected", bytes) }
            _ = try string(bytes)
            skipSpace(bytes)
            try expect(UInt8(ascii: ":"), bytes, "`:` was expected")
            try skipValue(bytes, depth: depth + 1)
            skipSpace(bytes)
        } while take(UInt8(ascii: ","), bytes)
        try expect(UInt8(ascii: "}"), bytes, "`,` or `}` was expected")
    }

    private mutating func skipArray(_ bytes: Span<UInt8>, depth: Int) throws(PayloadFault) {
        try enter(bytes, depth: depth)
        if closes(UInt8(ascii: "]"), bytes) { return }
        repeat {
            try skipValue(bytes, depth: depth + 1)
            skipSpace(bytes)
        } while take(UInt8(ascii: ","), bytes)
        try expect(UInt8(ascii: "]"), bytes, "`,` or `]` was expected")
    }

    /// Steps into an object or array at its opening bracket.
    @inline(__always)
    mutating func enter(_ bytes: Span<UInt8>, depth: Int) throws(PayloadFault) {
        guard depth < Self.depthLimit else { throw fault("nested deeper than \(Self.depthLimit)", bytes) }
        at += 1
    }

    /// Takes the closing bracket of an empty object or array.
    @inline(__always)
    mutating func closes(_ bracket: UInt8, _ bytes: Span<UInt8>) -> Bool {
        skipSpace(bytes)
        return take(bracket, bytes)
    }
}

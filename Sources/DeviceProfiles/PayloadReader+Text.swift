extension PayloadReader {
    static func trimmed(_ bytes: Span<UInt8>, _ from: Int, _ to: Int) -> (from: Int, to: Int) {
        var (from, to) = (from, to)
        while from < to, bytes[from] <= 0x20 { from += 1 }
        while to > from, bytes[to - 1] <= 0x20 { to -= 1 }
        return (from, to)
    }

    static func text(_ bytes: Span<UInt8>, _ from: Int, _ to: Int) -> String {
        let part = bytes.extracting(from..<to)
        if let text = try? UTF8Span(validating: part) { return String(copying: text) }
        return String(decoding: Array(copying: part), as: UTF8.self)
    }

    /// A decimal number in text, also with a decimal comma; nil for anything else.
    static func decimal(_ bytes: Span<UInt8>, _ from: Int, _ to: Int) -> Double? {
        // A word.
        guard from < to, bytes[from] <= UInt8(ascii: "9") else { return nil }
        var (at, digits, places, mantissa) = (from, 0, -1, UInt64(0))
        let isNegative = bytes[at] == UInt8(ascii: "-")
        if isNegative || bytes[at] == UInt8(ascii: "+") { at += 1 }
        // Up to 15 digits both parts are exact, so that one division rounds correctly.
        while at < to, digits <= 15 {
            let byte = bytes[at]
            if byte.isDigit {
                mantissa = mantissa &* 10 &+ UInt64(byte &- UInt8(ascii: "0"))
                digits += 1
                if places >= 0 { places += 1 }
            } else if places < 0, byte == UInt8(ascii: ".") || byte == UInt8(ascii: ",") {
                places = 0
            } else {
                break
            }
            at += 1
        }
        guard at == to, digits <= 15 else { return unusualDecimal(bytes, from, to) }
        guard digits > 0 else { return nil }
        let value = Double(mantissa) / JSONScanner.powerOfTen(max(places, 0))
        return isNegative ? -value : value
    }

    /// With an exponent, with more digits, or no number.
    private static func unusualDecimal(_ bytes: Span<UInt8>, _ from: Int, _ to: Int) -> Double? {
        var (at, separators, digits) = (from, 0, 0)
        if at < to, bytes[at] == UInt8(ascii: "-") || bytes[at] == UInt8(ascii: "+") { at += 1 }
        var number: [UInt8] = bytes[from] == UInt8(ascii: "-") ? [UInt8(ascii: "-")] : []
        while at < to {
            switch bytes[at] {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                digits += 1
                number.append(bytes[at])
            case UInt8(ascii: "."), UInt8(ascii: ","):
                separators += 1
                number.append(UInt8(ascii: "."))
            case UInt8(ascii: "e"), UInt8(ascii: "E"):
                return digits > 0 && separators <= 1 ? Double(text(bytes, from, to)) : nil
            default:
                return nil
            }
            at += 1
        }
        guard digits > 0, separators <= 1 else { return nil }
        return Double(String(decoding: number, as: UTF8.self))
    }
}

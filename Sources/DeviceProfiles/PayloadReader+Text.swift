extension PayloadReader {
    static func trimmed(_ bytes: Span<UInt8>, _ from: Int, _ to: Int) -> (from: Int, to: Int) {
        var (from, to) = (from, to)
        while from < to, bytes[from] <= 0x20 { from += 1 }
        while to > from, bytes[to - 1] <= 0x20 { to -= 1 }
        return (from, to)
    }

    static func text(_ bytes: Span<UInt8>, _ from: Int, _ to: Int) -> String {
        var copy: [UInt8] = []
        copy.reserveCapacity(to - from)
        for i in from..<to { copy.append(bytes[i]) }
        return String(decoding: copy, as: UTF8.self)
    }

    /// A decimal number in text, also with a decimal comma; nil for anything else.
    static func decimal(_ bytes: Span<UInt8>, _ from: Int, _ to: Int) -> Double? {
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

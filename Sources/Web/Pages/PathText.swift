/// Builds the `d` of an SVG path (SVG 2 section 9.3) from absolute coordinates, with at most one decimal.
struct PathText {
    private(set) var text = ""

    var isEmpty: Bool { text.isEmpty }

    mutating func move(_ x: Double, _ y: Double) { text += "M\(Self.number(x)) \(Self.number(y))" }

    mutating func line(_ x: Double, _ y: Double) { text += "L\(Self.number(x)) \(Self.number(y))" }

    mutating func close() { text += "Z" }

    mutating func box(x: Double, y: Double, width: Double, height: Double) {
        text += "M\(Self.number(x)) \(Self.number(y))h\(Self.number(width))v\(Self.number(height))"
        text += "h\(Self.number(-width))Z"
    }

    /// A path of no length: a dot where the line's ends are round.
    mutating func dot(_ x: Double, _ y: Double) { text += "M\(Self.number(x)) \(Self.number(y))h0" }

    /// Nil when nothing was drawn.
    var ifAny: String? { isEmpty ? nil : text }

    static func number(_ value: Double) -> String {
        guard value.isFinite, abs(value) < 1e6 else { return "0" }
        let tenths = Int((value * 10).rounded())
        guard tenths % 10 != 0 else { return String(tenths / 10) }
        return "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
    }
}

extension FormValue {
    /// A scalar as YAML 1.2 means it, for constants such as a payload's value; `on` and `yes` are text.
    package enum Scalar: Hashable, Sendable {
        case null
        case truth(Bool)
        case number(Double)
        case text(String)
    }

    /// The text of a scalar, exactly as written (without its quotes); may be empty only when quoted.
    package func text() -> String? {
        guard case .scalar(let text, _) = content, !isNull else { return mismatch("text") }
        return text
    }

    /// A whole number within `range`.
    package func integer(in range: ClosedRange<Int> = .min ... .max) -> Int? {
        if case .scalar(let text, _) = content, let value = Int(text), range.contains(value) { return value }
        if range == .min ... .max { return mismatch("a whole number") }
        if range.upperBound == .max { return mismatch("a whole number, at least \(range.lowerBound)") }
        return mismatch("a whole number from \(range.lowerBound) to \(range.upperBound)")
    }

    /// A decimal number within `range`.
    package func number(in range: ClosedRange<Double> = -.infinity ... .infinity) -> Double? {
        if case .scalar(let text, _) = content, let value = Self.decimal(text), range.contains(value) { return value }
        if range.lowerBound.isInfinite { return mismatch("a number") }
        if range.upperBound.isInfinite { return mismatch("a number, at least \(range.lowerBound)") }
        return mismatch("a number from \(range.lowerBound) to \(range.upperBound)")
    }

    /// `true` or `false`; also `yes`, `no`, `on`, `off`.
    package func truth() -> Bool? {
        guard case .scalar(let text, _) = content else { return mismatch("`true` or `false`") }
        switch text.lowercased() {
        case "true", "yes", "on": return true
        case "false", "no", "off": return false
        default: return mismatch("`true` or `false`")
        }
    }

    /// A time of day such as `22:00`, in minutes after midnight, 0 to 1439.
    package func minuteOfDay() -> Int? {
        let wanted = "a time of day such as \"22:00\""
        guard case .scalar(let text, _) = content else { return mismatch(wanted) }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, (1...2).contains(parts[0].count), parts[1].count == 2,
            parts.allSatisfy({ $0.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } }),
            let hour = Int(parts[0]), let minute = Int(parts[1]), hour < 24, minute < 60
        else { return mismatch(wanted) }
        return hour * 60 + minute
    }

    /// A length of time with its unit, in seconds: `500 ms`, `90 s`, `10 min`, `2 h`, `7 d`.
    package func durationSeconds() -> Double? {
        let wanted = "a length of time with its unit (ms, s, min, h or d) such as \"10 min\""
        guard case .scalar(let text, _) = content else { return mismatch(wanted) }
        let number = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        let unit = text[number.endIndex...].drop { $0 == " " }
        let seconds: [String: Double] = ["ms": 0.001, "s": 1, "min": 60, "h": 3600, "d": 86_400]
        guard let value = Self.decimal(String(number)), let factor = seconds[String(unit)] else {
            return mismatch(wanted)
        }
        return value * factor
    }

    /// One of an enumeration's words.
    package func choice<T: CaseIterable & RawRepresentable>(of type: T.Type) -> T? where T.RawValue == String {
        let words = T.allCases.map(\.rawValue).filter { !$0.isEmpty }
        guard case .scalar(let text, _) = content else { return mismatch("one of \(words.joined(separator: ", "))") }
        if let value = T(rawValue: text) { return value }
        let hint = Spelling.closest(to: text, in: words).map { "; did you mean `\($0)`?" } ?? ""
        error("\(label) must be one of \(words.joined(separator: ", ")), read \(shown)\(hint)")
        return nil
    }

    /// A scalar of whatever type.
    package func scalar() -> Scalar? {
        guard case .scalar(let text, let isQuoted) = content else { return mismatch("a single value") }
        if isQuoted { return .text(text) }
        if isNull { return .null }
        if text == "true" || text == "false" { return .truth(text == "true") }
        return Self.decimal(text).map(Scalar.number) ?? .text(text)
    }

    /// Decimal digits only: Swift's own reading also takes `nan`, `inf` and hexadecimal.
    private static func decimal(_ text: String) -> Double? {
        guard text.utf8.allSatisfy({ "0123456789+-.eE".utf8.contains($0) }), let value = Double(text), value.isFinite
        else { return nil }
        return value
    }

    /// Accepted false alerts per resident and 30 days.
    func alertBudget() -> Double? {
        guard let value = number() else { return nil }
        guard [0.5, 1, 2].contains(value) else {
            return mismatch("0.5, 1 or 2 (false alerts per resident and 30 days)")
        }
        return value
    }
}

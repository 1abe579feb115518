import CareModel
import Settings

extension PropertyRule {
    /// Reads a property's rule; nil (reported) when something in it is wrong.
    init?(form: FormValue) {
        let optional = [
            "quantity", "reads", "unit", "bounds", "rescale", "nothing", "inverted", "numbers", "words", "otherwise",
            "above", "below", "channel", "preferred", "listed_as",
        ]
        let read = form.map(optional: optional) { property -> PropertyRule? in
            guard var rule = Self.begin(property) else { return nil }
            if let unit = property["unit"]?.text() {
                rule.unit = unit
                if Measure(unit: unit, of: rule.quantity) == nil {
                    property["unit"]?.error("`\(unit)` does not measure \(rule.quantity.name)")
                }
            }
            rule.bounds = property["bounds"].flatMap(Self.bounds)
            rule.rescale = property["rescale"].flatMap(Rescale.init(form:))
            rule.isInverted = property["inverted"]?.truth() ?? false
            rule.takesNumbers = property["numbers"]?.truth() ?? true
            rule.rank = property["preferred"]?.truth() == true ? 1 : 0
            rule.nothing = (property["nothing"]?.list() ?? []).compactMap { $0.number() }
            if rule.nothing.count > 2 { property["nothing"]?.error("at most two numbers can stand for no value") }
            rule.readWords(property["words"])
            rule.otherwise = property["otherwise"].flatMap(rule.meaning(of:))
            if let limit = property["above"]?.number() { rule.threshold = Threshold(limit: limit, isBelow: false) }
            if let limit = property["below"]?.number() { rule.threshold = Threshold(limit: limit, isBelow: true) }
            rule.channel = property["channel"]?.text() ?? ""
            rule.listedAs = property["listed_as"].flatMap(Self.kind)
            return rule
        }
        guard let read else { return nil }
        self = read
    }

    private static func begin(_ property: FormReader) -> PropertyRule? {
        let forms: [String: Form] = [
            "truth": .truth, "number": .number, "label": .label, "action": .action, "time": .sourceTime,
            "history": .historical, "container": .container, "nothing": .nothing,
        ]
        var stated: Form?
        if let place = property["reads"], let name = place.text() {
            guard let form = forms[name] else {
                place.error("`reads` must be one of \(forms.keys.sorted().joined(separator: ", "))")
                return nil
            }
            stated = form
        }
        guard let place = property["quantity"], let name = place.text() else {
            guard let stated, ![Form.truth, .number, .label].contains(stated) else {
                property.value.error("the key `quantity` is missing (or `reads` for what is no reading)")
                return nil
            }
            return PropertyRule(reads: stated, quantity: stated == .action ? .buttonEvent : .heartbeat)
        }
        guard let quantity = Quantity(name: name) else {
            let hint = Spelling.closest(to: name, in: Quantity.allCases.map(\.name)).map { "; did you mean `\($0)`?" }
            place.error("unknown quantity `\(name)`\(hint ?? "")")
            return nil
        }
        return PropertyRule(reads: stated ?? natural(quantity), quantity: quantity)
    }

    private static func natural(_ quantity: Quantity) -> Form {
        switch quantity.form {
        case .truth, .event: .truth
        case .number: .number
        case .label: .label
        }
    }

    private static func kind(_ value: FormValue) -> DeviceKind? {
        guard let name = value.text() else { return nil }
        guard let kind = DeviceKind(rawValue: name) else {
            value.error("`\(name)` is no kind of device in a home's file")
            return nil
        }
        return kind
    }

    private static func bounds(_ value: FormValue) -> ClosedRange<Double>? {
        let numbers = (value.list() ?? []).compactMap { $0.number() }
        guard numbers.count == 2, numbers[0] <= numbers[1] else {
            return value.mismatch("two numbers, the lowest and the highest plausible value")
        }
        return numbers[0]...numbers[1]
    }

    private mutating func readWords(_ value: FormValue?) {
        let labels = quantity.labels
        if reads == .label {
            for (i, label) in labels.enumerated() { words[label] = Double(i) }
        }
        for entry in value?.entries() ?? [] {
            guard let word = entry.key.text()?.lowercased(), let meaning = meaning(of: entry.value) else { continue }
            words[word] = meaning
        }
    }

    /// A label or a truth value, as `words` gives it; nil (reported) for anything else.
    private func meaning(of value: FormValue) -> Double? {
        guard reads == .label else { return value.truth().map { $0 ? 1 : 0 } }
        guard let name = value.text() else { return nil }
        guard let label = quantity.labels.firstIndex(of: name) else {
            value.error("`\(name)` is none of \(quantity.labels.joined(separator: ", "))")
            return nil
        }
        return Double(label)
    }
}

extension PropertyRule.Rescale {
    /// `{above: 1000, up_to: 100000, divide_by: 1000}`.
    init?(form: FormValue) {
        let read = form.map(required: ["above", "up_to"], optional: ["times", "divide_by"]) {
            rescale -> PropertyRule.Rescale? in
            guard let above = rescale["above"]?.number(), let upTo = rescale["up_to"]?.number() else { return nil }
            var made = PropertyRule.Rescale(above: above, upTo: upTo)
            if let times = rescale["times"]?.number() { made.factor = times }
            if let divisor = rescale["divide_by"]?.number(in: 0.000_001...(.infinity)) { made.divisor = divisor }
            return made
        }
        guard let read else { return nil }
        self = read
    }
}

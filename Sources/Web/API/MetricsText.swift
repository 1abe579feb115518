/// Prometheus' text format, version 0.0.4.
///
/// Source: "Exposition formats", Prometheus documentation.
enum MetricsText {
    static let type = "text/plain; version=0.0.4; charset=utf-8"

    /// Samples of one name stand together under one help and type, as the format asks.
    static func text(_ metrics: [Metric]) -> String {
        var order: [String] = []
        var families: [String: [Metric]] = [:]
        for metric in metrics where isName(metric.name) {
            if families[metric.name] == nil { order.append(metric.name) }
            families[metric.name, default: []].append(metric)
        }
        var text = ""
        for name in order {
            guard let family = families[name], let first = family.first else { continue }
            text += "# HELP \(name) \(escaped(first.help))\n# TYPE \(name) \(first.kind.rawValue)\n"
            // A name with the same labels twice makes the whole scrape invalid: the first counts.
            var told: Set<String> = []
            for metric in family {
                let labels = labels(metric)
                guard told.insert(labels).inserted else { continue }
                text += "\(name)\(labels) \(number(metric.value))\n"
            }
        }
        return text
    }

    private static func labels(_ metric: Metric) -> String {
        let labels = metric.labels.filter { isName($0.name) }
            .map { "\($0.name)=\"\(escaped($0.value, quotes: true))\"" }
        return labels.isEmpty ? "" : "{\(labels.joined(separator: ","))}"
    }

    private static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else {
            return false
        }
        return text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: ":"):
                true
            default: false
            }
        }
    }

    private static func escaped(_ text: String, quotes: Bool = false) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\"" where quotes: escaped += "\\\""
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    private static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        return Int64(exactly: value).map { String($0) } ?? String(value)
    }
}

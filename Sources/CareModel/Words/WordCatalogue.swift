/// Every word that people read, in one language: a text by its key, from `sv.txt` or `en.txt` beside this file.
package struct WordCatalogue: Sendable {
    /// By key, as the file says them: with `{name}` where a value goes.
    package let texts: [String: String]
    /// Monday first.
    package let weekdays: [String]
    /// January first.
    package let months: [String]

    package static let swedish = WordCatalogue(lines(PackageResources.sv_txt))
    package static let english = WordCatalogue(lines(PackageResources.en_txt))

    init(_ lines: [(key: String, text: String)]) {
        let texts = Dictionary(lines.map { ($0.key, $0.text) }) { first, _ in first }
        weekdays = (0..<7).map { texts["weekday.\($0)"] ?? "" }
        months = (1...12).map { texts["month.\($0)"] ?? "" }
        self.texts = texts
    }

    /// The lines `key = text` of a file; `#` begins a comment. A line that is neither has its whole self for a key and
    /// no text.
    static func lines(_ file: [UInt8]) -> [(key: String, text: String)] {
        String(decoding: file, as: UTF8.self).split(separator: "\n").compactMap { line in
            guard !line.hasPrefix("#") else { return nil }
            guard let sign = line.firstRange(of: " = ") else { return (String(line), "") }
            return (String(line[..<sign.lowerBound]), String(line[sign.upperBound...]))
        }
    }

    /// The text with its values filled in; nil where there is none of that key.
    package func find(_ key: String, _ values: [String: any CustomStringConvertible] = [:]) -> String? {
        texts[key].map { values.isEmpty ? $0 : Self.filled($0, values) }
    }

    /// The text with its values filled in; the key itself where there is none, which tests keep from happening.
    package func say(_ key: String, _ values: [String: any CustomStringConvertible] = [:]) -> String {
        find(key, values) ?? key
    }

    /// The singular or plural text with `{count}` filled in, from the keys `key.one` and `key.other`.
    package func say(_ key: String, count: Int) -> String {
        say(key + (count == 1 ? ".one" : ".other"), ["count": count])
    }

    /// A number that was written with a point.
    package func number(_ text: String) -> String { text.replacing(".", with: say("decimalSign")) }

    /// Once through, so that braces in a value stay what they are.
    private static func filled(_ text: String, _ values: [String: any CustomStringConvertible]) -> String {
        var (result, rest) = ("", text[...])
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            let name = String(rest[rest.index(after: open)..<close])
            result += rest[..<open] + (values[name]?.description ?? "{\(name)}")
            rest = rest[rest.index(after: close)...]
        }
        return result + rest
    }
}

extension Alert.Words {
    /// The same in every language, from their catalogues.
    package init(_ say: (WordCatalogue) -> String) { self.init(sv: say(.swedish), en: say(.english)) }

    package init(_ key: String, _ values: [String: any CustomStringConvertible] = [:]) {
        self.init { $0.say(key, values) }
    }
}

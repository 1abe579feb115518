import CareModel
import Foundation

/// The parameters of a request, strictly: one that we do not know is refused rather than ignored, because a misspelt
/// `home` would otherwise show every home.
struct Query: Sendable, Equatable {
    private let values: [String: String]

    init(_ text: String?, known: [String]) throws {
        var values: [String: String] = [:]
        for pair in (text ?? "").split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = Self.decoded(parts[0]), let value = Self.decoded(parts.count > 1 ? parts[1] : "")
            else { throw Refusal.badRequest("the query is not percent-encoded UTF-8") }
            guard known.contains(name) else {
                let names = known.isEmpty ? "none" : known.joined(separator: ", ")
                throw Refusal.badRequest("unknown parameter; known here: \(names)")
            }
            guard values.updateValue(value, forKey: name) == nil else {
                throw Refusal.badRequest("\(name): given twice; give it once")
            }
        }
        self.values = values
    }

    /// Nil when absent. An empty one is refused: what was meant is not known.
    private func value(_ name: String) throws -> String? {
        guard values[name] != "" else { throw Refusal.badRequest("\(name): empty; give a value or leave it out") }
        return values[name]
    }

    private static func decoded(_ text: Substring) -> String? {
        text.replacing("+", with: " ").removingPercentEncoding
    }

    /// Nil when absent or empty.
    func text(_ name: String) -> String? {
        guard let value = values[name], !value.isEmpty else { return nil }
        return value
    }

    /// A moment in ISO 8601 with an offset.
    func time(_ name: String) throws -> Timestamp? {
        guard let text = try value(name) else { return nil }
        if let time = Timestamp(iso8601: text) { return time }
        // An offset's plus sign that was not encoded has become a space.
        if let space = text.lastIndex(of: " "),
            let time = Timestamp(iso8601: text[..<space] + "+" + text[text.index(after: space)...])
        {
            return time
        }
        throw Refusal.badRequest("\(name): not an ISO 8601 time with an offset; right would be 2026-11-22T06:30:00Z")
    }

    /// A local day.
    func day(_ name: String) throws -> LocalDay? {
        guard let text = try value(name) else { return nil }
        if let day = LocalDay(text) { return day }
        throw Refusal.badRequest("\(name): not a day; right would be 2026-11-22")
    }

    /// Yes or no.
    func flag(_ name: String) throws -> Bool? {
        switch try value(name) {
        case nil: nil
        case "true", "1": true
        case "false", "0": false
        default: throw Refusal.badRequest("\(name): neither true nor false")
        }
    }

    /// A whole number within the range.
    func integer(_ name: String, in range: ClosedRange<Int64>, default standard: Int64) throws -> Int64 {
        guard let text = try value(name) else { return standard }
        if let value = Int64(text), text == String(value), range.contains(value) { return value }
        let bound = range.upperBound == .max ? "\(range.lowerBound) or more" : "\(range.lowerBound)-\(range.upperBound)"
        throw Refusal.badRequest("\(name): not a whole number of \(bound)")
    }
}

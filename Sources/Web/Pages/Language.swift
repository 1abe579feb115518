import CareModel
import Foundation

/// The languages of the pages.
enum Language: String, CaseIterable, Sendable {
    case swedish = "sv"
    case english = "en"

    /// The one asked for by name, else the reader's first choice among ours, else Swedish.
    init(asked: String?, acceptLanguage: String?) {
        self = asked.flatMap(Language.init(rawValue:)) ?? Self.preferred(acceptLanguage ?? "") ?? .swedish
    }

    /// The first of ours by weight in an `Accept-Language` header (RFC 9110 section 12.5.4).
    private static func preferred(_ header: String) -> Language? {
        var best: (language: Language, weight: Double)?
        for entry in header.split(separator: ",").prefix(20) {
            let parts = entry.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) }
            guard let tag = parts.first?.lowercased(),
                let language = Language(rawValue: String(tag.prefix { $0 != "-" }))
            else { continue }
            let weight = parts.dropFirst().first { $0.hasPrefix("q=") }.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
            if weight > 0, weight > best?.weight ?? 0 { best = (language, weight) }
        }
        return best?.language
    }

    /// `?lang=en` for the language that a form hands on; empty for none of ours.
    static func query(asked: String?) -> String {
        asked.flatMap(Language.init(rawValue:)).map { "?lang=\($0.rawValue)" } ?? ""
    }

    func pick(_ words: Alert.Words) -> String { self == .swedish ? words.sv : words.en }
}

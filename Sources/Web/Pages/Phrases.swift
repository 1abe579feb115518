import CareModel
import Mustache

/// The words of the pages in one language; the templates find those of the catalogue by their keys.
struct Phrases: Sendable, MustacheParent {
    let language: Language
    let catalogue: WordCatalogue

    init(_ language: Language) {
        self.language = language
        catalogue = language == .swedish ? .swedish : .english
    }

    func child(named key: String) -> Any? { say(key) }

    /// See `WordCatalogue.say`.
    func say(_ key: String, _ values: [String: any CustomStringConvertible] = [:]) -> String {
        catalogue.say(key, values)
    }

    func say(_ key: String, count: Int) -> String { catalogue.say(key, count: count) }
}

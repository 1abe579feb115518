import Foundation
import Testing

@testable import CareModel

@Suite("The catalogues of words are whole")
struct WordCatalogueTests {
    private static let files = ["sv": lines("sv"), "en": lines("en")]
    private static let (swedish, english) = (WordCatalogue.swedish.texts, WordCatalogue.english.texts)

    private static func lines(_ language: String) -> [(key: String, text: String)] {
        let file = Sources.root.appending(path: "Sources/CareModel/Words/\(language).txt")
        return (try? Data(contentsOf: file)).map { WordCatalogue.lines(Array($0)) } ?? []
    }

    @Test("what is built in is what the files say")
    func builtIn() {
        for (language, catalogue) in [("sv", WordCatalogue.swedish), ("en", .english)] {
            let lines = Self.files[language] ?? []
            #expect(
                lines.count > 400 && Dictionary(lines.map { ($0.key, $0.text) }) { _, last in last } == catalogue.texts)
        }
    }

    @Test("every line has a key of its own and a text")
    func lines() {
        for (language, lines) in Self.files {
            #expect(lines.count == Set(lines.map(\.key)).count)
            for line in lines {
                let isKey = line.key.wholeMatch(of: /[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*/) != nil
                let isText = !line.text.isEmpty && line.text == line.text.trimmingCharacters(in: .whitespaces)
                #expect(isKey && isText, "\(language): \(line)")
            }
        }
    }

    @Test("both languages have the same keys, with the same placeholders")
    func likeness() {
        #expect(Set(Self.swedish.keys).symmetricDifference(Self.english.keys).isEmpty)
        for (key, text) in Self.swedish {
            #expect(Sources.placeholders(text) == Sources.placeholders(Self.english[key] ?? ""), "\(key)")
        }
    }

    @Test("what has a singular has a plural, and nothing else of its name")
    func plurals() {
        let singulars = Self.swedish.keys.filter { $0.hasSuffix(".one") }
        #expect(!singulars.isEmpty)
        for key in singulars {
            let stem = String(key.dropLast(4))
            #expect(Self.swedish[stem + ".other"] != nil && Self.swedish[stem] == nil, "\(key)")
        }
    }

    @Test("every key that the sources and templates name is there, and every key is named")
    func usage() throws {
        let used = try Sources.used()
        #expect(used.keys.count > 150)
        for (key, file) in used.keys where Self.swedish[key] == nil {
            Issue.record("\(file) says \(key), which no catalogue has")
        }
        for key in Self.swedish.keys {
            let isNamed = used.keys[key] != nil || used.families.contains { key.hasPrefix($0) }
            #expect(isNamed, "\(key) is in the catalogues and nowhere used")
        }
    }

    @Test("every placeholder is given a value where its text is used")
    func values() throws {
        for (key, file) in try Sources.used().keys {
            let isCounted = key.hasSuffix(".one") || key.hasSuffix(".other")
            for name in Sources.placeholders(Self.swedish[key] ?? "") where !(isCounted && name == "count") {
                #expect(try Sources.text(file).contains("\"\(name)\":"), "\(file) gives \(key) no \(name)")
            }
        }
    }

    @Test("values are filled in once, whatever they hold")
    func filling() {
        let words = WordCatalogue([
            ("a", "{x} and {y}, {x}"), ("n.one", "{count} day"), ("n.other", "{count} days"), ("open", "{x"),
        ])
        #expect(words.say("a", ["x": "{y}", "y": 2]) == "{y} and 2, {y}")
        #expect(words.say("a", ["x": 1]) == "1 and {y}, 1")
        #expect(words.say("open", ["x": 1]) == "{x")
        #expect([0, 1, 2].map { words.say("n", count: $0) } == ["0 days", "1 day", "2 days"])
        #expect(words.say("nothing") == "nothing" && words.find("nothing") == nil)
    }

    @Test("a line without a sign is seen as one without a text")
    func badLines() {
        let lines = WordCatalogue.lines(Array("# c\n\na = b = c\nbroken\n".utf8))
        #expect(lines.map(\.key) == ["a", "broken"] && lines.map(\.text) == ["b = c", ""])
    }

    @Test("numbers and dates are each language's own")
    func figures() {
        #expect(WordCatalogue.swedish.number("1.5") == "1,5" && WordCatalogue.english.number("1.5") == "1.5")
        #expect(WordCatalogue.swedish.months[4] == "maj" && WordCatalogue.english.weekdays[6] == "Sun")
        for words in [WordCatalogue.swedish, .english] {
            #expect(Set(words.weekdays).count == 7 && Set(words.months).count == 12)
        }
    }
}

/// The project's own sources, searched for the keys that they name.
private enum Sources {
    static let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// Which speak to people through the catalogues.
    private static let modules = ["CareModel/", "CareEngine/", "Delivery/", "Web/", "vardag/Run/"]

    /// `keys`: each with a file that names it; `families`: what stands before a part that is computed.
    static func used() throws -> (keys: [String: String], families: Set<String>) {
        var keys: [String: String] = [:]
        var families: Set<String> = []
        let found = FileManager.default.enumerator(atPath: root.appending(path: "Sources").path)
        for case let path as String in found ?? .init()
        where path.hasSuffix(".swift") && modules.contains(where: path.hasPrefix) {
            let text = try text(path)
            for match in text.matches(of: /\{\{[#^\/]?words\.([^}]+)\}\}/) { keys[String(match.1)] = path }
            for match in text.matches(of: named) {
                if match.2 != "\"" {
                    if match.1.hasSuffix(".") { families.insert(String(match.1)) }
                } else if match.3 != nil {
                    for form in ["one", "other"] { keys["\(match.1).\(form)"] = path }
                } else {
                    keys[String(match.1)] = path
                }
            }
        }
        return (keys, families)
    }

    /// `say("key"`, `Alert.Words("key"` and their like.
    private static var named: Regex<(Substring, Substring, Substring, Substring?)> {
        /(?:[. ({]say|[. ]find|[ .]texts|Words|said: \.init)[(\[]\s*"([^"\\]*)("|\\\()(, count:)?/
    }

    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: "Sources").appending(path: path), encoding: .utf8)
    }

    static func placeholders(_ text: String) -> Set<String> { Set(text.matches(of: /\{(\w+)\}/).map { String($0.1) }) }
}

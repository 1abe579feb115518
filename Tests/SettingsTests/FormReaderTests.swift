import Testing

@testable import Settings

/// Reads `text` as a file `t.yaml` and returns the result with every problem, as printed.
private func read<T>(_ text: String, _ body: (FormValue) -> T?) -> (T?, [String]) {
    let diagnostics = Diagnostics()
    let result = FormFile.read(text: text, path: "t.yaml", into: diagnostics, body)
    return (result, diagnostics.sorted.map(\.description))
}

@Suite struct FormReaderTests {
    @Test func typedValues() {
        let text = """
            name: on
            at: 12:30
            port: 1883
            share: 0.5
            live: yes
            wait: 10 min
            empty:
            list: [a, "b"]
            """
        let (ok, problems) = read(text) { file in
            file.map(required: ["name", "at", "port"], optional: ["share", "live", "wait", "empty", "list"]) { form in
                form["name"]?.text() == "on" && form["at"]?.text() == "12:30" && form["at"]?.minuteOfDay() == 750
                    && form["port"]?.integer(in: 1...65535) == 1883 && form["share"]?.number() == 0.5
                    && form["live"]?.truth() == true && form["wait"]?.durationSeconds() == 600 && form["empty"] == nil
                    && form["list"]?.list()?.compactMap { $0.text() } == ["a", "b"]
            }
        }
        #expect(ok == true)
        #expect(problems == [])
    }

    @Test func everyProblemIsReportedWithItsPlace() {
        let text = """
            prot: 1
            host:
            port: abc
            night:
              from: 25:00
            zone: x
            """
        let (result, problems) = read(text) { file in
            file.map(required: ["host", "port", "must"], optional: ["night"]) { form in
                _ = form["port"]?.integer(in: 1...65535)
                _ = form["night"]?.map(required: ["from"]) { $0["from"]?.minuteOfDay() }
                return 1
            }
        }
        #expect(result == nil)
        #expect(
            problems == [
                "t.yaml:1:1: error: unknown key `prot`; did you mean `port`?",
                "t.yaml:1:1: error: the key `must` is missing",
                "t.yaml:2:6: error: `host` is empty; it must be given",
                "t.yaml:3:7: error: `port` must be a whole number from 1 to 65535, read `abc`",
                "t.yaml:5:9: error: `night.from` must be a time of day such as \"22:00\", read `25:00`",
                "t.yaml:6:1: error: unknown key `zone`; known here: host, port, must, night",
            ])
    }
}

@Suite struct FormParserTests {
    @Test func everyDuplicateKeyIsReported() {
        let text = "a: 1\nb:\n  x: 1\n  y: 2\n  x: 3\nc: 1\n\"a\": 2\na: 3\n"
        let (result, problems) = read(text) { $0.entries()?.map { $0.key.text() ?? "" } }
        #expect(result == nil)
        #expect(
            problems == [
                "t.yaml:5:3: error: the key `x` is given twice, first on line 3; keep one",
                "t.yaml:7:1: error: the key `a` is given twice, first on line 1; keep one",
                "t.yaml:8:1: error: the key `a` is given twice, first on line 1; keep one",
            ])
    }

    @Test func duplicateKeysInAFileWithCRLFAreReported() {
        let (_, problems) = read("å: 1\r\na: 1\r\na: 2\r\n") { _ in 1 }
        #expect(problems == ["t.yaml:3:1: error: the key `a` is given twice, first on line 2; keep one"])
    }

    @Test func syntaxErrorsHaveTheirPlace() throws {
        let (result, problems) = read("a: 1\nb: [1, 2\nc: 3\n") { _ in 1 }
        #expect(result == nil)
        #expect(problems.count == 1)
        #expect(try #require(problems.first).hasPrefix("t.yaml:3:2: error: this is not YAML: "))
    }

    @Test(arguments: ["", "# only a comment\n", "a: \u{7}\n", "a: *nothing\n", "a: 1\n---\nb: 2\n", "? [a]\n: 1\n"])
    func nonsenseIsReported(text: String) {
        let (result, problems) = read(text) { $0.entries() }
        #expect(result == nil)
        #expect(problems.count == 1)
    }

    @Test(arguments: ["[", "{a: ", "- "])
    func deepNestingIsNoCrash(opening: String) {
        let (_, problems) = read(String(repeating: opening, count: 50_000)) { _ in 1 }
        #expect(problems.count == 1)
    }

    @Test func aliasesCannotMultiplyWithoutEnd() {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for i in 1...9 {
            text += "a\(i): &a\(i) [\(Array(repeating: "*a\(i - 1)", count: 10).joined(separator: ", "))]\n"
        }
        let (result, problems) = read(text) { _ in 1 }
        #expect(result == nil)
        #expect(problems.count == 1)
    }
}

@Suite struct SpellingTests {
    @Test(arguments: [
        ("brokr", "broker"), ("hots", "host"), ("publishprefix", "publish_prefix"), ("Homes", "homes"),
    ])
    func findsTheNearestKey(word: String, meant: String) {
        #expect(Spelling.closest(to: word, in: ["broker", "host", "homes", "publish_prefix"]) == meant)
    }

    @Test func farWordsHaveNoSuggestion() {
        #expect(Spelling.closest(to: "zone", in: ["broker", "host", "homes"]) == nil)
    }
}

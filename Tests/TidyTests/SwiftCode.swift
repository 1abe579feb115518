/// Swift source with comments and the text of string literals blanked out, line by line as it was.
struct SwiftCode {
    let bytes: [UInt8]

    init(_ source: String) {
        var masking = Masking(source: Array(source.utf8))
        masking.run()
        bytes = masking.output
    }

    var text: String { String(decoding: bytes, as: UTF8.self) }

    var words: Set<String> { Set(tokens().map(\.word)) }

    /// The modules named in its import declarations.
    var imports: [String] {
        text.split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ").map(String.init)
            guard let at = words.firstIndex(of: "import"), at + 1 < words.count, !words[..<at].contains("=") else {
                return nil
            }
            let kinds = ["struct", "class", "enum", "func", "protocol", "typealias", "var", "let"]
            let module = kinds.contains(words[at + 1]) && at + 2 < words.count ? words[at + 2] : words[at + 1]
            return module.split(separator: ".").first.map(String.init)
        }
    }

    /// First line (from 1) and number of lines of every function and initialiser with a body.
    var functions: [(line: Int, length: Int)] {
        var found: [(line: Int, length: Int)] = []
        for token in tokens() where ["func", "init", "deinit", "subscript"].contains(token.word) {
            guard token.start == 0 || bytes[token.start - 1] != UInt8(ascii: "."),
                let end = bodyEnd(from: token.end)
            else { continue }
            let first = line(at: token.start)
            found.append((first, line(at: end) - first + 1))
        }
        return found
    }

    /// Names of the types that it declares.
    var declaredTypes: [String] {
        let keywords: Set = ["struct", "class", "enum", "actor", "protocol", "typealias", "extension"]
        let all = tokens()
        return zip(all, all.dropFirst()).compactMap { keywords.contains($0.word) ? $1.word : nil }
    }

    private struct Token {
        var word: String
        var start: Int
        var end: Int
    }

    private func tokens() -> [Token] {
        var found: [Token] = []
        var at = 0
        while at < bytes.count {
            guard isWord(bytes[at]) else {
                at += 1
                continue
            }
            let start = at
            while at < bytes.count, isWord(bytes[at]) { at += 1 }
            found.append(Token(word: String(decoding: bytes[start..<at], as: UTF8.self), start: start, end: at))
        }
        return found
    }

    /// Where the body that belongs to a declaration closes; nil when it has none.
    private func bodyEnd(from start: Int) -> Int? {
        var brackets = 0
        var at = start
        while at < bytes.count {
            switch bytes[at] {
            case UInt8(ascii: "("), UInt8(ascii: "["): brackets += 1
            case UInt8(ascii: ")"), UInt8(ascii: "]"): brackets -= 1
            case UInt8(ascii: "{") where brackets == 0: return closingBrace(from: at)
            case UInt8(ascii: "}") where brackets == 0: return nil
            default: if brackets == 0, startsDeclaration(at) { return nil }
            }
            if brackets < 0 { return nil }
            at += 1
        }
        return nil
    }

    private func closingBrace(from start: Int) -> Int? {
        var depth = 0
        for at in start..<bytes.count {
            if bytes[at] == UInt8(ascii: "{") { depth += 1 }
            if bytes[at] == UInt8(ascii: "}") { depth -= 1 }
            if depth == 0 { return at }
        }
        return nil
    }

    private func startsDeclaration(_ at: Int) -> Bool {
        guard !isWord(bytes[at - 1]) else { return false }
        return ["func ", "var ", "let ", "init(", "struct ", "enum ", "case "].contains {
            bytes[at...].starts(with: $0.utf8)
        }
    }

    private func line(at index: Int) -> Int {
        bytes[..<index].count { $0 == UInt8(ascii: "\n") } + 1
    }

    private func isWord(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "_") || byte >= 128 || (48...57).contains(byte) || (65...90).contains(byte)
            || (97...122).contains(byte)
    }
}

/// Blanks comments and string literals, so that what is left can be searched for words and braces.
struct Masking {
    private let source: [UInt8]
    private let starters = Array("/#\"".utf8)
    private var at = 0
    private(set) var output: [UInt8] = []

    init(source: [UInt8]) {
        self.source = source
        output.reserveCapacity(source.count)
    }

    mutating func run() {
        while at < source.count {
            if !starters.contains(source[at]) {
                output.append(source[at])
                at += 1
            } else if isNext("//") {
                blankLineComment()
            } else if isNext("/*") {
                blankBlockComment()
            } else if let hashes = openingQuote() {
                blankString(hashes: hashes)
            } else {
                output.append(source[at])
                at += 1
            }
        }
    }

    private func isNext(_ text: String) -> Bool { source[at...].starts(with: text.utf8) }

    private mutating func blank(_ count: Int = 1) {
        for _ in 0..<count where at < source.count {
            output.append(source[at] == UInt8(ascii: "\n") ? source[at] : UInt8(ascii: " "))
            at += 1
        }
    }

    private mutating func blankLineComment() {
        while at < source.count, source[at] != UInt8(ascii: "\n") { blank() }
    }

    private mutating func blankBlockComment() {
        var depth = 0
        repeat {
            if isNext("/*") {
                depth += 1
                blank(2)
            } else if isNext("*/") {
                depth -= 1
                blank(2)
            } else {
                blank()
            }
        } while depth > 0 && at < source.count
    }

    /// The number of `#` before a quote that starts here.
    private func openingQuote() -> Int? {
        var hashes = 0
        while at + hashes < source.count, source[at + hashes] == UInt8(ascii: "#") { hashes += 1 }
        return at + hashes < source.count && source[at + hashes] == UInt8(ascii: "\"") ? hashes : nil
    }

    private mutating func blankString(hashes: Int) {
        let fence = String(repeating: "#", count: hashes)
        blank(hashes)
        let quote = isNext("\"\"\"") ? "\"\"\"" : "\""
        blank(quote.utf8.count)
        while at < source.count {
            if isNext(quote + fence) { return blank(quote.utf8.count + hashes) }
            if quote == "\"", source[at] == UInt8(ascii: "\n") { return }
            if isNext("\\" + fence + "(") {
                blank(1 + hashes)
                blankInterpolation()
            } else {
                blank(isNext("\\" + fence) ? 2 + hashes : 1)
            }
        }
    }

    private mutating func blankInterpolation() {
        var depth = 0
        repeat {
            if let hashes = openingQuote() {
                blankString(hashes: hashes)
                continue
            }
            if source[at] == UInt8(ascii: "(") { depth += 1 }
            if source[at] == UInt8(ascii: ")") { depth -= 1 }
            blank()
        } while depth > 0 && at < source.count
    }
}

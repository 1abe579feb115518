import Mustache

/// Escapes text for HTML scalar by scalar.
///
/// swift-mustache's own escaping compares whole characters, and Swift joins a `<` or `"` with a combining mark after it
/// or a prepended sign before it into one character, which then passes unescaped.
struct HTMLText: MustacheContentType {
    /// As the templates name it in their first line.
    static let name = "HTML_SCALARS"

    func escapeText(_ text: String) -> String {
        var escaped = ""
        escaped.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "&": escaped += "&amp;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            // Marks that turn the direction of the text after them could make a page say something else.
            case "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}", "\u{0}": escaped += "\u{FFFD}"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}

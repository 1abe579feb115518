import Mustache
import Synchronization

/// One page's text, parsed once in each language, with the words of that language in it: they are the same on every
/// page, and the library looks for a name anew each time that it comes to it.
final class Template: Sendable {
    private let text: String
    private let name: String
    private let known = Mutex<[Language: MustacheTemplate]>([:])

    init(_ text: String, _ name: String) {
        self.text = text
        self.name = name
    }

    /// Throws `WebError.unusableTemplate` when it does not parse.
    func html(_ view: Any, _ words: Phrases) throws -> String { try parsed(words).render(Fields(view)) }

    private func parsed(_ words: Phrases) throws -> MustacheTemplate {
        try known.withLock { known in
            if let known = known[words.language] { return known }
            // The library finds a content type by its name in a list of its own; registering it again is harmless.
            MustacheContentTypes.register(HTMLText(), named: HTMLText.name)
            let worded = text.replacing(/\{\{words\.([A-Za-z0-9]+)\}\}/) {
                HTMLText().escapeText(words.say(String($0.output.1)))
            }
            do {
                let template = try MustacheTemplate(string: worded)
                known[words.language] = template
                return template
            } catch {
                throw WebError.unusableTemplate(name: name, cause: String(describing: error))
            }
        }
    }
}

import Mustache
import Synchronization

/// One page's text, parsed once.
final class Template: Sendable {
    private let text: String
    private let name: String
    private let known = Mutex<MustacheTemplate?>(nil)

    init(_ text: String, _ name: String) {
        self.text = text
        self.name = name
    }

    /// Throws `WebError.unusableTemplate` when it does not parse.
    func parsed() throws -> MustacheTemplate {
        try known.withLock { known in
            if let known { return known }
            // The library finds a content type by its name in a list of its own; registering it again is harmless.
            MustacheContentTypes.register(HTMLText(), named: HTMLText.name)
            do {
                let template = try MustacheTemplate(string: text)
                known = template
                return template
            } catch {
                throw WebError.unusableTemplate(name: name, cause: String(describing: error))
            }
        }
    }
}

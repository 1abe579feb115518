/// The template by which an announcement says which part of a payload is the value: the subset of Jinja that maps a
/// value and nothing else.
///
/// What a payload does not state stays unstated: a filter's default, and a condition on what is absent, give no value.
/// Source: Home Assistant, "Templating: processing incoming data".
struct ValueTemplate: Sendable {
    /// Longer ones are not read.
    static let lengthLimit = 2048

    enum Form: Sendable {
        /// The whole payload.
        case whole
        /// A member of the payload's JSON.
        case path([TemplateStep])
        case expression(TemplateExpression)
        /// Text with expressions and branches.
        case parts([TemplatePart])
        case unreadable
    }

    let form: Form
    /// The last key of a plain path, else empty.
    let key: String

    init(_ text: String) {
        form = Self.form(of: text)
        if case .path(let steps) = form, case .key(let last) = steps.last { key = last } else { key = "" }
    }

    private static func form(of text: String) -> Form {
        if text.isEmpty { return .whole }
        guard text.utf8.count <= lengthLimit else { return .unreadable }
        var parser = TemplateParser(text)
        guard let parts = parser.parts() else { return .unreadable }
        guard parts.count == 1, case .output(let expression) = parts[0] else { return .parts(parts) }
        guard let path = expression.path else { return .expression(expression) }
        return path.isEmpty ? .whole : .path(path)
    }

    /// The value; nil where the payload does not state it.
    func value(in payload: JSONValue) -> JSONValue? {
        switch form {
        case .whole: return payload
        case .path(let steps): return payload.value(at: steps)
        case .expression(let expression): return expression.value(in: payload)
        case .parts(let parts): return TemplatePart.text(of: parts, in: payload).map { .text($0.trimmed) }
        case .unreadable: return nil
        }
    }
}

enum TemplateStep: Hashable, Sendable {
    case key(String)
    case index(Int)
}

extension JSONValue {
    func value(at steps: [TemplateStep]) -> JSONValue? {
        var value = self
        for step in steps {
            switch step {
            case .key(let key):
                guard let found = value[key] else { return nil }
                value = found
            case .index(let index):
                let elements = value.elements
                let at = index < 0 ? elements.count + index : index
                guard elements.indices.contains(at) else { return nil }
                value = elements[at]
            }
        }
        return value
    }

    /// Longer texts are no values.
    static let renderedLimitBytes = 16 << 10

    /// As a template renders it, truth values in lower case; nil for null, lists and objects.
    var rendered: String? {
        switch self {
        case .text(let text): text.utf8.count <= Self.renderedLimitBytes ? text : nil
        case .number(let number): JSONText.number(number)
        case .truth(let truth): truth ? "true" : "false"
        case .null, .list, .object: nil
        }
    }
}

/// A piece of a template.
indirect enum TemplatePart: Sendable {
    case text(String)
    case output(TemplateExpression)
    /// The first branch whose condition holds; a condition of nil is `else`.
    case branches([(condition: TemplateExpression?, parts: [TemplatePart])])

    /// Nil when one of the expressions has no value.
    static func text(of parts: [TemplatePart], in payload: JSONValue) -> String? {
        var text = ""
        for part in parts {
            switch part {
            case .text(let plain): text += plain
            case .output(let expression):
                guard let rendered = expression.value(in: payload)?.rendered else { return nil }
                text += rendered
            case .branches(let branches):
                for branch in branches {
                    if let condition = branch.condition {
                        guard let holds = condition.value(in: payload)?.holds else { return nil }
                        if !holds { continue }
                    }
                    guard let inner = Self.text(of: branch.parts, in: payload) else { return nil }
                    text += inner
                    break
                }
            }
        }
        return text
    }
}

extension String {
    /// Without white space at both ends.
    var trimmed: String {
        var rest = self[...]
        while let first = rest.first, first.isWhitespace { rest.removeFirst() }
        while let last = rest.last, last.isWhitespace { rest.removeLast() }
        return String(rest)
    }
}

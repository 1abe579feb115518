import Mustache

/// A view's values by name, all the way down.
///
/// Reflected once: the library itself reflects a whole view again for each name that a template says.
struct Fields: MustacheParent {
    private let values: [String: Any]

    init(_ view: Any) { self.init(Mirror(reflecting: view)) }

    private init(_ mirror: Mirror) {
        var values: [String: Any] = [:]
        for child in mirror.children {
            if let name = child.label, let value = Self.plain(child.value) { values[name] = value }
        }
        self.values = values
    }

    func child(named name: String) -> Any? { values[name] }

    /// Nil for an optional that holds nothing.
    private static func plain(_ value: Any) -> Any? {
        if let text = value as? String { return text }
        if let flag = value as? Bool { return flag }
        if let number = value as? Int { return number }
        if let words = value as? Phrases { return words }
        if let fields = value as? Fields { return fields }
        let mirror = Mirror(reflecting: value)
        switch mirror.displayStyle {
        case .optional: return mirror.children.first.flatMap { plain($0.value) }
        case .collection: return mirror.children.compactMap { plain($0.value) }
        case .struct: return Fields(mirror)
        default: return value
        }
    }
}

import Foundation
import Mustache

/// A view's values by name, all the way down.
///
/// Reflected once, and each value when it is first asked for: the library itself reflects a whole view again for each
/// name that a template says, and a page says far from all that its views hold.
final class Fields: MustacheParent {
    private var values: [String: Value]

    private enum Value {
        case reflected(Any)
        case plain(Any)
    }

    convenience init(_ view: Any) { self.init(Mirror(reflecting: view)) }

    private init(_ mirror: Mirror) {
        values = [:]
        for child in mirror.children {
            if let name = child.label { values[name] = .reflected(child.value) }
        }
    }

    func child(named name: String) -> Any? {
        switch values[name] {
        case nil: return nil
        case .plain(let value)?: return value
        case .reflected(let value)?:
            // `NSNull` is nothing to the library, and ends its search through the views around this one.
            let plain = Self.plain(value) ?? NSNull()
            values[name] = .plain(plain)
            return plain
        }
    }

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

/// A JSON value that is written down in code.
enum JSONNode: Sendable, Equatable {
    case null
    case text(String)
    case number(Int)
    case flag(Bool)
    case list([JSONNode])
    case object([String: JSONNode])

    subscript(key: String) -> JSONNode? {
        if case .object(let members) = self { members[key] } else { nil }
    }

    /// The members of both; the other's where both have one.
    func merging(_ other: JSONNode) -> JSONNode {
        guard case .object(let own) = self, case .object(let others) = other else { return other }
        return .object(own.merging(others) { $1 })
    }

    static func texts(_ words: [String]) -> JSONNode { .list(words.map(JSONNode.text)) }
}

extension JSONNode: Encodable {
    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .text(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .flag(let value): try container.encode(value)
        case .list(let value): try container.encode(value)
        case .object(let value): try container.encode(value)
        }
    }
}

extension JSONNode: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral {
    init(stringLiteral value: String) { self = .text(value) }
    init(integerLiteral value: Int) { self = .number(value) }
    init(booleanLiteral value: Bool) { self = .flag(value) }
}

extension JSONNode: ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral {
    init(arrayLiteral elements: JSONNode...) { self = .list(elements) }
    init(dictionaryLiteral elements: (String, JSONNode)...) {
        self = .object(Dictionary(uniqueKeysWithValues: elements))
    }
}

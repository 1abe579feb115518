/// A JSON text as a tree: for the rare large messages (`bridge/devices`) and the lines of a recorded log.
enum JSONValue: Hashable, Sendable {
    case null
    case truth(Bool)
    case number(Double)
    case text(String)
    case list([JSONValue])
    case object(Members)

    /// Throws `PayloadFault` for anything that is not one JSON value of at most `limit` bytes.
    init(_ bytes: Span<UInt8>, limit: Int = JSONScanner.sizeLimitBytes) throws(PayloadFault) {
        guard bytes.count <= limit else {
            throw PayloadFault(reason: "larger than \(limit) bytes", offset: limit)
        }
        var scanner = JSONScanner()
        self = try Self.read(&scanner, bytes, depth: 0)
        try scanner.finish(bytes)
    }

    private static func read(_ scanner: inout JSONScanner, _ bytes: Span<UInt8>, depth: Int)
        throws(PayloadFault) -> JSONValue
    {
        scanner.skipSpace(bytes)
        switch scanner.peek(bytes) {
        case UInt8(ascii: "\""): return .text(scanner.content(of: try scanner.string(bytes), bytes))
        case UInt8(ascii: "{"): return try readObject(&scanner, bytes, depth: depth)
        case UInt8(ascii: "["): return try readList(&scanner, bytes, depth: depth)
        case UInt8(ascii: "t") where scanner.takeTrue(bytes): return .truth(true)
        case UInt8(ascii: "f") where scanner.takeFalse(bytes): return .truth(false)
        case UInt8(ascii: "n") where scanner.takeNull(bytes): return .null
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try scanner.number(bytes))
        default: return .number(try scanner.notANumber(bytes))
        }
    }

    private static func readObject(_ scanner: inout JSONScanner, _ bytes: Span<UInt8>, depth: Int)
        throws(PayloadFault) -> JSONValue
    {
        try scanner.enter(bytes, depth: depth)
        var members = Members()
        if scanner.closes(UInt8(ascii: "}"), bytes) { return .object(members) }
        repeat {
            scanner.skipSpace(bytes)
            guard scanner.peek(bytes) == UInt8(ascii: "\"") else {
                throw scanner.fault("a key in quotes was expected", bytes)
            }
            let key = scanner.content(of: try scanner.string(bytes), bytes)
            scanner.skipSpace(bytes)
            try scanner.expect(UInt8(ascii: ":"), bytes, "`:` was expected")
            members.list.append(Members.Member(key: key, value: try read(&scanner, bytes, depth: depth + 1)))
            scanner.skipSpace(bytes)
        } while scanner.take(UInt8(ascii: ","), bytes)
        try scanner.expect(UInt8(ascii: "}"), bytes, "`,` or `}` was expected")
        return .object(members)
    }

    private static func readList(_ scanner: inout JSONScanner, _ bytes: Span<UInt8>, depth: Int)
        throws(PayloadFault) -> JSONValue
    {
        try scanner.enter(bytes, depth: depth)
        var elements: [JSONValue] = []
        if scanner.closes(UInt8(ascii: "]"), bytes) { return .list(elements) }
        repeat {
            elements.append(try read(&scanner, bytes, depth: depth + 1))
            scanner.skipSpace(bytes)
        } while scanner.take(UInt8(ascii: ","), bytes)
        try scanner.expect(UInt8(ascii: "]"), bytes, "`,` or `]` was expected")
        return .list(elements)
    }
}

extension JSONValue {
    /// The members of an object, in the order of the text.
    struct Members: Hashable, Sendable, ExpressibleByDictionaryLiteral {
        struct Member: Hashable, Sendable {
            var key: String
            var value: JSONValue
        }

        var list: [Member] = []

        init(dictionaryLiteral elements: (String, JSONValue)...) {
            list = elements.map { Member(key: $0, value: $1) }
        }
    }

    subscript(_ key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.list.last { $0.key == key }?.value
    }

    var text: String? {
        guard case .text(let value) = self else { return nil }
        return value
    }

    var number: Double? {
        guard case .number(let value) = self else { return nil }
        return value
    }

    var truth: Bool? {
        guard case .truth(let value) = self else { return nil }
        return value
    }

    /// Of an object, in the order of the text; of a key that stands there twice the last counts.
    var members: [Members.Member] {
        guard case .object(let members) = self else { return [] }
        return members.list
    }

    var isNull: Bool { self == .null }

    /// The value at the end of the keys.
    func at(_ path: [String]) -> JSONValue? {
        var value: JSONValue? = self
        for key in path { value = value?[key] }
        return value
    }

    var elements: [JSONValue] {
        guard case .list(let values) = self else { return [] }
        return values
    }
}

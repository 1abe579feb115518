/// A JSON value: one of a text, whose parts are looked up there when they are asked for, or one made here.
enum JSONValue: Hashable, Sendable {
    case null
    case truth(Bool)
    case number(Double)
    case text(String)
    case list(List)
    case object(Members)

    /// Throws `PayloadFault` for anything that is not one JSON value of at most `limit` bytes.
    init(_ bytes: [UInt8], limit: Int = JSONScanner.sizeLimitBytes) throws(PayloadFault) {
        self = try JSONTape(bytes, limit: limit).value(at: 0)
    }

    /// As the above; copies the bytes.
    init(_ bytes: Span<UInt8>, limit: Int = JSONScanner.sizeLimitBytes) throws(PayloadFault) {
        guard bytes.count <= limit else {
            throw PayloadFault(reason: "larger than \(limit) bytes", offset: limit)
        }
        try self.init(Array(copying: bytes), limit: limit)
    }
}

extension JSONValue {
    /// The elements of a list.
    struct List: Sequence, Hashable, Sendable, ExpressibleByArrayLiteral {
        private enum Content: Sendable {
            case made([JSONValue])
            case read(JSONTape, Int32)
        }

        private var content: Content

        init(_ elements: [JSONValue]) { content = .made(elements) }

        init(arrayLiteral elements: JSONValue...) { content = .made(elements) }

        init(tape: JSONTape, node: Int) { content = .read(tape, Int32(truncatingIfNeeded: node)) }

        var array: [JSONValue] {
            switch content {
            case .made(let elements): return elements
            case .read(let tape, let node):
                var elements: [JSONValue] = []
                var at = Int(node) + 1
                while at < tape.next(Int(node)) {
                    elements.append(tape.value(at: at))
                    at = tape.next(at)
                }
                return elements
            }
        }

        var isEmpty: Bool {
            switch content {
            case .made(let elements): elements.isEmpty
            case .read(let tape, let node): tape.next(Int(node)) == Int(node) + 1
            }
        }

        func makeIterator() -> IndexingIterator<[JSONValue]> { array.makeIterator() }

        static func == (a: List, b: List) -> Bool { a.array == b.array }

        func hash(into hasher: inout Hasher) { hasher.combine(array) }
    }

    /// The members of an object, in the order of the text.
    struct Members: Collection, Hashable, Sendable, ExpressibleByDictionaryLiteral {
        /// A member in its text: nothing is made of it before somebody asks for it.
        struct Member: Hashable, Sendable {
            private let tape: JSONTape
            private let index: Int32

            fileprivate init(_ tape: JSONTape, _ index: Int) {
                (self.tape, self.index) = (tape, Int32(truncatingIfNeeded: index))
            }

            var key: String { tape.text(at: Int(index)) }

            /// The key, for a table of keys.
            var name: PackedText { tape.name(at: Int(index)) }

            var value: JSONValue { tape.value(at: Int(index) + 1) }

            static func == (a: Member, b: Member) -> Bool { a.key == b.key && a.value == b.value }

            func hash(into hasher: inout Hasher) {
                hasher.combine(key)
                hasher.combine(value)
            }
        }

        private let tape: JSONTape
        private let node: Int32

        private static let none: Members = [:]

        /// No members.
        init() { self = Self.none }

        init(_ members: [(key: String, value: JSONValue)]) {
            (tape, node) = (JSONTape(members), 0)
        }

        init(dictionaryLiteral members: (String, JSONValue)...) {
            self.init(members.map { (key: $0, value: $1) })
        }

        init(tape: JSONTape, node: Int) { (self.tape, self.node) = (tape, Int32(truncatingIfNeeded: node)) }

        /// The value of a key; of a key that stands there twice the last counts.
        subscript(_ key: String) -> JSONValue? {
            guard let found = tape.find(key, in: Int(node)) else { return nil }
            return tape.value(at: found)
        }

        var startIndex: Int { Int(node) + 1 }

        var endIndex: Int { tape.next(Int(node)) }

        func index(after index: Int) -> Int { tape.next(index + 1) }

        subscript(index: Int) -> Member { Member(tape, index) }

        static func == (a: Members, b: Members) -> Bool { a.elementsEqual(b) }

        func hash(into hasher: inout Hasher) { for member in self { hasher.combine(member) } }
    }
}

extension JSONValue {
    subscript(_ key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members[key]
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
    var members: Members {
        guard case .object(let members) = self else { return JSONValue.Members() }
        return members
    }

    var isNull: Bool {
        guard case .null = self else { return false }
        return true
    }

    /// The value at the end of the keys.
    func at(_ path: [String]) -> JSONValue? {
        guard let first = path.first else { return self }
        var value = self[first]
        for key in path.dropFirst() { value = value?[key] }
        return value
    }

    var elements: [JSONValue] {
        guard case .list(let values) = self else { return [] }
        return values.array
    }
}

/// A JSON text with the places of its values in one array, in the order of the text: nothing is made of a value before
/// somebody asks for it.
///
/// An object's node is followed by the nodes of its keys, each followed by those of its value; a list's by those of its
/// elements.
final class JSONTape: Sendable {
    struct Node: Sendable {
        /// Of a number its bits, of a truth value 0 or 1, of a text or key its place in the bytes (from, to).
        var content: UInt64
        /// The node behind this value and all in it.
        var next: UInt32
        var kind: Kind
    }

    enum Kind: UInt8, Sendable {
        case null, truth, number, list, object
        /// A text or key; escaped: it has escapes.
        case text, escapedText
    }

    let bytes: [UInt8]
    let nodes: [Node]

    /// Throws `PayloadFault` for anything that is not one JSON value of at most `limit` bytes.
    init(_ bytes: [UInt8], limit: Int) throws(PayloadFault) {
        guard bytes.count <= limit else {
            throw PayloadFault(reason: "larger than \(limit) bytes", offset: limit)
        }
        var writer = Writer(room: bytes.count / 8 + 4)
        try writer.read(bytes.span)
        self.bytes = bytes
        nodes = writer.nodes
    }

    init(bytes: [UInt8], nodes: [Node]) { (self.bytes, self.nodes) = (bytes, nodes) }

    func value(at index: Int) -> JSONValue {
        let node = nodes[index]
        return switch node.kind {
        case .null: .null
        case .truth: .truth(node.content == 1)
        case .number: .number(Double(bitPattern: node.content))
        case .text, .escapedText: .text(text(of: node))
        case .list: .list(JSONValue.List(tape: self, node: index))
        case .object: .object(JSONValue.Members(tape: self, node: index))
        }
    }

    /// The content of a text or key.
    func text(at index: Int) -> String { text(of: nodes[index]) }

    private func text(of node: Node) -> String {
        let place = node.text
        guard node.kind == .escapedText else { return String(decoding: bytes[place.from..<place.to], as: UTF8.self) }
        let bytes = bytes
        return JSONScanner().content(of: place, bytes.span)
    }

    /// The node behind the value at `index` and all in it.
    @inline(__always)
    func next(_ index: Int) -> Int { Int(nodes[index].next) }

    /// Index of the value of a key in the object at `index`; of a key that stands there twice the last counts.
    func find(_ key: String, in index: Int) -> Int? {
        let wanted = key.utf8.span
        let end = next(index)
        var (at, found) = (index + 1, -1)
        while at < end {
            if isText(nodes[at], key, wanted) { found = at + 1 }
            at = next(at + 1)
        }
        return found < 0 ? nil : found
    }

    @inline(__always)
    private func isText(_ node: Node, _ key: String, _ wanted: Span<UInt8>) -> Bool {
        guard node.kind == .text else { return text(of: node) == key }
        let place = node.text
        guard place.to &- place.from == wanted.count else { return false }
        for i in 0..<wanted.count where bytes[place.from &+ i] != wanted[i] { return false }
        return true
    }

    /// The key at `index`, packed.
    func name(at index: Int) -> PackedText {
        let place = nodes[index].text
        guard place.isPlain else { return PackedText(text(at: index)) }
        let bytes = bytes
        let text = bytes.span
        var packed = PackedText()
        var (at, part) = (place.from, 0)
        while true {
            let chunk = TextChunk(text, at: at)
            if chunk.count > 0 { packed.append(chunk.bytes, at: part) }
            at &+= chunk.count
            part &+= 1
            if chunk.count < 8 { break }
        }
        return at == place.to ? packed : PackedText(self.text(at: index))
    }
}

extension JSONTape.Node {
    @inline(__always)
    var text: JSONScanner.Text {
        JSONScanner.Text(from: Int(content >> 32), to: Int(content & 0xffff_ffff), isPlain: kind == .text)
    }
}

extension JSONTape {
    /// Reads a text and enters its nodes.
    private struct Writer {
        var nodes: [Node] = []
        private var scanner = JSONScanner()

        init(room: Int) { nodes.reserveCapacity(room) }

        mutating func read(_ bytes: Span<UInt8>) throws(PayloadFault) {
            try readValue(bytes, depth: 0)
            try scanner.finish(bytes)
        }

        @inline(__always)
        private mutating func add(_ kind: Kind, _ content: UInt64 = 0) {
            nodes.append(Node(content: content, next: UInt32(truncatingIfNeeded: nodes.count &+ 1), kind: kind))
        }

        /// A string at its opening quote.
        @inline(__always)
        private mutating func addText(_ bytes: Span<UInt8>) throws(PayloadFault) {
            let text = try scanner.string(bytes)
            add(text.isPlain ? .text : .escapedText, UInt64(text.from) << 32 | UInt64(text.to))
        }

        private mutating func readValue(_ bytes: Span<UInt8>, depth: Int) throws(PayloadFault) {
            scanner.skipSpace(bytes)
            switch scanner.peek(bytes) {
            case UInt8(ascii: "\""): try addText(bytes)
            case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                add(.number, try scanner.number(bytes).bitPattern)
            case UInt8(ascii: "{"): try readObject(bytes, depth: depth)
            case UInt8(ascii: "["): try readList(bytes, depth: depth)
            case UInt8(ascii: "t") where scanner.takeTrue(bytes): add(.truth, 1)
            case UInt8(ascii: "f") where scanner.takeFalse(bytes): add(.truth, 0)
            case UInt8(ascii: "n") where scanner.takeNull(bytes): add(.null)
            default: add(.number, try scanner.notANumber(bytes).bitPattern)
            }
        }

        private mutating func readObject(_ bytes: Span<UInt8>, depth: Int) throws(PayloadFault) {
            try scanner.enter(bytes, depth: depth)
            let own = nodes.count
            add(.object)
            if scanner.closes(UInt8(ascii: "}"), bytes) { return }
            repeat {
                scanner.skipSpace(bytes)
                guard scanner.peek(bytes) == UInt8(ascii: "\"") else {
                    throw scanner.fault("a key in quotes was expected", bytes)
                }
                try addText(bytes)
                scanner.skipSpace(bytes)
                try scanner.expect(UInt8(ascii: ":"), bytes, "`:` was expected")
                try readValue(bytes, depth: depth + 1)
                scanner.skipSpace(bytes)
            } while scanner.take(UInt8(ascii: ","), bytes)
            try scanner.expect(UInt8(ascii: "}"), bytes, "`,` or `}` was expected")
            nodes[own].next = UInt32(truncatingIfNeeded: nodes.count)
        }

        private mutating func readList(_ bytes: Span<UInt8>, depth: Int) throws(PayloadFault) {
            try scanner.enter(bytes, depth: depth)
            let own = nodes.count
            add(.list)
            if scanner.closes(UInt8(ascii: "]"), bytes) { return }
            repeat {
                try readValue(bytes, depth: depth + 1)
                scanner.skipSpace(bytes)
            } while scanner.take(UInt8(ascii: ","), bytes)
            try scanner.expect(UInt8(ascii: "]"), bytes, "`,` or `]` was expected")
            nodes[own].next = UInt32(truncatingIfNeeded: nodes.count)
        }
    }
}

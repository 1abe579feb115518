extension JSONTape {
    /// An object that is made here.
    convenience init(_ members: [(key: String, value: JSONValue)]) {
        var maker = Maker()
        maker.add(members)
        self.init(bytes: maker.bytes, nodes: maker.nodes)
    }

    /// Writes the nodes of values, and their texts with a quote behind each, as one ends in a payload.
    private struct Maker {
        var bytes: [UInt8] = []
        var nodes: [Node] = []

        mutating func add(_ members: [(key: String, value: JSONValue)]) {
            add(.object) { maker in
                for member in members {
                    maker.add(member.key)
                    maker.add(member.value)
                }
            }
        }

        private mutating func add(_ value: JSONValue) {
            switch value {
            case .null: add(.null) { _ in }
            case .truth(let truth): add(.truth, truth ? 1 : 0) { _ in }
            case .number(let number): add(.number, number.bitPattern) { _ in }
            case .text(let text): add(text)
            case .list(let elements): add(.list) { maker in for element in elements { maker.add(element) } }
            case .object(let members): add(members.map { (key: $0.key, value: $0.value) })
            }
        }

        private mutating func add(_ text: String) {
            let from = bytes.count
            bytes += text.utf8
            add(.text, UInt64(from) << 32 | UInt64(bytes.count)) { _ in }
            bytes.append(UInt8(ascii: "\""))
        }

        private mutating func add(_ kind: Kind, _ content: UInt64 = 0, _ addContent: (inout Maker) -> Void) {
            let own = nodes.count
            nodes.append(Node(content: content, next: 0, kind: kind))
            addContent(&self)
            nodes[own].next = UInt32(truncatingIfNeeded: nodes.count)
        }
    }
}

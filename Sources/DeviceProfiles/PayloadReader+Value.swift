import CareModel

extension PayloadReader {
    /// Reads one value of a parsed message by its rule. Objects count only where the rule says that their members do.
    mutating func read(
        _ value: JSONValue, _ rule: Int32, part: String, table: inout PropertyTable, into readings: inout [Reading]
    ) {
        guard rule >= 0 else { return }
        read(value, rule, part: part, channel: table.channelNumber(part), table: &table, into: &readings)
    }

    /// As the above, with the number of the part.
    mutating func read(
        _ value: JSONValue, _ rule: Int32, part: String, channel: UInt8, table: inout PropertyTable,
        into readings: inout [Reading]
    ) {
        guard rule >= 0 else { return }
        var compiled = table.rules[Int(rule)]
        if !part.isEmpty { compiled.channel = channel }
        if context.isComplete { self.part = part.isEmpty ? table.channelNames[Int(rule)] : part }
        switch value {
        case .number(let number):
            if let word = Self.word(for: number, compiled, table) {
                take(meaning: word, compiled, into: &readings)
            } else {
                take(number: number, orLabel: compiled, table, into: &readings)
            }
        case .truth(let truth) where compiled.reads != .label && compiled.reads != .action:
            take(truth: truth, compiled, into: &readings)
        case .truth(false) where compiled.reads == .action: return
        case .truth(let truth): take(word: truth ? "true" : "false", compiled, table, into: &readings)
        case .text(let text): take(word: text, compiled, table, into: &readings)
        case .object where compiled.reads == .container:
            for member in value.members {
                let rule = table.rule(key: member.key, unit: "")
                read(member.value, rule, part: "", table: &table, into: &readings)
            }
        case .null, .list, .object: return
        }
    }

    private mutating func take(
        word: String, _ rule: CompiledRule, _ table: PropertyTable, into readings: inout [Reading]
    ) {
        let bytes = word.utf8.span
        take(text: bytes, 0, bytes.count, rule, table, into: &readings)
    }

    /// What a whole number means by the rule's own words: an enumeration's members are numbers.
    static func word(for number: Double, _ rule: CompiledRule, _ table: PropertyTable) -> Double? {
        guard rule.reads == .label || rule.reads == .truth, rule.wordsFrom > 0, let whole = Int32(exactly: number)
        else { return nil }
        let text = PackedText(String(whole))
        return table.ownWords(of: rule).first { $0.text == text }?.value
    }
}

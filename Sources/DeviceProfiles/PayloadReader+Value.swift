import CareModel

extension PayloadReader {
    /// Reads one value of a parsed message by its rule. Objects count only where the rule says that their members do.
    mutating func read(
        _ value: JSONValue, _ rule: Int32, part: String, table: inout PropertyTable, into readings: inout [Reading]
    ) {
        guard rule >= 0 else { return }
        var compiled = table.rules[Int(rule)]
        if part.isEmpty {
            self.part = table.channelNames[Int(rule)]
        } else {
            self.part = part
            compiled.channel = table.profile.channelNumber(part)
        }
        switch value {
        case .number(let number): take(number: number, orLabel: compiled, table, into: &readings)
        case .truth(let truth): take(truth: truth, compiled, into: &readings)
        case .text(let text):
            let bytes = Array(text.utf8)
            take(text: bytes.span, 0, bytes.count, compiled, table, into: &readings)
        case .object where compiled.reads == .container:
            for member in value.members {
                let rule = table.rule(key: member.key, unit: "")
                read(member.value, rule, part: "", table: &table, into: &readings)
            }
        case .null, .list, .object: return
        }
    }
}

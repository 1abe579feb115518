import CareModel

/// Reads one payload by a table of rules and appends its readings; made anew for each message.
struct PayloadReader {
    private(set) var context: ReadingContext
    private var scanner = JSONScanner()
    /// Where this message's readings begin.
    private var first: Int
    var sourceTime = SourceTime.none
    var isHistorical = false
    private var statesBattery = false
    private var voltage = -1
    /// Quantities already given by a rule of higher rank, one bit each.
    private var ranked: UInt64 = 0
    /// What every reading of the message has in common.
    private(set) var blank: Reading
    /// Names of the readings' parts, beside the readings; kept only for `vardag decode`.
    private(set) var channelNames: [String] = []
    /// Name of the part that the value being read belongs to.
    var part = ""

    init(_ context: ReadingContext, first: Int) {
        self.context = context
        self.first = first
        blank = context.blank
    }

    /// Begins anew, for readings from `first` on.
    @inline(__always)
    mutating func begin(_ context: ReadingContext, first: Int) {
        self.context = context
        self.first = first
        blank = context.blank
        scanner = JSONScanner()
        if sourceTime != .none { sourceTime = .none }
        (isHistorical, statesBattery, voltage, ranked) = (false, false, -1, 0)
        if context.isComplete { (channelNames, part) = ([], "") }
    }

    /// Reads a JSON object. On `PayloadFault` the caller drops what was appended.
    mutating func readObject(_ bytes: Span<UInt8>, table: inout PropertyTable, into readings: inout [Reading])
        throws(PayloadFault)
    {
        guard bytes.count <= JSONScanner.sizeLimitBytes else {
            throw PayloadFault(
                reason: "larger than \(JSONScanner.sizeLimitBytes) bytes", offset: JSONScanner.sizeLimitBytes)
        }
        scanner.skipSpace(bytes)
        guard scanner.peek(bytes) == UInt8(ascii: "{") else {
            throw scanner.fault("a JSON object was expected", bytes)
        }
        try readMembers(bytes, depth: 0, table: &table, into: &readings)
        try scanner.finish(bytes)
        settle(table.listsBattery, into: &readings)
    }

    /// Reads the plain value of an attribute topic (`<name>/battery`): a number, a truth value or text.
    mutating func readAttribute(
        _ bytes: Span<UInt8>, rule: CompiledRule, part: String = "", table: PropertyTable,
        into readings: inout [Reading]
    ) {
        if context.isComplete { self.part = part }
        var (from, to) = Self.trimmed(bytes, 0, bytes.count)
        guard from < to, bytes[from] != UInt8(ascii: "{"), bytes[from] != UInt8(ascii: "[") else { return }
        if to - from >= 2, bytes[from] == UInt8(ascii: "\""), bytes[to - 1] == UInt8(ascii: "\"") {
            from += 1
            to -= 1
        }
        if let number = Self.decimal(bytes, from, to) {
            take(number: number, orLabel: rule, table, into: &readings)
        } else {
            take(text: bytes, from, to, rule, table, into: &readings)
        }
        settle(table.listsBattery, into: &readings)
    }

    @inline(never)
    private mutating func readMembers(
        _ bytes: Span<UInt8>, depth: Int, table: inout PropertyTable, into readings: inout [Reading]
    ) throws(PayloadFault) {
        try scanner.enter(bytes, depth: depth)
        if scanner.closes(UInt8(ascii: "}"), bytes) { return }
        repeat {
            scanner.skipSpace(bytes)
            let key = try scanner.key(bytes)
            var rule = table.find(key.packed)
            if rule == PropertyTable.unknown {
                rule = table.resolve(scanner.content(of: key.text, bytes), packed: key.packed)
            }
            scanner.skipSpace(bytes)
            try scanner.expect(UInt8(ascii: ":"), bytes, "`:` was expected")
            if rule == PropertyTable.ignored {
                try scanner.skipValue(bytes, depth: depth &+ 1)
            } else {
                try readValue(bytes, Int(rule), depth: depth &+ 1, table: &table, into: &readings)
            }
            scanner.skipSpace(bytes)
        } while scanner.take(UInt8(ascii: ","), bytes)
        try scanner.expect(UInt8(ascii: "}"), bytes, "`,` or `}` was expected")
    }

    @inline(__always)
    private mutating func readValue(
        _ bytes: Span<UInt8>, _ index: Int, depth: Int, table: inout PropertyTable, into readings: inout [Reading]
    ) throws(PayloadFault) {
        scanner.skipSpace(bytes)
        if context.isComplete { part = table.channelNames[index] }
        switch scanner.peek(bytes) {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
            let number = try scanner.number(bytes)
            if table.rules[index].reads == .label {
                take(number: number, orLabel: table.rules[index], table, into: &readings)
            } else {
                take(number: number, table.rules[index], into: &readings)
            }
        case UInt8(ascii: "t") where scanner.takeTrue(bytes):
            take(truth: true, table.rules[index], into: &readings)
        case UInt8(ascii: "f") where scanner.takeFalse(bytes):
            take(truth: false, table.rules[index], into: &readings)
        case UInt8(ascii: "\""):
            let text = try scanner.string(bytes)
            take(text: text, bytes, table.rules[index], table, into: &readings)
        case UInt8(ascii: "{") where table.rules[index].reads == .container:
            try readMembers(bytes, depth: depth, table: &table, into: &readings)
        default:
            try scanner.skipValue(bytes, depth: depth)
        }
    }

    private mutating func take(
        text: JSONScanner.Text, _ bytes: Span<UInt8>, _ rule: CompiledRule, _ table: PropertyTable,
        into readings: inout [Reading]
    ) {
        if text.isPlain {
            take(text: bytes, text.from, text.to, rule, table, into: &readings)
        } else {
            let plain = Array(scanner.content(of: text, bytes).utf8)
            take(text: plain.span, 0, plain.count, rule, table, into: &readings)
        }
    }
}

// MARK: - Values

extension PayloadReader {
    @inline(__always)
    mutating func take(
        number: Double, _ rule: CompiledRule, into readings: inout [Reading]
    ) {
        switch rule.reads {
        case .number:
            guard let value = rule.canonical(number) else { return }
            append(value, rule, into: &readings)
        case .truth, .historical:
            guard let truth = rule.truth(of: number) else { return }
            take(truth: truth, rule, into: &readings)
        case .sourceTime:
            sourceTime = SourceTime(epoch: number)
        case .label, .action, .container, .nothing:
            return
        }
    }

    /// As the above; the words of a label may be numbers.
    mutating func take(
        number: Double, orLabel rule: CompiledRule, _ table: PropertyTable, into readings: inout [Reading]
    ) {
        if rule.reads == .label {
            take(word: PackedText(JSONText.number(number)), rule, table, into: &readings)
        } else {
            take(number: number, rule, into: &readings)
        }
    }

    @inline(__always)
    mutating func take(
        truth: Bool, _ rule: CompiledRule, into readings: inout [Reading]
    ) {
        switch rule.reads {
        case .truth: append(truth != rule.isInverted ? 1 : 0, rule, into: &readings)
        case .historical: isHistorical = isHistorical || truth
        default: return
        }
    }

    mutating func take(
        text bytes: Span<UInt8>, _ from: Int, _ to: Int, _ rule: CompiledRule, _ table: PropertyTable,
        into readings: inout [Reading]
    ) {
        let (from, to) = Self.trimmed(bytes, from, to)
        guard from < to else { return }
        switch rule.reads {
        case .number:
            if let number = Self.decimal(bytes, from, to) { take(number: number, rule, into: &readings) }
        case .truth where !rule.takesNumbers && Self.decimal(bytes, from, to) != nil:
            guard let number = Self.decimal(bytes, from, to), let meaning = Self.word(for: number, rule, table) else {
                return
            }
            take(meaning: meaning, rule, into: &readings)
        case .truth, .label, .historical:
            if rule.threshold != nil, let number = Self.decimal(bytes, from, to) {
                take(number: number, rule, into: &readings)
            } else {
                take(word: PackedText(lowercased: bytes, from: from, to: to), rule, table, into: &readings)
            }
        case .sourceTime:
            takeTime(bytes, from, to, table)
        case .action:
            take(action: Self.text(bytes, from, to), rule, table.profile, into: &readings)
        case .container, .nothing:
            return
        }
    }

    private mutating func take(
        word: PackedText, _ rule: CompiledRule, _ table: PropertyTable, into readings: inout [Reading]
    ) {
        for i in Int(rule.wordsFrom)..<Int(rule.wordsTo) where table.words[i].text == word {
            take(meaning: table.words[i].value, rule, into: &readings)
            return
        }
        guard !rule.otherwise.isNaN, !table.meansNothing(word) else { return }
        take(meaning: rule.otherwise, rule, into: &readings)
    }

    mutating func take(
        meaning value: Double, _ rule: CompiledRule, into readings: inout [Reading]
    ) {
        if rule.reads == .label {
            append(value, rule, into: &readings)
        } else {
            take(truth: value == 1, rule, into: &readings)
        }
    }

    private mutating func takeTime(_ bytes: Span<UInt8>, _ from: Int, _ to: Int, _ table: PropertyTable) {
        if let time = SourceTime(iso8601: bytes.extracting(from..<to)) {
            sourceTime = time
        } else if let number = Self.decimal(bytes, from, to) {
            sourceTime = SourceTime(epoch: number)
        } else if !table.meansNothing(PackedText(lowercased: bytes, from: from, to: to)) {
            sourceTime = .unreadable
        }
    }

    private mutating func take(
        action text: String, _ rule: CompiledRule, _ profile: Profile, into readings: inout [Reading]
    ) {
        guard let action = ActionText(text, profile: profile) else { return }
        var rule = rule
        if !action.channel.isEmpty || rule.channel == 0 {
            rule.channel = profile.channelNumber(action.channel)
            if context.isComplete { part = action.channel }
        }
        var value = Self.rawAction
        switch action.meaning {
        case .button(let label): value = Double(label)
        case .raw: break
        case .sos:
            rule.quantity = .sos
            append(1, rule, into: &readings)
            if !context.isComplete { return }
        case .truth(let quantity):
            rule.quantity = quantity
            append(1, rule, into: &readings)
        }
        rule.quantity = .buttonEvent
        append(value, rule, into: &readings)
    }

    private static var rawAction: Double { Double(Quantity.buttonEvent.labels.firstIndex(of: "raw") ?? 0) }
}

// MARK: - Readings

extension PayloadReader {
    @inline(__always)
    private mutating func append(
        _ value: Double, _ rule: CompiledRule, into readings: inout [Reading]
    ) {
        if let kind = rule.listedAs, kind != context.kind { return }
        var quantity = rule.quantity
        switch quantity {
        case .occupancy: quantity = context.occupancy
        case .presence: quantity = context.presence
        case .battery: statesBattery = true
        case .voltage: voltage = readings.count
        case .sos where value == 0 && !context.isComplete: return
        default: break
        }
        if rule.rank > 0 || ranked != 0 {
            guard outranks(quantity, rule.rank, in: &readings) else { return }
        }
        var reading = blank
        (reading.quantity, reading.channel, reading.value) = (quantity, rule.channel, value)
        if value < rule.low || value > rule.high {
            reading.flags = ReadingFlags(rawValue: context.flags | context.bits.implausible)
        }
        readings.append(reading)
        if context.isComplete { channelNames.append(part) }
    }

    /// False when a rule of higher rank already gave the quantity; else takes back what a lower one gave.
    private mutating func outranks(_ quantity: Quantity, _ rank: UInt8, in readings: inout [Reading]) -> Bool {
        let bit: UInt64 = 1 &<< UInt64(quantity.rawValue & 63)
        guard rank > 0 else { return ranked & bit == 0 }
        ranked |= bit
        for i in (first..<readings.count).reversed() where readings[i].quantity == quantity {
            readings.remove(at: i)
            if context.isComplete { channelNames.remove(at: i - first) }
            if voltage > i { voltage -= 1 }
        }
        return true
    }

    /// Notes the part of a reading that was appended past the rules.
    mutating func note(part: String) { channelNames.append(part) }

    /// What is only known at the message's end: its time, whether it is history, whether the voltage is a battery's.
    @inline(__always)
    mutating func settle(_ listsBattery: Bool, into readings: inout [Reading]) {
        if voltage >= 0, statesBattery || listsBattery, readings[voltage].value < Self.batteryLimitVolts {
            readings[voltage].quantity = .batteryVoltage
        }
        stamp(&readings, from: first)
    }

    /// Gives the message's readings its time, and the mark of history.
    @inline(__always)
    func stamp(_ readings: inout [Reading], from first: Int) {
        var flags: UInt8 = isHistorical ? context.bits.historical : 0
        let time = sourceTime == .none ? nil : sourceTime.credible(receivedAt: context.receivedAt)
        if time != nil {
            flags |= context.bits.sourceTime
        } else if sourceTime != .none {
            flags |= context.bits.sourceTimeRejected
        }
        guard flags != 0, first < readings.count else { return }
        for i in first..<readings.count {
            readings[i].flags = ReadingFlags(rawValue: readings[i].flags.rawValue | flags)
            if let time { readings[i].time = time }
        }
    }

    /// No battery of a sensor has more; the mains has.
    private static let batteryLimitVolts = 20.0
}

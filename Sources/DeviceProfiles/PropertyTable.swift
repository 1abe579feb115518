import CareModel

/// What each key of one sort of device means: found by the convention's rules and the device's own definition when a
/// key is first met, then looked up in a hash table. Devices with the same definition share a table.
struct PropertyTable: Sendable {
    /// Index of a rule, or one of these.
    static let unknown = KeyIndex.unknown
    static let ignored: Int32 = -2

    /// Keys remembered at most; a device that invents keys costs time, never memory.
    private static let keyLimit = 1024
    private static let keyLengthLimit = 64

    private let fixed: Fixed
    private(set) var rules: [CompiledRule] = []
    /// Name of the part that a rule belongs to, beside `rules`.
    private(set) var channelNames: [String] = []
    private(set) var words: [Word] = []
    /// Index of the rule of a key, or `ignored`.
    private var keys = KeyIndex(room: 32)
    /// The rules of keys that mean something; never forgotten, because routes hold their indexes.
    private var ruleOf: [String: Int32] = [:]

    struct Word: Sendable {
        var text: PackedText
        var value: Double
    }

    /// What never changes, by reference: tables are handed around.
    private final class Fixed: Sendable {
        let profile: Profile
        /// By property; nil when the device gave no definition.
        let exposed: [String: ExposedProperty]?
        let nothing: Set<PackedText>

        init(_ profile: Profile, _ exposed: [ExposedProperty]) {
            self.profile = profile
            self.exposed =
                exposed.isEmpty ? nil : Dictionary(exposed.map { ($0.property, $0) }, uniquingKeysWith: { $1 })
            nothing = Set(profile.nothing.map { PackedText($0) })
        }
    }

    /// Handed out without a copy, which costs more than reading a value.
    var profile: Profile { _read { yield fixed.profile } }

    /// Grows when all rules are forgotten and indexes mean nothing any more.
    private(set) var generation = 0
    /// Numbers of parts that were met.
    private var channelNumbers: [String: UInt8] = [:]

    /// Rules of values whose unit or meaning the message or the device's announcement states.
    var statedRules: [StatedRule: Int32] = [:]

    init(profile: Profile, exposed: [ExposedProperty] = []) {
        fixed = Fixed(profile, exposed)
        listsBattery = exposed.contains { $0.property == "battery" }
        words = profile.yes.map { Word(text: PackedText($0), value: 1) }
        words += profile.no.map { Word(text: PackedText($0), value: 0) }
    }

    /// The device's definition lists a battery.
    let listsBattery: Bool

    /// There is no room for another rule.
    var isFull: Bool { rules.count >= Self.keyLimit || keys.count >= Self.keyLimit }

    func meansNothing(_ word: PackedText) -> Bool { fixed.nothing.contains(word) }

    /// Forgets all rules: what one device invents must not keep another's out.
    mutating func forget() {
        let next = generation + 1
        self = PropertyTable(profile: profile)
        generation = next
    }

    /// Number of a part of the device.
    mutating func channelNumber(_ name: String) -> UInt8 {
        if name.isEmpty { return 0 }
        if let known = channelNumbers[name] { return known }
        let number = profile.channelNumber(name)
        if channelNumbers.count < Self.keyLimit, name.utf8.count <= Self.keyLengthLimit {
            channelNumbers[name] = number
        }
        return number
    }

    /// The rule of a key: its index, `ignored`, or `unknown` when the key was not met before.
    @inline(__always)
    func find(_ key: PackedText) -> Int32 { keys.find(key) }

    /// Finds out what a key means and remembers it.
    @inline(never)
    mutating func resolve(_ key: String, packed: PackedText) -> Int32 {
        guard key.utf8.count <= Self.keyLengthLimit else { return Self.ignored }
        // A cache: what one device invents must not keep another's keys out.
        if keys.count >= Self.keyLimit { keys = KeyIndex(room: 32) }
        let rule = ruleOf[key] ?? compile(key)
        if rule >= 0 { ruleOf[key] = rule }
        remember(packed, rule)
        return rule
    }

    mutating func remember(_ key: PackedText, _ rule: Int32) { keys.remember(key, rule) }

    private mutating func compile(_ key: String) -> Int32 {
        guard let meaning = PropertyMeaning(key, profile: fixed.profile, exposed: fixed.exposed) else {
            return Self.ignored
        }
        // Names of parts can be invented without end: they leave room for the keys without.
        guard meaning.channel.isEmpty || rules.count < Self.keyLimit / 2 else { return Self.ignored }
        return compile(meaning)
    }

    /// Adds a rule; gives its index, or `ignored` when its unit does not measure its quantity.
    mutating func compile(_ meaning: PropertyMeaning) -> Int32 {
        guard rules.count < Self.keyLimit, let measure = meaning.measure else { return Self.ignored }
        let rule = meaning.rule
        let bounds = rule.bounds ?? rule.quantity.plausible
        let nothing = rule.nothing.isEmpty ? rule.quantity.sentinels : rule.nothing
        let range = appendWords(meaning)
        rules.append(
            CompiledRule(
                reads: rule.reads, quantity: rule.quantity, channel: fixed.profile.channelNumber(meaning.channel),
                rank: rule.rank, isInverted: rule.isInverted, takesNumbers: rule.takesNumbers, listedAs: rule.listedAs,
                isCanonical: measure == .unchanged, wordsFrom: UInt16(clamping: range.lowerBound),
                wordsTo: UInt16(clamping: range.upperBound), measure: measure,
                low: bounds?.lowerBound ?? -.infinity, high: bounds?.upperBound ?? .infinity,
                rescale: rule.rescale ?? PropertyRule.Rescale(above: .infinity, upTo: .infinity),
                nothing: (nothing.first ?? .nan, nothing.dropFirst().first ?? .nan),
                otherwise: rule.otherwise ?? .nan, threshold: rule.threshold))
        channelNames.append(meaning.channel)
        return Int32(rules.count - 1)
    }

    /// The words that a rule has beside the profile's for true and false.
    func ownWords(of rule: CompiledRule) -> ArraySlice<Word> {
        let common = rule.reads == .truth ? profile.yes.count + profile.no.count : 0
        return words[Int(rule.wordsFrom)..<max(Int(rule.wordsFrom), Int(rule.wordsTo) - common)]
    }

    /// A rule's own words go before the profile's, which every truth rule falls back to.
    private mutating func appendWords(_ meaning: PropertyMeaning) -> Range<Int> {
        let common = profile.yes.count + profile.no.count
        let own = meaning.words
        guard !own.isEmpty else { return meaning.rule.reads == .truth ? 0..<common : 0..<0 }
        let from = words.count
        words += own.map { Word(text: PackedText($0.key.lowercased()), value: $0.value) }
            .sorted { ($0.text.low, $0.text.high) < ($1.text.low, $1.text.high) }
        if meaning.rule.reads == .truth { words += words[0..<common] }
        return from..<words.count
    }
}

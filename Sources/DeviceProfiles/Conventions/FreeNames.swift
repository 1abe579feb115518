import CareModel

/// Finds the profile's key for names that a vendor or an installer chose freely: `TempC_SHT`, `Bed/Occupied`,
/// `living-room-humidity`, `region_1_occupancy`.
///
/// A key is written in lower case with `_` between its words; `bed/occupied` is one that counts only below that name;
/// `target_` is a word that keeps a name from being taken for its last words (`target_temperature`).
struct FreeNames: Sendable {
    struct Found: Hashable, Sendable {
        var key: String
        /// Number of the part of the device that the name holds; mostly empty.
        var channel = ""
    }

    /// What a name was found to mean.
    struct Meaning: Sendable {
        var found: Found
        var reads: PropertyRule.Form
        var quantity: Quantity
        /// The last that was taken, for the unit that values had then.
        fileprivate var rule: FoundRule?

        init(_ found: Found, _ rule: PropertyRule) {
            (self.found, reads, quantity) = (found, rule.reads, rule.quantity)
        }
    }

    private var known: [String: Meaning?] = [:]
    private var settings: [String: Bool] = [:]
    private var joined: [String: String] = [:]
    private static let limit = 2000
    private static let lengthLimit = 128
    /// Names that say only that there is a value, or that something is so: then the name above tells what.
    private static let measured: Set<String> = [
        "value", "level", "reading", "measurement", "current_value", "present_value", "measured", "percent",
        "percentage", "degrees", "celsius", "data",
    ]
    private static let stated: Set<String> = [
        "value", "state", "status", "detected", "triggered", "pressed", "on", "active", "alarm", "event", "data",
    ]

    /// Words for a sensor on a cable, a part of the device beside its own.
    private static let probes: Set<String> = ["external", "ext", "probe", "ds", "ds18b20", "tmp117"]

    /// Nil when the profile has no rule for the name. Levels are separated by `/`, the outermost first.
    mutating func find(_ name: String, in report: MessageReport) -> Found? { meaning(of: name, in: report)?.found }

    /// As the above, with what the profile's rule says.
    mutating func meaning(of name: String, in report: MessageReport) -> Meaning? {
        if let meaning = known[name] { return meaning }
        guard name.utf8.count <= Self.lengthLimit else { return nil }
        let levels = name.split(separator: "/").suffix(3).map { Self.words(of: String($0)) }
        let found = Self.find(levels, in: report)
        let meaning = found.flatMap { found in
            report.rule(of: found.key).map { Meaning(found, $0) }
        }
        if known.count < Self.limit { known[name] = .some(meaning) }
        return meaning
    }

    /// Takes a value by the rule that the name is found to have; false when it has none. `unit`: of numbers.
    mutating func take(_ name: String, _ value: JSONValue, unit: String, into report: inout MessageReport) -> Bool {
        guard let meaning = meaning(of: name, in: report) else { return false }
        let unit = meaning.reads == .number ? unit : ""
        if let rule = meaning.rule, rule.unit == unit {
            report.value(rule, value)
        } else {
            let rule = report.find(meaning.found.key, unit: unit, channel: meaning.found.channel)
            if known[name] != nil { known[name]??.rule = rule }
            report.value(rule, value)
        }
        return true
    }

    /// A word in the name says that it is no measurement of the room or the resident, or the profile says so.
    mutating func isSetting(_ name: String, in report: MessageReport) -> Bool {
        if let found = settings[name] { return found }
        let found = Self.words(of: name).contains { report.rule(of: $0 + "_") != nil }
        if settings.count < Self.limit, name.utf8.count <= Self.lengthLimit { settings[name] = found }
        return found
    }

    /// The words of a text as in a key of the profile.
    mutating func key(of text: String) -> String {
        if let known = joined[text] { return known }
        let key = Self.words(of: text).joined(separator: "_")
        if joined.count < Self.limit, text.utf8.count <= Self.lengthLimit { joined[text] = key }
        return key
    }

    /// The words of a name: `TempC_SHT` is temp, c, sht; `SOSButton` sos, button; `pm2.5` pm2, 5.
    static func words(of name: String) -> [String] {
        var words: [String] = []
        var word = ""
        var (wasLower, uppers) = (false, 0)
        for letter in name.unicodeScalars {
            let isUpper = letter.properties.isUppercase
            let isPart = letter.properties.isAlphabetic || (letter.value >= 0x30 && letter.value <= 0x39)
            if !word.isEmpty, !isPart || (isUpper && wasLower) {
                words.append(word)
                word = ""
            } else if isPart, !isUpper, letter.properties.isAlphabetic, uppers > 1 {
                let first = word.removeLast()
                words.append(word)
                word = String(first)
            }
            if isPart { word += letter.properties.lowercaseMapping }
            wasLower = isPart && !isUpper
            uppers = isUpper ? uppers + 1 : 0
        }
        if !word.isEmpty { words.append(word) }
        return words
    }

    private static func find(_ levels: [[String]], in report: MessageReport) -> Found? {
        guard let own = levels.last, !own.isEmpty else { return nil }
        let above = levels.dropLast().last ?? []
        let key = own.joined(separator: "_")
        for place in [above.joined(separator: "_")] + above where !place.isEmpty {
            let below = place + "/" + key
            if report.rule(of: below) != nil { return Found(key: below) }
        }
        if report.rule(of: key) != nil { return Found(key: key) }
        if let probe = own.first(where: { probes.contains($0) }),
            var found = find(words: own.filter { $0 != probe }, in: report)
        {
            if found.channel.isEmpty { found.channel = probe }
            return found
        }
        if let found = find(words: own, in: report) { return found }
        let isStated = stated.contains(key)
        guard isStated || measured.contains(key), !above.isEmpty,
            let found = find(Array(levels.dropLast()), in: report), let rule = report.rule(of: found.key)
        else { return nil }
        return (rule.reads == .number ? measured.contains(key) : isStated) ? found : nil
    }

    private static func find(words: [String], in report: MessageReport) -> Found? {
        let key = words.joined(separator: "_")
        if !key.isEmpty, report.rule(of: key) != nil { return Found(key: key) }
        return part(words, in: report) ?? suffix(words, in: report)
    }

    /// Without the number of a part: `temperature_2`, `region_1_occupancy`, `magnet_chn1`, `door2_open`.
    private static func part(_ words: [String], in report: MessageReport) -> Found? {
        for (i, word) in words.enumerated() {
            let digits = word.reversed().prefix { $0.isNumber }.count
            guard digits > 0, digits <= 3 else { continue }
            let number = String(word.suffix(digits))
            let name = String(word.dropLast(digits))
            for kept in [[], [name]] where kept != [""] {
                guard kept.isEmpty ? isPart(name) : true else { continue }
                let key = (words[..<i] + kept + words[(i + 1)...]).joined(separator: "_")
                if !key.isEmpty, report.rule(of: key) != nil { return Found(key: key, channel: number) }
            }
        }
        return nil
    }

    private static func isPart(_ name: String) -> Bool { ["", "ch", "chn", "channel", "l", "ext"].contains(name) }

    /// The last words, where they are a number's name: `living_room_humidity`.
    private static func suffix(_ words: [String], in report: MessageReport) -> Found? {
        for first in words.indices.dropFirst() {
            if report.rule(of: words[first - 1] + "_") != nil { return nil }
            let key = words[first...].joined(separator: "_")
            if let rule = report.rule(of: key) {
                return rule.reads == .number ? Found(key: key) : nil
            }
        }
        return nil
    }
}

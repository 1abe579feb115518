import CareModel
import Foundation

/// Changes against the resident's own normal, told from the record of evidence.
extension AlertWords {
    static func change(
        _ pattern: ChangePattern, _ evidence: Alert.Evidence, _ members: [Alert.Member], _ hints: [ConditionHint] = []
    ) -> AlertWords {
        let name = pattern.name.replacing(" ", with: "_")
        return AlertWords(
            title: .init { $0.find("pattern.\(name).\(evidence.direction)") ?? $0.say("change.other") },
            explanation: .init { words in
                let features = members.enumerated().map { position, member in
                    let name = words.find("measure.\(member.feature)") ?? member.feature
                    return "\(position == 0 ? name : within(name)) \(figures(member, evidence, words))"
                }
                let remarks = [
                    words.say("change.since", ["day": evidence.since]), rarity(evidence, words),
                    words.say("change.coverage", ["percent": Int((evidence.coverage * 100).rounded())]),
                    missing(evidence, words), history(evidence, words),
                ]
                let parts = [features.joined(separator: "; ")] + remarks.compactMap { $0 }
                return (parts + hints.map { words.say("hint.\($0.rawValue)") }).joined(separator: ". ") + "."
            },
            suggestion: .init { $0.find("change.ask.\(pattern.family.rawValue)") ?? $0.say("alert.ask") })
    }

    /// Without its capital; an abbreviation stays.
    private static func within(_ name: String) -> String {
        name.dropFirst().first?.isUppercase == true ? name : name.prefix(1).lowercased() + name.dropFirst()
    }

    /// `5 (normalt 1–2)`, over several days `i snitt 4,6 på 5 dygn, senast 5 (normalt 1–2)`.
    private static func figures(_ member: Alert.Member, _ evidence: Alert.Evidence, _ words: WordCatalogue) -> String {
        func text(_ value: Double, decimals: Int = 0) -> String {
            Self.text(value, member.feature, decimals: decimals, words)
        }
        let (value, low, high) = (text(member.value), text(member.usualLow), text(member.usualHigh))
        guard evidence.horizonDays > 1, let mean = member.mean else {
            return words.say("change.single", ["value": value, "low": low, "high": high])
        }
        let average = text(mean, decimals: member.usualHigh < 20 ? 1 : 0)
        return words.say(
            "change.several",
            ["mean": average, "days": evidence.horizonDays, "value": value, "low": low, "high": high])
    }

    private static func rarity(_ evidence: Alert.Evidence, _ words: WordCatalogue) -> String {
        let days = 1 / evidence.probability
        if days >= 1000 { return words.say("change.veryRare") }
        let round = days >= 100 ? Int((days / 50).rounded()) * 50 : Int((days / 10).rounded()) * 10
        return words.say("change.rare", ["days": max(10, round)])
    }

    private static func missing(_ evidence: Alert.Evidence, _ words: WordCatalogue) -> String? {
        guard !evidence.missingDays.isEmpty else { return nil }
        return words.say("change.missing", ["count": evidence.missingDays.count, "days": evidence.horizonDays])
    }

    private static func history(_ evidence: Alert.Evidence, _ words: WordCatalogue) -> String? {
        guard evidence.historyDays < Alert.Evidence.wholeHistoryDays else { return nil }
        return words.say("change.history", ["days": evidence.historyDays])
    }

    private static func text(_ value: Double, _ feature: String, decimals: Int, _ words: WordCatalogue) -> String {
        func number(_ decimals: Int) -> String { words.number(String(format: "%.\(decimals)f", value)) }
        switch feature {
        case "bed_in_time": return clock(Int(value.rounded()) + 12 * 60)
        case "bed_out_time": return clock(Int(value.rounded()))
        case "weight": return number(1)
        case "transition_speed": return number(2)
        default: return number(decimals)
        }
    }
}

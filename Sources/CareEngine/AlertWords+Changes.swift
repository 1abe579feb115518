import CareModel
import Foundation

/// Changes against the resident's own normal, told from the record of evidence.
extension AlertWords {
    static func change(
        _ pattern: ChangePattern, _ evidence: Alert.Evidence, _ members: [Alert.Member], _ hints: [ConditionHint] = []
    ) -> AlertWords {
        let told = titles[pattern.name]
        let title = evidence.direction == "up" ? told?.up : told?.down
        let sv = members.map { "\(name($0.feature).sv) \(figures($0, evidence, .sv))" }
        let en = members.map { "\(name($0.feature).en) \(figures($0, evidence, .en))" }
        let remarks =
            [since(evidence), rarity(evidence), coverage(evidence), missing(evidence), history(evidence)]
            .compactMap { $0 } + hints.map(\.words)
        return AlertWords(
            title: title ?? .init(sv: "Ändrat mönster", en: "Changed pattern"),
            explanation: .init(
                sv: ([sv.joined(separator: "; ")] + remarks.map(\.sv)).joined(separator: ". ") + ".",
                en: ([en.joined(separator: "; ")] + remarks.map(\.en)).joined(separator: ". ") + "."),
            suggestion: suggestions[pattern.family] ?? ask)
    }

    // MARK: Parts

    private enum Language { case sv, en }

    /// `5 (normalt 1–2)`, over several days `i snitt 4,6 på 5 dygn, senast 5 (normalt 1–2)`.
    private static func figures(_ member: Alert.Member, _ evidence: Alert.Evidence, _ language: Language) -> String {
        let isSwedish = language == .sv
        func text(_ value: Double, decimals: Int? = nil) -> String {
            Self.text(value, member.feature, decimals: decimals, comma: isSwedish)
        }
        let usual =
            "(\(isSwedish ? "normalt" : "usually") \(text(member.usualLow))–\(text(member.usualHigh)))"
        guard evidence.horizonDays > 1, let mean = member.mean else { return "\(text(member.value)) \(usual)" }
        let average = text(mean, decimals: member.usualHigh < 20 ? 1 : nil)
        return isSwedish
            ? "i snitt \(average) på \(evidence.horizonDays) dygn, senast \(text(member.value)) \(usual)"
            : "on average \(average) over \(evidence.horizonDays) days, latest \(text(member.value)) \(usual)"
    }

    private static func since(_ evidence: Alert.Evidence) -> Alert.Words {
        .init(sv: "Sedan \(evidence.since)", en: "Since \(evidence.since)")
    }

    private static func rarity(_ evidence: Alert.Evidence) -> Alert.Words {
        let days = 1 / evidence.probability
        if days >= 1000 {
            return .init(
                sv: "Av en slump mer sällan än en dag på tre år", en: "By chance less often than one day in three years"
            )
        }
        let round = days >= 100 ? Int((days / 50).rounded()) * 50 : Int((days / 10).rounded()) * 10
        return .init(
            sv: "Av en slump ungefär en dag på \(max(10, round))", en: "By chance about one day in \(max(10, round))")
    }

    private static func coverage(_ evidence: Alert.Evidence) -> Alert.Words {
        let percent = Int((evidence.coverage * 100).rounded())
        return .init(sv: "Datatäckning \(percent) %", en: "Data coverage \(percent) %")
    }

    private static func missing(_ evidence: Alert.Evidence) -> Alert.Words? {
        guard !evidence.missingDays.isEmpty else { return nil }
        let (count, days) = (evidence.missingDays.count, evidence.horizonDays)
        return .init(
            sv: "\(count) av \(days) dygn saknas eller kan inte jämföras",
            en: "\(count) of \(days) days are missing or cannot be compared")
    }

    private static func history(_ evidence: Alert.Evidence) -> Alert.Words? {
        guard evidence.historyDays < Alert.Evidence.wholeHistoryDays else { return nil }
        return .init(
            sv: "Kort historik: \(evidence.historyDays) dygn", en: "Short history: \(evidence.historyDays) days")
    }

    private static func text(_ value: Double, _ feature: String, decimals: Int?, comma: Bool) -> String {
        func number(_ decimals: Int) -> String {
            let text = String(format: "%.\(decimals)f", value)
            return comma ? text.replacingOccurrences(of: ".", with: ",") : text
        }
        switch feature {
        case "bed_in_time": return clock(Int(value.rounded()) + 12 * 60)
        case "bed_out_time": return clock(Int(value.rounded()))
        case "weight": return number(1)
        case "transition_speed": return number(2)
        default: return number(decimals ?? 0)
        }
    }

    // MARK: Names

    private static func name(_ feature: String) -> Alert.Words {
        featureNames[feature] ?? .init(sv: feature, en: feature)
    }

    private static let ask = Alert.Words(sv: "Fråga hur den boende mår.", en: "Ask the resident how they are.")

    private static let suggestions: [Alert.Family: Alert.Words] = [
        .toilet: .init(
            sv: "Fråga om besvär, dryck och läkemedel.", en: "Ask about discomfort, drinking and medicines."),
        .sleep: .init(
            sv: "Fråga hur nätterna är, om oro, smärta och läkemedel.",
            en: "Ask how the nights are, about worry, pain and medicines."),
        .meals: .init(
            sv: "Fråga om måltider och matlust; se efter i kylen.",
            en: "Ask about meals and appetite; look into the fridge."),
        .gait: .init(
            sv: "Se hur den boende går; fråga om yrsel, smärta och fall.",
            en: "Watch how the resident walks; ask about dizziness, pain and falls."),
        .weight: .init(sv: "Väg om och bedöm.", en: "Weigh again and assess."),
        .vitals: .init(sv: "Mät om och bedöm.", en: "Measure again and assess."),
    ]

    /// By pattern: what it is called when it goes up and when it goes down.
    private static let titles: [String: (up: Alert.Words, down: Alert.Words)] = {
        let toilet = Alert.Words(sv: "Fler toalettbesök än vanligt", en: "More toilet visits than usual")
        let night = Alert.Words(
            sv: "Fler toalettbesök på natten än vanligt", en: "More toilet visits at night than usual")
        let restless = Alert.Words(sv: "Mer uppe på natten än vanligt", en: "Up more at night than usual")
        let later = Alert.Words(sv: "Senare sovtider än vanligt", en: "Later sleeping times than usual")
        let earlier = Alert.Words(sv: "Tidigare sovtider än vanligt", en: "Earlier sleeping times than usual")
        let kitchen = Alert.Words(sv: "Mindre i köket än vanligt", en: "Less in the kitchen than usual")
        let meals = Alert.Words(sv: "Färre måltider än vanligt", en: "Fewer meals than usual")
        let fridge = Alert.Words(sv: "Kylskåpet öppnas oftare än vanligt", en: "Fridge opened more often than usual")
        let cooking = Alert.Words(sv: "Mer i köket än vanligt", en: "More in the kitchen than usual")
        let fewer = Alert.Words(sv: "Färre toalettbesök än vanligt", en: "Fewer toilet visits than usual")
        let more = Alert.Words(sv: "Mer aktiv än vanligt", en: "More active than usual")
        let less = Alert.Words(sv: "Mindre aktiv än vanligt", en: "Less active than usual")
        let slower = Alert.Words(
            sv: "Långsammare mellan rummen än vanligt", en: "Slower between rooms than usual")
        return [
            "toilet up": (toilet, toilet), "toilet day": (toilet, toilet), "toilet night": (night, night),
            "sleep broken": (restless, restless), "out of bed": (restless, restless),
            "sleep short": (
                .init(sv: "Längre sömn än vanligt", en: "Longer sleep than usual"),
                .init(sv: "Kortare sömn än vanligt", en: "Shorter sleep than usual")
            ),
            "phase": (later, earlier),
            "bed time": (
                .init(sv: "Går till sängs senare än vanligt", en: "Goes to bed later than usual"),
                .init(sv: "Går till sängs tidigare än vanligt", en: "Goes to bed earlier than usual")
            ),
            "wake time": (
                .init(sv: "Stiger upp senare än vanligt", en: "Gets up later than usual"),
                .init(sv: "Stiger upp tidigare än vanligt", en: "Gets up earlier than usual")
            ),
            "meals down": (kitchen, kitchen), "kitchen": (kitchen, kitchen), "meals": (meals, meals),
            "inactive": (more, less), "activity": (more, less),
            "out": (
                .init(sv: "Mer ute än vanligt", en: "Out more than usual"),
                .init(sv: "Mindre ute än vanligt", en: "Out less than usual")
            ),
            "fridge up": (fridge, fridge), "meals up": (cooking, cooking), "toilet fewer": (fewer, fewer),
            "rooms": (
                .init(sv: "Rör sig mer mellan rummen än vanligt", en: "More about between rooms than usual"),
                .init(sv: "Rör sig mindre mellan rummen än vanligt", en: "Less about between rooms than usual")
            ),
            "gait": (slower, slower),
            "weight": (
                .init(sv: "Vikten ökar", en: "Weight goes up"), .init(sv: "Vikten minskar", en: "Weight goes down")
            ),
            "blood pressure": (
                .init(sv: "Högre blodtryck än vanligt", en: "Higher blood pressure than usual"),
                .init(sv: "Lägre blodtryck än vanligt", en: "Lower blood pressure than usual")
            ),
            "pulse": (
                .init(sv: "Högre vilopuls än vanligt", en: "Higher resting pulse than usual"),
                .init(sv: "Lägre vilopuls än vanligt", en: "Lower resting pulse than usual")
            ),
        ]
    }()

    private static let featureNames: [String: Alert.Words] = [
        "toilet_visits_night": .init(sv: "Nattliga toalettbesök", en: "Toilet visits at night"),
        "toilet_visits_day": .init(sv: "Toalettbesök dagtid", en: "Toilet visits in the day"),
        "sleep_duration": .init(sv: "Sömn (min)", en: "Sleep (min)"),
        "bed_exits_night": .init(sv: "Gånger uppe ur sängen", en: "Times out of bed"),
        "night_out_of_bed": .init(sv: "Minuter uppe på natten", en: "Minutes up at night"),
        "bed_in_time": .init(sv: "Gick till sängs", en: "Went to bed"),
        "bed_out_time": .init(sv: "Steg upp", en: "Got up"),
        "kitchen_minutes": .init(sv: "Minuter i köket", en: "Minutes in the kitchen"),
        "meal_prep": .init(sv: "Måltider", en: "Meals"),
        "fridge_opens": .init(sv: "Kylskåpet öppnat", en: "Fridge opened"),
        "time_out_of_home": .init(sv: "Minuter utanför hemmet", en: "Minutes out of the home"),
        "room_transitions": .init(sv: "Byten av rum", en: "Changes of room"),
        "activity_minutes": .init(sv: "Aktiva minuter", en: "Active minutes"),
        "transition_speed": .init(sv: "Takt mellan rummen", en: "Pace between rooms"),
        "weight": .init(sv: "Vikt (kg)", en: "Weight (kg)"),
        "bp_systolic": .init(sv: "Systoliskt blodtryck", en: "Systolic blood pressure"),
        "heart_rate_resting": .init(sv: "Vilopuls", en: "Resting pulse"),
    ]
}

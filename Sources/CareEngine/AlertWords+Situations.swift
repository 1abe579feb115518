import CareModel

/// What alerts about situations within the day say.
extension AlertWords {
    /// Whether the sensors are known to work, or the home cannot show it.
    private static func proof(_ speaksByItself: Bool) -> Alert.Words {
        speaksByItself
            ? .init(sv: "Givarna fungerar.", en: "The sensors work.")
            : .init(
                sv: "Givarna hörs bara när någon rör sig, så ett avbrott kan inte uteslutas.",
                en: "The sensors are heard only when somebody moves, so that an outage cannot be ruled out.")
    }

    /// `speaksByItself`: the home's devices report without anybody's doing, and did.
    static func noActivityYet(usualMinute: Int, speaksByItself: Bool) -> AlertWords {
        let usual = clock(usualMinute)
        let proof = proof(speaksByItself)
        return AlertWords(
            title: .init(sv: "Ingen aktivitet ännu i dag", en: "No activity yet today"),
            explanation: .init(
                sv: "Den boende brukar vara igång omkring \(usual). I dag har ingen rörelse setts. \(proof.sv)",
                en: "The resident is usually up and about by \(usual). No movement has been seen today. \(proof.en)"),
            suggestion: .init(sv: "Ring upp.", en: "Call the resident."))
    }

    static func silenceWhileHome(
        since: Timestamp, hours: Int, usualMinutes: Int64?, speaksByItself: Bool, in home: HomeDefinition
    ) -> AlertWords {
        let clock = clockTime(since, home)
        let proof = proof(speaksByItself)
        let own = usualMinutes.map { length(Int($0)) }
        return AlertWords(
            title: .init(sv: "Ingen rörelse på \(hours) timmar", en: "No movement for \(hours) hours"),
            explanation: .init(
                sv: "Ingen rörelse sedan \(clock) fast den boende är hemma och vaken"
                    + (own.map { "; den egna gränsen vid den tiden är \($0.sv)." }
                        ?? "; det egna mönstret är ännu okänt.")
                    + " \(proof.sv)",
                en: "No movement since \(clock) although the resident is home and awake"
                    + (own.map { "; their own limit at that time of day is \($0.en)." }
                        ?? "; their own pattern is not yet known.") + " \(proof.en)"),
            suggestion: .init(
                sv: "Ring upp genast; åk dit om ingen svarar.", en: "Call at once; visit if nobody answers."))
    }

    static func longBathroomStay(
        since: Timestamp, minutes: Int, usualMinutes: Int64, in home: HomeDefinition
    ) -> AlertWords {
        let (clock, stay, own) = (clockTime(since, home), length(minutes), length(Int(usualMinutes)))
        return AlertWords(
            title: .init(sv: "Lång vistelse i badrummet", en: "Long stay in the bathroom"),
            explanation: .init(
                sv:
                    "Den boende sågs senast i badrummet, sedan \(clock) (\(stay.sv)), och ingen annanstans sedan dess. Den egna gränsen vid den tiden är \(own.sv).",
                en:
                    "The resident was last noticed in the bathroom, since \(clock) (\(stay.en)), and nowhere else since. "
                    + "Their own limit at that time of day is \(own.en)."),
            suggestion: .init(sv: "Ring upp; titta till om ingen svarar.", en: "Call; look in if nobody answers."))
    }

    static func nightExit(since: Timestamp, in home: HomeDefinition) -> AlertWords {
        let clock = clockTime(since, home)
        return AlertWords(
            title: .init(sv: "Gick ut på natten och har inte setts sedan", en: "Went out at night, not seen since"),
            explanation: .init(
                sv:
                    "Ytterdörren öppnades \(clock) och ingen har setts hemma på tio minuter. Den boende brukar inte gå ut vid den tiden.",
                en:
                    "The outer door opened at \(clock) and nobody has been noticed at home for ten minutes. The resident "
                    + "does not usually go out at that hour."),
            suggestion: .init(
                sv: "Ring upp genast; leta om ingen svarar.", en: "Call at once; go and look if nobody answers."))
    }

    static func nightWandering(walks: Int, usual: Int) -> AlertWords {
        AlertWords(
            title: .init(sv: "Går omkring på natten", en: "Walking about at night"),
            explanation: .init(
                sv: "\(walks) vandringar mellan rummen i natt, utan att gå på toaletten (normalt högst \(usual)).",
                en: "\(walks) walks from room to room tonight that were not to the toilet (usually at most \(usual))."),
            suggestion: .init(
                sv: "Hör hur den boende mår och om något stör sömnen.",
                en: "Ask how the resident is and what disturbs the night."))
    }

    static func notReturnedHome(since: Timestamp, hours: Int, in home: HomeDefinition) -> AlertWords {
        let clock = clockTime(since, home)
        return AlertWords(
            title: .init(sv: "Har inte kommit hem", en: "Has not come home"),
            explanation: .init(
                sv:
                    "Den boende gick ut \(clock) och har inte setts hemma sedan dess (\(hours) h), längre eller senare än vad som är vanligt.",
                en: "The resident went out at \(clock) and has not been noticed at home since (\(hours) h), longer or "
                    + "later than is usual for them."),
            suggestion: .init(
                sv: "Ring den boende och anhöriga.", en: "Call the resident and their next of kin."))
    }

    /// `1 h 20 min`.
    private static func length(_ minutes: Int) -> Alert.Words {
        let (hours, rest) = (minutes / 60, minutes % 60)
        if hours == 0 { return .init(sv: "\(rest) min", en: "\(rest) min") }
        let text = rest == 0 ? "\(hours) h" : "\(hours) h \(rest) min"
        return .init(sv: text, en: text)
    }
}

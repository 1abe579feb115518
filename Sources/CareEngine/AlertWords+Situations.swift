import CareModel

/// What alerts about situations within the day say.
extension AlertWords {
    /// Whether the sensors are known to work, or the home cannot show it.
    private static func proof(_ speaksByItself: Bool, _ words: WordCatalogue) -> String {
        speaksByItself ? words.say("proof.working") : words.say("proof.unsure")
    }

    /// `speaksByItself`: the home's devices report without anybody's doing, and did.
    static func noActivityYet(usualMinute: Int, speaksByItself: Bool) -> AlertWords {
        AlertWords(
            title: Alert.Words("alert.noActivityYet.title"),
            explanation: .init {
                $0.say(
                    "alert.noActivityYet.explanation",
                    ["usual": clock(usualMinute), "proof": proof(speaksByItself, $0)])
            },
            suggestion: Alert.Words("alert.noActivityYet.suggestion"))
    }

    static func silenceWhileHome(
        since: Timestamp, hours: Int, usualMinutes: Int64?, speaksByItself: Bool, in home: HomeDefinition
    ) -> AlertWords {
        AlertWords(
            title: Alert.Words("alert.silenceWhileHome.title", ["hours": hours]),
            explanation: .init { words in
                let (time, proof) = (clockTime(since, home), proof(speaksByItself, words))
                guard let usualMinutes else {
                    return words.say("alert.silenceWhileHome.early", ["time": time, "proof": proof])
                }
                return words.say(
                    "alert.silenceWhileHome.explanation",
                    ["time": time, "limit": length(Int(usualMinutes)), "proof": proof])
            },
            suggestion: Alert.Words("alert.silenceWhileHome.suggestion"))
    }

    static func longBathroomStay(
        since: Timestamp, minutes: Int, usualMinutes: Int64, in home: HomeDefinition
    ) -> AlertWords {
        AlertWords(
            title: Alert.Words("alert.longBathroomStay.title"),
            explanation: Alert.Words(
                "alert.longBathroomStay.explanation",
                [
                    "time": clockTime(since, home), "length": length(minutes), "limit": length(Int(usualMinutes)),
                ]),
            suggestion: Alert.Words("alert.longBathroomStay.suggestion"))
    }

    static func nightExit(since: Timestamp, in home: HomeDefinition) -> AlertWords {
        AlertWords(
            title: Alert.Words("alert.nightExit.title"),
            explanation: Alert.Words("alert.nightExit.explanation", ["time": clockTime(since, home)]),
            suggestion: Alert.Words("alert.nightExit.suggestion"))
    }

    static func nightWandering(walks: Int, usual: Int) -> AlertWords {
        AlertWords(
            title: Alert.Words("alert.nightWandering.title"),
            explanation: Alert.Words("alert.nightWandering.explanation", ["walks": walks, "usual": usual]),
            suggestion: Alert.Words("alert.nightWandering.suggestion"))
    }

    static func notReturnedHome(since: Timestamp, hours: Int, in home: HomeDefinition) -> AlertWords {
        AlertWords(
            title: Alert.Words("alert.notReturnedHome.title"),
            explanation: Alert.Words(
                "alert.notReturnedHome.explanation", ["time": clockTime(since, home), "hours": hours]),
            suggestion: Alert.Words("alert.notReturnedHome.suggestion"))
    }

    /// `1 h 20 min`.
    private static func length(_ minutes: Int) -> String {
        let (hours, rest) = (minutes / 60, minutes % 60)
        if hours == 0 { return "\(rest) min" }
        return rest == 0 ? "\(hours) h" : "\(hours) h \(rest) min"
    }
}

import CareModel

extension Phrases {
    func text(daysBack days: Int32) -> String { say("\(days) dagar", "\(days) days") }

    func text(_ direction: Trend.Direction, isClockTime: Bool) -> String {
        switch direction {
        case .up: isClockTime ? say("allt senare", "ever later") : say("stigande", "rising")
        case .down: isClockTime ? say("allt tidigare", "ever earlier") : say("sjunkande", "falling")
        case .none: say("oförändrat", "steady")
        }
    }

    func text(sinceAbout day: LocalDay) -> String {
        say("sedan omkring \(shortText(day))", "since about \(shortText(day))")
    }

    var gradually: String { say("efter hand", "gradually") }

    /// The slope and the interval in which the true one lies with a confidence of 95 %.
    func text(perWeek: String, from low: String, to high: String) -> String {
        say("\(perWeek) i veckan (\(low) till \(high))", "\(perWeek) a week (\(low) to \(high))")
    }

    /// How likely chance alone gives as much of a trend, in words.
    func text(chance: Double) -> String {
        guard chance < Trend.significance else { return say("kan vara slump", "may be chance") }
        guard chance >= 0.001 else {
            return say("slump högst en gång på 1000", "chance at most once in 1000")
        }
        let times = Int((1 / chance).rounded())
        return say("slump ungefär en gång på \(times)", "chance about once in \(times)")
    }

    func trendUnknown(fewest days: Int) -> String {
        say(
            "Ingen trend ännu: den kräver \(days) dagar med värden.", "No trend yet: it takes \(days) days with values."
        )
    }
}

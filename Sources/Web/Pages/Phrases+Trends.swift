import CareModel

extension Phrases {
    func text(daysBack days: Int32) -> String { say("trend.window", ["days": days]) }

    func text(_ direction: Trend.Direction, isClockTime: Bool) -> String {
        switch direction {
        case .up: isClockTime ? say("trend.later") : say("trend.up")
        case .down: isClockTime ? say("trend.earlier") : say("trend.down")
        case .none: say("trend.none")
        }
    }

    func text(sinceAbout day: LocalDay) -> String { say("trend.since", ["day": shortText(day)]) }

    var gradually: String { say("trend.gradually") }

    /// The slope and the interval in which the true one lies with a confidence of 95 %.
    func text(perWeek: String, from low: String, to high: String) -> String {
        say("trend.slope", ["slope": perWeek, "low": low, "high": high])
    }

    func text(perWeekAtMost amount: String) -> String { say("trend.atMost", ["amount": amount]) }

    /// How likely chance alone gives as much of a trend, in words.
    func text(chance: Double) -> String {
        guard chance < Trend.significance else { return say("trend.mayBeChance") }
        guard chance >= 0.001 else { return say("trend.hardlyChance") }
        return say("trend.chance", ["times": Int((1 / chance).rounded())])
    }

    func trendUnknown(fewest days: Int) -> String { say("trend.tooShort", ["days": days]) }
}

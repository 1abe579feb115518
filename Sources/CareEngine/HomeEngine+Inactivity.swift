import CareModel

/// Nobody moves, and the home is known to live: in the morning, and through the waking day.
extension HomeEngine {
    /// From when on activity counts as this morning's.
    private var awakeFrom: Timestamp {
        guard let usual = usualFirstActivity else { return daytime.start }
        return min(daytime.start, clock(Int(usual.mean) - 60))
    }

    var usualFirstActivity: (mean: Double, spread: Double)? {
        let past = state.firstActivities
        guard past.count >= Self.shortestHistoryDays else { return nil }
        let mean = past.reduce(0, +) / Double(past.count)
        let variance = past.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(past.count - 1)
        return (mean, max(20, variance.squareRoot()) * (1 + 1 / Double(past.count)).squareRoot())
    }

    // MARK: No activity yet

    /// The resident's own first activity, as a Student-t predictive at .999 with the lag kept between 90 and 180 min.
    var noActivityYetAt: Timestamp? {
        guard mayJudge, let usual = usualFirstActivity, let from = mayRaise("no_activity_yet"),
            state.lastActivity < awakeFrom, state.leftAt == nil, state.watchingSince <= awakeFrom, isAtHomeInTheMorning
        else { return nil }
        let own = studentQuantile999(state.firstActivities.count - 1) * usual.spread
        let lag = min(180, max(90, own)) + (limits.isWidened ? Self.lagAfterFault : 0)
        let due = max(clock(Int(usual.mean + lag)), from, state.seesAgainSince.adding(minutes: Int64(lag)))
        guard due < daytime.end else { return nil }
        return max(due, state.clock)
    }

    /// Mornings that were not seen may be missing from what is usual.
    private static let lagAfterFault = 15.0

    mutating func raiseNoActivityYet(at time: Timestamp, into effects: inout [Effect]) {
        guard let usual = usualFirstActivity, isProven(at: time) else { return }
        var draft = draft(
            "no_activity_yet", .situation, .p2, onset: clock(Int(usual.mean)),
            words: .noActivityYet(usualMinute: Int(usual.mean), speaksByItself: speaksByItself))
        draft.probability = 0.001
        raiseSituation(draft, at: time, into: &effects)
    }

    // MARK: Silence while home

    /// Before there are two weeks of own history.
    private static let unlearnedQuietHours: Int64 = 10

    func part(of time: Timestamp) -> DayPart {
        time < afternoon ? .morning : time < evening ? .afternoon : .evening
    }

    private var quietSince: Timestamp {
        max(state.lastActivity, state.watchingSince, state.seesAgainSince, daytime.start)
    }

    /// Who may have gone out unseen is given twice the limit.
    private var quietLimit: Int64 {
        let limit = limits.quiet[part(of: quietSince).rawValue] ?? Self.unlearnedQuietHours * 60
        return mayHaveLeftUnseen ? 2 * limit : limit
    }

    /// Last noticed by the outer door.
    private var mayHaveLeftUnseen: Bool {
        map.outerDoors.contains { map.room($0) >= 0 && map.room($0) == state.whereabouts.room }
    }

    /// Messages are lost, and one alone could have told of the way out. Where the door has a motion sensor beside it
    /// that told of nobody for a while before the last sign, the way from there to the door makes two, which are hardly
    /// ever lost together but where many are. A door that moved since, or stands open, may have told of less than
    /// happened.
    var mayHaveLeftUnheard: Bool {
        guard isLossy, !isInBed else { return false }
        if isHeavilyLossy { return map.hasOuterDoor }
        return map.outerDoors.contains { door in
            let track = state.tracks[Int(door)]
            if track.level == .on || track.since > state.lastActivity { return true }
            let place = map.room(door)
            let beside = map.activitySensors.filter { map.room($0) == place && place >= 0 }
            // A motion sensor that has just told of somebody is blind to the same one going out.
            let latest = beside.map { state.tracks[Int($0)].since }.max()
            return latest.map { state.lastActivity <= $0.adding(minutes: Self.blindMinutes) } ?? true
        }
    }

    /// Who was noticed in the evening went to bed, and not out.
    private var isAtHomeInTheMorning: Bool {
        isKnownAtHome && (!mayHaveLeftUnheard || state.lastActivity >= evening.adding(hours: -24))
    }

    /// Motion sensors wait for a minute or two before they tell again.
    private static let blindMinutes: Int64 = 3

    /// Twice the limit, within the waking day.
    var stillForLongAt: Timestamp? {
        let due = quietSince.adding(minutes: 2 * quietLimit)
        return due < daytime.end ? due : nil
    }

    var silenceWhileHomeAt: Timestamp? {
        guard mayJudge, let from = mayRaise("silence_while_home"), !state.book.isOpen("no_activity_yet"),
            state.lastActivity >= awakeFrom, state.lastActivity != .distantPast, state.leftAt == nil, !isInBed,
            isKnownAtHome, !mayHaveLeftUnheard
        else { return nil }
        let due = max(quietSince.adding(minutes: quietLimit), from)
        guard due < daytime.end else { return nil }
        return max(due, state.clock)
    }

    mutating func raiseSilenceWhileHome(at time: Timestamp, into effects: inout [Effect]) {
        guard isProven(at: time) else { return }
        let limit = limits.quiet[part(of: quietSince).rawValue]
        var draft = draft(
            "silence_while_home", .situation, .p1, onset: state.lastActivity,
            words: .silenceWhileHome(
                since: quietSince, hours: Int(time.minutes(since: quietSince) / 60), usualMinutes: limit,
                speaksByItself: speaksByItself, in: definition))
        draft.probability = limit == nil ? nil : 0.0005
        raiseSituation(draft, at: time, into: &effects)
    }
}

/// The .999 quantile of Student's t, from n - 1 degrees of freedom (Hill's expansion in the normal quantile 3.0902).
///
/// Source: Abramowitz and Stegun 26.7.5.
func studentQuantile999(_ freedom: Int) -> Double {
    let z = 3.0902
    let n = Double(max(3, freedom))
    let z3 = z * z * z
    let z5 = z3 * z * z
    let z7 = z5 * z * z
    return z + (z3 + z) / (4 * n) + (5 * z5 + 16 * z3 + 3 * z) / (96 * n * n)
        + (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / (384 * n * n * n)
}

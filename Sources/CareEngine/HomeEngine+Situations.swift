import CareModel

/// Situations within the day. Each counts only time in which the home was heard: silence proves nothing by itself.
extension HomeEngine {
    /// Before there are two weeks of own history.
    static let unlearnedSilenceHours: Int64 = 10
    static let shortestHistoryDays = 14

    private var isInBed: Bool {
        state.tracks.indices.contains { map.role(UInt16($0)) == .bed && state.tracks[$0].level == .on }
    }

    /// From when on activity counts as this morning's.
    private var awakeFrom: Timestamp {
        guard let usual = usualFirstActivity else { return daytime.start }
        return min(daytime.start, dayStart.adding(minutes: Int64(usual.mean) - 60))
    }

    private var usualFirstActivity: (mean: Double, spread: Double)? {
        let past = state.firstActivities
        guard past.count >= Self.shortestHistoryDays else { return nil }
        let mean = past.reduce(0, +) / Double(past.count)
        let variance = past.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(past.count - 1)
        return (mean, max(20, variance.squareRoot()) * (1 + 1 / Double(past.count)).squareRoot())
    }

    // MARK: No activity yet

    /// The resident's own first activity, as a Student-t predictive at .999 with the lag kept between 90 and 200 min.
    var noActivityYetAt: Timestamp? {
        guard let usual = usualFirstActivity, mayRaise("no_activity_yet"), !isUnreachable,
            state.lastActivity < awakeFrom, state.leftAt == nil, state.watchingSince <= awakeFrom
        else { return nil }
        let lag = min(200, max(90, studentQuantile999(state.firstActivities.count - 1) * usual.spread))
        let due = dayStart.adding(minutes: Int64(usual.mean + lag))
        guard due < daytime.end else { return nil }
        return state.isHeld ? nil : max(due, state.clock)
    }

    mutating func raiseNoActivityYet(at time: Timestamp, into effects: inout [Effect]) {
        guard let usual = usualFirstActivity, isProven(at: time) else { return }
        var draft = draft(
            "no_activity_yet", .situation, .p2, onset: dayStart.adding(minutes: Int64(usual.mean)),
            words: .noActivityYet(usualMinute: Int(usual.mean)))
        draft.probability = 0.001
        suppressIfBlind(&draft, at: time)
        raise(draft, at: time, into: &effects)
    }

    // MARK: Silence while home

    /// Half again the longest own daytime silence of 28 days, and at least 4 h; 10 h before two weeks are known.
    private var silenceLimitMinutes: Int64 {
        guard state.longestInactivities.count >= Self.shortestHistoryDays else {
            return Self.unlearnedSilenceHours * 60
        }
        return max(240, Int64((state.longestInactivities.max() ?? 0) * 1.5) + 60)
    }

    var silenceWhileHomeAt: Timestamp? {
        guard mayRaise("silence_while_home"), !state.book.isOpen("no_activity_yet"), !isUnreachable,
            state.lastActivity >= awakeFrom, state.lastActivity != .distantPast, state.leftAt == nil, !isInBed
        else { return nil }
        let since = max(state.lastActivity, state.watchingSince, daytime.start)
        let due = since.adding(minutes: silenceLimitMinutes)
        guard due < daytime.end else { return nil }
        return state.isHeld ? nil : max(due, state.clock)
    }

    mutating func raiseSilenceWhileHome(at time: Timestamp, into effects: inout [Effect]) {
        guard isProven(at: time) else { return }
        let since = max(state.lastActivity, state.watchingSince, daytime.start)
        var draft = draft(
            "silence_while_home", .situation, .p1, onset: state.lastActivity,
            words: .silenceWhileHome(since: since, hours: Int(time.minutes(since: since) / 60), in: definition))
        suppressIfBlind(&draft, at: time)
        raise(draft, at: time, into: &effects)
    }

    /// Not open yet, or open but suppressed by a sensor that sees again.
    private func mayRaise(_ rule: String) -> Bool {
        guard let open = state.book.open(rule) else { return true }
        return open.state == .suppressed && blindSensor(at: state.clock) == nil
    }

    /// The home was heard within two hours: it can be known that nobody moved. When not, the rule is held until the
    /// home speaks again.
    private mutating func isProven(at time: Timestamp) -> Bool {
        state.isHeld = time > state.homeHeard.adding(hours: Self.watchGapHours)
        return !state.isHeld
    }

    /// A sensor that could not have seen the resident explains the silence: "cannot see", not "inactive".
    private func suppressIfBlind(_ draft: inout AlertBook.Draft, at time: Timestamp) {
        guard let device = blindSensor(at: time) else { return }
        draft.suppressedBy = "device_offline:\(device.name)"
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

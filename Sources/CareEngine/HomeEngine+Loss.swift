import CareModel

/// Messages that are lost on the way, all devices' alike: measured by the reports that should have come.
extension HomeEngine {
    /// From this share on what rests on single messages is not judged, and the situations' limits are doubled.
    static let lossyShare = 0.02
    /// Below this it is over.
    static let soundShare = 0.01
    /// From this share on two messages are lost together on one of four hundred occasions.
    private static let heavyShare = 0.05
    /// A day that loses messages counts as one that loses at least this; each day after it for less by a tenth, which
    /// is six days: what is lost by chance is not measured on every day.
    private static let remembered = 0.04

    /// Messages were lost lately.
    var isLossy: Bool { state.lossShare >= Self.lossyShare }
    /// So many that two together are no rare thing.
    var isHeavilyLossy: Bool { state.lossShare >= Self.heavyShare }

    /// Where messages are lost, or while it is learned, the time to bed may be unknown, and a late evening would count as
    /// night; when the clocks have begun to differ, a day may.
    var knowsSleepingHours: Bool {
        guard !state.statedTimes.isInDoubt(at: state.clock) else { return false }
        guard let day = state.openDay, let place = WatchedFeature.indexByName["bed_in_time"] else { return true }
        let normal = state.detector.normals[place]
        if normal.isComparable { return true }
        let isBeingLearned = normal.days > 0 && day.number - normal.firstDay < Self.learningDays
        return !isLossy && !isBeingLearned
    }

    private static let learningDays: Int32 = 28

    /// Two devices' own reports did not come since then, or shortly before: an outage too short to be noticed, or messages
    /// are lost. Until the day is over the home then counts as one that loses messages.
    mutating func losesReports(since start: Timestamp) -> Bool {
        guard let today = state.today, let yesterday = state.yesterday else { return false }
        var calendar = calendar
        let windows = DayWindows(today.day, night: definition.night, calendar: &calendar)
        let reports = OwnReports(
            yesterday: yesterday, today: today, windows: windows, blind: [], devices: map.roles.count,
            now: state.clock)
        guard reports.lost.count(where: { spans in spans.contains { $0.end > start } }) >= 2 else { return false }
        state.lossShare = max(state.lossShare, Self.lossyShare)
        return true
    }

    /// Takes in the loss of the last closed day and the one before, and tells the technician. `isNew`: the day was not
    /// taken in before.
    mutating func judgeLoss(_ share: Double, isNew: Bool, into effects: inout [Effect]) {
        let left = isNew ? 0.9 * min(state.lossShare, Self.remembered) : 0
        if share >= Self.lossyShare {
            state.lossShare = max(share, Self.remembered)
        } else {
            state.lossShare = left >= Self.lossyShare ? left : share
        }
        if share >= Self.lossyShare {
            let draft = draft(
                "messages_lost", .technical, .technical, onset: dayStart,
                words: .messagesLost(percent: Int((share * 100).rounded())))
            raise(draft, at: state.clock, into: &effects)
        } else if share < Self.soundShare, let alert = state.book.clear("messages_lost", at: state.clock) {
            effects.append(.alert(alert))
        }
    }
}

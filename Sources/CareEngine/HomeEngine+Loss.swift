import CareModel

/// Messages that are lost on the way, all devices' alike: measured by the reports that should have come.
extension HomeEngine {
    /// From this share on what rests on single messages is not judged, and the situations' limits are doubled.
    static let lossyShare = 0.02
    /// Below this it is over.
    private static let soundShare = 0.01

    /// The last closed day and the one before lost messages.
    var isLossy: Bool { state.lossShare >= Self.lossyShare }

    /// Where messages are lost the time to bed may be unknown, and a late evening would count as night.
    var knowsSleepingHours: Bool {
        guard isLossy, let day = state.openDay else { return true }
        return state.detector.baseline("bed_in_time", on: day) != nil
    }

    /// Takes in the loss of the last closed day, and tells the technician.
    mutating func judgeLoss(_ share: Double, into effects: inout [Effect]) {
        state.lossShare = share
        if isLossy {
            let draft = draft(
                "messages_lost", .technical, .technical, onset: dayStart,
                words: .messagesLost(percent: Int((share * 100).rounded())))
            raise(draft, at: state.clock, into: &effects)
        } else if share < Self.soundShare, let alert = state.book.clear("messages_lost", at: state.clock) {
            effects.append(.alert(alert))
        }
    }
}

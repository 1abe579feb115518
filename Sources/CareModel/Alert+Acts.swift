extension Alert {
    /// The alert after a person's act; nil where its state does not allow it. `isBegunAnew`: the same thing is open
    /// again in another alert, so that this one cannot be opened again.
    package func after(_ verb: AlertVerb, at time: Timestamp, isBegunAnew: Bool = false) -> Alert? {
        guard verb.judgement == nil || verb.act.takesVerdict,
            let to = state(after: verb, at: time, isBegunAnew: isBegunAnew)
        else { return nil }
        var alert = self
        alert.history.append(
            .init(
                at: time, from: state, to: to, by: verb.by, note: verb.judgement?.note(verb.note) ?? verb.note,
                act: verb.act, about: verb.about, until: verb.act == .snooze ? verb.until : nil))
        if verb.act == .resolve { alert.clearedAt = time }
        if verb.act == .undo, to.isOpen { alert.clearedAt = nil }
        if let judgement = verb.judgement {
            alert.verdict = judgement.verdict
            alert.verdictBy = judgement.verdict.map { _ in verb.by }
        }
        alert.state = to
        return alert
    }

    private func state(after verb: AlertVerb, at time: Timestamp, isBegunAnew: Bool) -> State? {
        let isTakenOn = state == .firing || state == .acknowledged
        switch verb.act {
        case .acknowledge: return AlertStep.acknowledge.next(from: state)
        case .setOut:
            // Who comes second is told who was first.
            let other = handling.onTheWay
            return isTakenOn && (other == nil || other == verb.by) ? .acknowledged : nil
        case .assign: return isTakenOn ? state : nil
        case .snooze:
            guard isTakenOn, priority != .p1, let until = verb.until, verb.about?.isEmpty == false, until > time,
                until <= time.adding(hours: 24 * Snooze.longestDays)
            else { return nil }
            return state
        case .wake: return isTakenOn && isSnoozed(at: time) ? state : nil
        case .resolve:
            if let about = verb.about, Resolution(rawValue: about) == nil { return nil }
            return AlertStep.resolve.next(from: state)
        case .review: return AlertStep.review.next(from: state)
        case .undo:
            guard let before = undoable(by: verb.by, at: time)?.from else { return nil }
            return !state.isOpen && before.isOpen && isBegunAnew ? nil : before
        }
    }
}

extension Alert.Act {
    /// Whether a verdict on the alert's worth may come with it.
    package var takesVerdict: Bool { self == .resolve || self == .review }
}

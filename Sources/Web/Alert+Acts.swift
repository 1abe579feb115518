import CareModel

extension AlertVerb {
    /// Whether an alert already has this behind it, so that a repeated request changes nothing.
    ///
    /// `seen`: the length of the history that the person saw when they asked; what they did since is this very act.
    func isDone(_ alert: Alert, seen: Int? = nil) -> Bool {
        if let seen, judgement == nil, (0...alert.history.count).contains(seen) {
            if alert.history.dropFirst(seen).contains(where: isSame) { return true }
            if act == .undo { return false }
        }
        if let judgement, judgement.verdict != alert.verdict { return false }
        let handling = alert.handling
        return switch act {
        case .acknowledge: [.acknowledged, .resolved, .reviewed].contains(alert.state)
        case .setOut: handling.onTheWay == by
        case .assign: handling.assignee == about
        // Sent twice because the first answer was lost: the moment is counted from when each came.
        case .snooze:
            handling.snooze.map { snooze in
                snooze.by == by && snooze.reason == about
                    && abs(snooze.until.milliseconds(since: until ?? .distantPast)) < 60_000
            } ?? false
        case .wake: handling.snooze == nil
        case .resolve: alert.state == .resolved || alert.state == .reviewed
        case .review: alert.state == .reviewed
        case .undo: alert.history.last { $0.act != nil }.map { $0.act == .undo && $0.by == by } ?? false
        }
    }
}

extension AlertVerb {
    /// For so long a request may be tried again, and the moment until which an alert waits is counted from each.
    private static let retryMinutes: Int64 = 30

    private func isSame(_ change: Alert.Change) -> Bool {
        guard change.act == act, change.by == by, change.about == about else { return false }
        guard act == .snooze, let until, let was = change.until else { return act != .snooze }
        return abs(until.milliseconds(since: was)) < Self.retryMinutes * 60_000
    }
}

extension Alert {
    /// What a person can do about it at that moment, beside taking back what they did last.
    func acts(at time: Timestamp) -> [Act] {
        let isOut = handling.onTheWay != nil
        var acts: [Act]
        switch state {
        case .firing: acts = isOut ? [.acknowledge] : [.acknowledge, .setOut]
        case .acknowledged: acts = isOut ? [] : [.setOut]
        case .resolved: return [.review]
        case .pending, .suppressed, .reviewed: return []
        }
        acts += [.assign]
        if priority != .p1 { acts.append(isSnoozed(at: time) ? .wake : .snooze) }
        return acts + [.resolve]
    }

    /// Who was first where the same was done twice: the one who took it on, or closed it.
    func first(_ act: Act) -> Change? {
        switch act {
        case .acknowledge: history.last { $0.to == .acknowledged && $0.from == .firing }
        case .setOut: history.last { $0.act == .setOut }
        case .resolve: history.last { $0.to == .resolved && $0.from != .resolved }
        default: nil
        }
    }
}

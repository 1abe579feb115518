import CareModel

/// An earlier alert and what became of it, in a line.
struct SimilarAlert {
    let similarLink: String
    let similarAt: MomentView
    let similarTitle: String
    let priorityText: String
    let outcomeText: String
    let verdictText: String
    /// From the time somebody was told until somebody took it on.
    let delayText: String

    init(_ alert: Alert, _ words: Phrases, _ clock: inout HomeClock) {
        similarLink = PagePath.alert(alert.id)
        similarAt = clock.moment(alert.raisedAt ?? alert.onset)
        similarTitle = words.language.pick(alert.title)
        priorityText = words.text(alert.priority)
        outcomeText = words.outcome(of: alert)
        verdictText = alert.verdict.map { words.text($0) } ?? "–"
        delayText = alert.minutesUntilTakenOn.map { words.text(minutes: $0) } ?? "–"
    }
}

extension Alert {
    /// Whole minutes from the time somebody was told until somebody took it on, by acknowledging or closing it; nil
    /// where nobody did.
    var minutesUntilTakenOn: Int? {
        guard let raisedAt else { return nil }
        let taken = history.first { change in
            change.by != Change.engine && change.from == .firing
                && (change.to == .acknowledged || change.to == .resolved)
        }
        return taken.map { max(Int($0.at.minutes(since: raisedAt)), 0) }
    }

    /// The end of it: who closed it and when; nil while it is open.
    var closing: Change? {
        state.isOpen ? nil : history.last { $0.to == .resolved && $0.from != .resolved }
    }

    /// Who has it: to whom it was given, who is on the way, or who took it on; nil where nobody has.
    var holder: String? {
        let handling = handling
        if let person = handling.assignee ?? handling.onTheWay { return person }
        guard state == .acknowledged else { return nil }
        return history.last { $0.to == .acknowledged && $0.from != .acknowledged }?.by
    }
}

extension Phrases {
    /// The state, and where it is closed the reason with who closed it.
    func outcome(of alert: Alert) -> String {
        var text = text(alert.state)
        if alert.state == .suppressed, let reason = alert.suppressedBy {
            text += ": " + self.text(suppressedBy: reason)
        }
        if let resolution = alert.handling.resolution { text += ": " + self.text(outcome: resolution) }
        if let closing = alert.closing { text += ", " + self.text(person: closing.by) }
        return text
    }

    func text(outcome: Alert.Resolution) -> String { say("outcome.\(outcome.rawValue)") }
}

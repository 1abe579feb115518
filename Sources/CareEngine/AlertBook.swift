import CareModel

/// A home's open alerts, and those resolved within the last week: dedupe, repeats and the steps of each alert's life.
struct AlertBook: Sendable, Equatable {
    private(set) var alerts: [Alert] = [] {
        didSet { findOpen() }
    }
    /// Where the alerts are that are not at their end: few, and looked at for every reading.
    private var openPlaces: [Int] = []

    var openCount: Int { openPlaces.count }

    static let resolvedKeptDays: Int64 = 7

    init() {}
    init(alerts: [Alert]) {
        self.alerts = alerts
        findOpen()
    }

    private mutating func findOpen() { openPlaces = alerts.indices.filter { alerts[$0].state.isOpen } }

    /// What would be raised, before it is known whether it is already open.
    struct Draft: Sendable {
        var home: String
        var resident: String
        var rule: String
        var family: Alert.Family
        var priority: Alert.Priority
        var onset: Timestamp
        var place: String?
        var features: [Alert.Member] = []
        var probability: Double?
        var evidence: Alert.Evidence?
        var words: AlertWords
        var suppressedBy: String?
        var note: String?
        /// It happened again (a press, a new alarm), as against the same state seen once more.
        var isRepeatable = false
    }

    func open(_ rule: String, place: String? = nil) -> Alert? {
        openIndex(rule, place: place).map { alerts[$0] }
    }

    func isOpen(_ rule: String, place: String? = nil) -> Bool { openIndex(rule, place: place) != nil }

    func hasOpen(_ rule: String) -> Bool {
        openPlaces.contains { alerts[$0].rule == rule }
    }

    private func openIndex(_ rule: String, place: String?) -> Int? {
        openPlaces.first { alerts[$0].rule == rule && alerts[$0].place == place }
    }

    var hasSuppressed: Bool { openPlaces.contains { alerts[$0].state == .suppressed } }

    /// Raises, or repeats, or lifts the suppression of an open one. Nil when nothing changed.
    mutating func raise(_ draft: Draft, at time: Timestamp) -> Alert? {
        let step: AlertStep = draft.suppressedBy == nil ? .fire : .suppress
        guard
            let index = openIndex(draft.rule, place: draft.place)
        else { return add(draft, step, at: time) }
        let open = alerts[index]
        if open.state == .suppressed, step == .fire {
            alerts[index].suppressedBy = nil
            alerts[index].raisedAt = time
            return take(step, index, at: time, by: Alert.Change.engine, note: draft.note)
        }
        guard draft.isRepeatable, step == .fire || open.state == .suppressed else { return nil }
        alerts[index].count += 1
        return take(step, index, at: time, by: Alert.Change.engine, note: Alert.Change.again)
    }

    /// Makes an open alert that somebody was told of more urgent; it is told again. Nil when there is none.
    mutating func escalate(
        _ rule: String, place: String? = nil, to priority: Alert.Priority, at time: Timestamp, note: String
    ) -> Alert? {
        guard let index = openIndex(rule, place: place), alerts[index].priority != priority else { return nil }
        alerts[index].priority = priority
        return take(.fire, index, at: time, by: Alert.Change.engine, note: note)
    }

    /// What it was about is over. A pending one is dropped without a word: nobody was told of it.
    mutating func clear(_ rule: String, place: String? = nil, at time: Timestamp, note: String? = nil) -> Alert? {
        guard let index = openIndex(rule, place: place) else { return nil }
        if alerts[index].state == .pending {
            alerts.remove(at: index)
            return nil
        }
        alerts[index].clearedAt = time
        return take(.resolve, index, at: time, by: Alert.Change.engine, note: note)
    }

    /// A person's act. Nil when there is no such alert or its state does not allow the act.
    mutating func act(_ verb: AlertVerb, at time: Timestamp) -> Alert? {
        guard let index = alerts.firstIndex(where: { $0.id == verb.alert }) else { return nil }
        let isOpen = isOpen(alerts[index].rule, place: alerts[index].place)
        guard let alert = alerts[index].after(verb, at: time, isBegunAnew: isOpen) else { return nil }
        alerts[index] = alert
        return alert
    }

    /// Adds a remark to an alert without changing its state.
    mutating func annotate(_ id: String, at time: Timestamp, note: String) -> Alert? {
        guard let index = alerts.firstIndex(where: { $0.id == id }) else { return nil }
        let state = alerts[index].state
        alerts[index].history.append(.init(at: time, from: state, to: state, by: Alert.Change.engine, note: note))
        return alerts[index]
    }

    /// Drops what was resolved more than a week ago; it stays in the store.
    mutating func forgetResolved(before time: Timestamp) {
        alerts.removeAll { !$0.state.isOpen && ($0.history.last?.at ?? $0.onset) < time }
    }

    private mutating func add(_ draft: Draft, _ step: AlertStep, at time: Timestamp) -> Alert? {
        guard let state = step.next(from: nil) else { return nil }
        let alert = Alert(
            id: newID(draft), home: draft.home, resident: draft.resident, rule: draft.rule, family: draft.family,
            priority: draft.priority, state: state, onset: draft.onset, raisedAt: state == .firing ? time : nil,
            place: draft.place, features: draft.features, probability: draft.probability, evidence: draft.evidence,
            title: draft.words.title, explanation: draft.words.explanation, suggestion: draft.words.suggestion,
            suppressedBy: draft.suppressedBy,
            history: [.init(at: time, from: nil, to: state, by: Alert.Change.engine, note: draft.note)])
        alerts.append(alert)
        return alert
    }

    private mutating func take(
        _ step: AlertStep, _ index: Int, at time: Timestamp, by person: String, note: String?
    ) -> Alert? {
        let from = alerts[index].state
        guard let to = step.next(from: from) else { return nil }
        alerts[index].state = to
        alerts[index].history.append(.init(at: time, from: from, to: to, by: person, note: note))
        return alerts[index]
    }

    /// The same home, rule, place and onset always make the same id, in every replay; a second alert about the same
    /// onset is numbered.
    private func newID(_ draft: Draft) -> String {
        let place = (draft.place ?? "home").map { $0.isLetter || $0.isNumber ? String($0) : "-" }.joined()
        let id = "\(draft.home).\(draft.rule).\(place).\(draft.onset.milliseconds)"
        let same = alerts.count { $0.id == id || $0.id.hasPrefix(id + ".") }
        return same == 0 ? id : "\(id).\(same + 1)"
    }
}

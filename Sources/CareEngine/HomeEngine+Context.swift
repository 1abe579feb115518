package import CareModel

/// What is known of a home's circumstances, and which alerts they explain away.
extension HomeEngine {
    /// Why nobody is told, and until when at most.
    struct Hush {
        var reason: String
        var until: Timestamp
    }

    /// The circumstance of the kind that covers the moment; of several the one that lasts longest. Weekly visits
    /// count.
    func circumstance(_ kind: Circumstance.Kind, at time: Timestamp) -> Circumstance? {
        var covering = state.circumstances.filter { $0.kind == kind && $0.covers(time) }
        if kind == .visit { covering += weeklyVisits(around: time).filter { $0.covers(time) } }
        return covering.max { ($0.until ?? .distantFuture) < ($1.until ?? .distantFuture) }
    }

    /// Every circumstance that touches the span, the weekly visits as single ones; by their start.
    package func circumstances(in span: TimeSpan) -> [Circumstance] {
        func touches(_ circumstance: Circumstance) -> Bool {
            circumstance.from < span.end && (circumstance.until ?? .distantFuture) > span.start
        }
        var found = state.circumstances.filter(touches)
        if !definition.plannedVisits.isEmpty, span.start > .distantPast {
            var calendar = calendar
            var day = calendar.day(of: span.start)
            while calendar.start(of: day) < span.end {
                found += weeklyVisits(on: day, &calendar).filter(touches)
                day = day.next
            }
        }
        return found.sorted { ($0.from, $0.kind.rawValue) < ($1.from, $1.kind.rawValue) }
    }

    private func weeklyVisits(around time: Timestamp) -> [Circumstance] {
        guard !definition.plannedVisits.isEmpty else { return [] }
        var calendar = calendar
        return weeklyVisits(on: calendar.day(of: time), &calendar)
    }

    private func weeklyVisits(on day: LocalDay, _ calendar: inout HomeCalendar) -> [Circumstance] {
        var visits: [Circumstance] = []
        for visit in definition.plannedVisits where visit.comes(on: day) {
            visits.append(
                Circumstance(
                    kind: .visit, from: calendar.moment(day, minutes: visit.from),
                    until: calendar.moment(day, minutes: visit.to), by: "weekly plan"))
        }
        return visits
    }

    /// Whether a circumstance explains an alert of the rule away.
    ///
    /// A test silences everything. A paused home tells of nothing but whether it works, of the resident's own call for
    /// help, and of fire, gas and water: those watch the flat and not the person. Who is known to be elsewhere is not
    /// inactive, and who has company does not wander off alone.
    func hush(_ rule: String, _ family: Alert.Family, at time: Timestamp) -> Hush? {
        guard !state.circumstances.isEmpty || !definition.plannedVisits.isEmpty else { return nil }
        var kinds: [Circumstance.Kind] = [.test]
        if Self.isAboutPerson(rule) { kinds += [.hospital, .away] }
        if family != .technical, !Self.isHeardWhilePaused(rule) { kinds.append(.paused) }
        if family == .situation { kinds += [.hospital, .away] }
        if Self.restsDuringVisits.contains(rule) { kinds.append(.visit) }
        for kind in kinds {
            if let found = circumstance(kind, at: time) {
                return Hush(reason: kind.rawValue, until: found.until ?? .distantFuture)
            }
        }
        return nil
    }

    /// Of the technical rules.
    static func isAboutPerson(_ rule: String) -> Bool { rule == "welfare_check" || rule == "unseen_since_outage" }

    private static func isHeardWhilePaused(_ rule: String) -> Bool {
        [Quantity.sos, .smoke, .gas, .carbonMonoxide, .waterLeak].contains { $0.name == rule }
    }

    private static let restsDuringVisits: Set = ["night_wandering", "night_exit", "long_bathroom_stay"]

    /// The alert with what the home's circumstances make of it; nil where nobody lives and it would be about somebody.
    func judged(_ draft: AlertBook.Draft, at time: Timestamp) -> AlertBook.Draft? {
        var draft = draft
        let hush = hush(draft.rule, draft.family, at: time)
        let isAboutPerson = draft.family != .technical || Self.isAboutPerson(draft.rule)
        if isAboutPerson, state.resident == nil, hush?.reason != "test" { return nil }
        // The reason that a person gave goes before a sensor's.
        if let hush { draft.suppressedBy = hush.reason }
        return draft
    }

    mutating func raise(_ draft: AlertBook.Draft, at time: Timestamp, into effects: inout [Effect]) {
        guard let draft = judged(draft, at: time) else { return }
        if let alert = state.book.raise(draft, at: time) { effects.append(.alert(alert)) }
    }
}

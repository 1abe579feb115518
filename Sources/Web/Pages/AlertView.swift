import CareModel
import Foundation
import Store

/// One alert as the templates read it.
struct AlertView {
    /// Also the class of the style sheet: `P1`, `P2`, `P3`, `T`.
    let priorityClass: String
    let priorityText: String
    /// The priority's shape in a square of 16, so that it is told by more than its colour.
    let priorityShape: String
    let alertTitle: String
    let placeText: String?
    let explanationText: String
    let suggestionText: String
    let onsetAt: MomentView
    /// How long ago, while it is open and happened but once.
    let onsetAgo: String?
    /// Only where it happened again.
    let latestAt: MomentView?
    let latestAgo: String?
    /// Only where it was not at once.
    let raisedAt: MomentView?
    let clearedAt: MomentView?
    let stateText: String
    /// Only where it happened more than once.
    let countText: String?
    let suppressedByText: String?
    /// The least data coverage of the features that it rests on; nil where it rests on none.
    let coverageText: String?
    /// The alert's own page.
    let pageLink: String
    /// The element's id.
    let anchor: String
    let members: [String]
    let hasMembers: Bool
    let changes: [ChangeView]
    let handling: HandlingView
    /// Nil where nothing can be done.
    let acts: ActsView?
    /// With who gave it.
    let verdictText: String?

    struct ChangeView {
        let changedAt: MomentView
        let changeText: String
    }

    /// `choices`: to whom the home's alerts can be given; `actsElsewhere`, `isActing`: see `ActsView`.
    init(
        _ alert: Alert, _ words: Phrases, _ clock: inout HomeClock, now: Timestamp, coverage: Double? = nil,
        staff: Staff = .unknown, choices: ChoiceFields = .none, calls: [Call] = [],
        actsElsewhere: String? = nil, isActing: Bool = false
    ) {
        let language = words.language
        priorityClass = alert.priority.rawValue
        priorityText = words.text(alert.priority)
        priorityShape = alert.priority.shape
        coverageText = coverage.map(FeatureTable.percent)
        alertTitle = language.pick(alert.title)
        placeText = alert.place
        explanationText = language.pick(alert.explanation)
        suggestionText = language.pick(alert.suggestion)
        let onset = clock.moment(alert.onset)
        onsetAt = onset
        let isRepeated = alert.latestAt > alert.onset
        let ago = alert.state.isOpen ? NowView.ago(alert.latestAt, now, words) : nil
        onsetAgo = isRepeated ? nil : ago
        latestAt = isRepeated ? clock.moment(alert.latestAt) : nil
        latestAgo = isRepeated ? ago : nil
        raisedAt = alert.raisedAt.map { clock.moment($0) }.flatMap { $0.people == onset.people ? nil : $0 }
        clearedAt = alert.clearedAt.map { clock.moment($0) }
        stateText = Self.state(alert, words, &clock)
        countText = alert.count > 1 ? String(alert.count) : nil
        suppressedByText = alert.suppressedBy.map { words.text(suppressedBy: $0) }
        pageLink = PagePath.alert(alert.id)
        anchor = PagePath.anchor(alert.id)
        members = alert.features.map { Self.member($0, words) }
        hasMembers = !alert.features.isEmpty
        changes = Self.changes(alert, staff, words, &clock)
        handling = HandlingView(alert, staff, calls, words, &clock, now: now)
        acts = ActsView(
            alert, staff, choices, words, now: now, elsewhere: actsElsewhere, isActing: isActing)
        verdictText = alert.verdict.map { verdict in
            "\(words.text(verdict)), \(words.text(person: alert.verdictBy ?? ""))"
        }
    }

    /// With who took it on, where a person did.
    private static func state(_ alert: Alert, _ words: Phrases, _ clock: inout HomeClock) -> String {
        let state = words.text(alert.state)
        guard alert.state != .firing, alert.state != .suppressed,
            let last = alert.history.last(where: {
                $0.to == alert.state && $0.from != $0.to
            })
        else { return state }
        return "\(state), \(words.text(person: last.by)) \(clock.text(last.at))"
    }

    private static func member(_ member: Alert.Member, _ words: Phrases) -> String {
        let (name, language) = (FeatureName(member.feature), words.language)
        let usual = "\(name.text(member.usualLow, language))–\(name.text(member.usualHigh, language))"
        return "\(name.text(language)): \(name.text(member.value, language)) (\(words.say("usually")) \(usual))"
    }

    /// The newest first, each in words, with the remark.
    private static func changes(
        _ alert: Alert, _ staff: Staff, _ words: Phrases, _ clock: inout HomeClock
    ) -> [ChangeView] {
        var done: [Alert.Act] = []
        let views = alert.history.map { change in
            let undone = change.act == .undo ? done.popLast() : nil
            if let act = change.act, act != .undo { done.append(act) }
            let text = words.text(change, staff, &clock, undone: undone)
            return ChangeView(changedAt: clock.moment(change.at), changeText: text + remark(change, words))
        }
        return views.reversed()
    }

    private static func remark(_ change: Alert.Change, _ words: Phrases) -> String {
        guard let note = change.note, !note.isEmpty else { return "" }
        guard let (judgement, remark) = Alert.Judgement.read(note: note) else { return ": \(note)" }
        let verdict = judgement.verdict.map { words.text($0) } ?? words.say("verdictWithdrawn")
        return ": \(verdict)" + (remark.map { ". \($0)" } ?? "")
    }
}

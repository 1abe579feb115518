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
    let residentName: String
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
    let homeLink: String
    /// The element's id on the resident's page, and the same in a link.
    let anchor: String
    let anchorLink: String
    let members: [String]
    let hasMembers: Bool
    let changes: [ChangeView]
    /// Who it was given to, who is on the way since when, until when it waits and why, how it was closed.
    let assigneeText: String?
    let onTheWayText: String?
    let snoozeText: String?
    let resolutionText: String?
    /// Who was called about it, with the time.
    let calls: [String]
    let hasCalls: Bool
    /// Done with one tap.
    let quick: [StepView]
    let hasQuick: Bool
    let undo: UndoView?
    /// Where a person can be given it, put it off, wake it, close it.
    let assign: StepView?
    let snooze: StepView?
    let wake: StepView?
    let resolve: StepView?
    let review: StepView?
    let people: [Fields]
    let teams: [Fields]
    let hasPeople: Bool
    let hasTeams: Bool
    let ownLogin: String?
    /// The length of the history, so that a request that is tried again is not done again.
    let seenCount: String
    /// With who gave it.
    let verdictText: String?
    /// The answers to whether it was right; empty before it is closed.
    let verdicts: [VerdictView]
    let hasVerdicts: Bool
    let verdictQuestion: String
    let canAct: Bool

    struct ChangeView {
        let changedAt: MomentView
        let changeText: String
    }

    struct StepView {
        let stepLink: String
        let stepText: String
    }

    struct VerdictView {
        let verdictLink: String
        let verdictWord: String
        let verdictName: String
    }

    /// `choices`: to whom the home's alerts can be given.
    init(
        _ alert: Alert, _ words: Phrases, _ clock: inout HomeClock, now: Timestamp, coverage: Double? = nil,
        staff: Staff = .unknown, choices: ChoiceFields = .none, calls: [Call] = []
    ) {
        let language = words.language
        priorityClass = alert.priority.rawValue
        priorityText = words.text(alert.priority)
        priorityShape = alert.priority.shape
        coverageText = coverage.map(FeatureTable.percent)
        alertTitle = language.pick(alert.title)
        residentName = alert.resident
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
        homeLink = PagePath.resident(alert.home)
        anchor = PagePath.anchor(alert.id)
        anchorLink = PagePath.encoded(anchor)
        members = alert.features.map { Self.member($0, words) }
        hasMembers = !alert.features.isEmpty
        changes = Self.changes(alert, staff, words, &clock)
        let handling = alert.handling
        assigneeText = handling.assignee.map(staff.name)
        onTheWayText = handling.onTheWay.map { person in
            words.say("onTheWaySince", ["person": person, "time": clock.text(handling.setOutAt ?? alert.onset)])
        }
        snoozeText = handling.snooze.flatMap { snooze in
            snooze.until <= now
                ? nil
                : words.say(
                    "snoozedUntil",
                    ["until": clock.text(snooze.until), "reason": snooze.reason, "person": snooze.by])
        }
        resolutionText = handling.resolution.map { words.text($0) }
        self.calls = calls.map { call in
            words.say("called.\(call.kind.rawValue)", ["recipient": call.recipient, "time": clock.text(call.at)])
        }
        hasCalls = !calls.isEmpty
        let acts = alert.acts(at: now)
        func step(_ act: Alert.Act) -> StepView? {
            guard acts.contains(act) else { return nil }
            return StepView(stepLink: PagePath.step(act, alert: alert.id), stepText: words.text(act))
        }
        quick = [Alert.Act.acknowledge, .setOut].compactMap { step($0) }
        hasQuick = !quick.isEmpty
        undo = UndoView(alert, staff, words, now: now)
        assign = step(.assign)
        snooze = step(.snooze)
        wake = step(.wake)
        resolve = step(.resolve)
        review = step(.review)
        people = choices.people
        teams = choices.teams
        hasPeople = !people.isEmpty
        hasTeams = !teams.isEmpty
        ownLogin = choices.own
        seenCount = String(alert.history.count)
        verdictText = alert.verdict.map { verdict in
            "\(words.text(verdict)), \(words.text(person: alert.verdictBy ?? ""))"
        }
        verdicts = Self.verdicts(alert, words)
        hasVerdicts = !verdicts.isEmpty
        verdictQuestion = words.say("verdictQuestion") + (alert.evidence == nil ? "" : " " + words.say("verdictEffect"))
        canAct = !acts.isEmpty || hasVerdicts || undo != nil
    }

    /// Those not given yet, and the way back from the one given.
    private static func verdicts(_ alert: Alert, _ words: Phrases) -> [VerdictView] {
        guard alert.state == .resolved || alert.state == .reviewed else { return [] }
        let link = PagePath.step(.review, alert: alert.id)
        let offered = Alert.Verdict.allCases.filter { $0 != alert.verdict }.map {
            VerdictView(verdictLink: link, verdictWord: $0.rawValue, verdictName: words.text($0))
        }
        guard alert.verdict != nil else { return offered }
        let back = Alert.Judgement.withdraw
        return offered + [
            VerdictView(verdictLink: link, verdictWord: back.word, verdictName: words.say("withdrawVerdict"))
        ]
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

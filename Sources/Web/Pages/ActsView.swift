import CareModel

/// What can be done about an alert.
struct ActsView {
    /// Done with one tap.
    let quick: [StepView]
    let hasQuick: Bool
    /// Where all the others are shown; nil where they are here.
    let actsLink: String?
    /// They are what the reader asked for.
    let isActing: Bool
    let undo: UndoView?
    let assign: StepView?
    let snooze: StepView?
    let wake: StepView?
    let resolve: StepView?
    let review: StepView?
    /// To whom it can be given.
    let people: [Fields]
    let teams: [Fields]
    let hasPeople: Bool
    let hasTeams: Bool
    let ownLogin: String?
    /// The answers to whether it was right; empty before it is closed.
    let verdicts: [VerdictView]
    let hasVerdicts: Bool
    let verdictQuestion: String
    /// The length of the history, so that a request that is tried again is not done again.
    let seenCount: String

    struct StepView {
        let stepLink: String
        let stepText: String
    }

    struct VerdictView {
        let verdictLink: String
        let verdictWord: String
        let verdictName: String
    }

    /// Nil where nothing can be done. `elsewhere`: where all but the quick ones are shown, and only there.
    init?(
        _ alert: Alert, _ staff: Staff, _ choices: ChoiceFields, _ words: Phrases, now: Timestamp,
        elsewhere: String? = nil, isActing: Bool = false
    ) {
        let acts = alert.acts(at: now)
        func step(_ act: Alert.Act) -> StepView? {
            guard acts.contains(act) else { return nil }
            return StepView(stepLink: PagePath.step(act, alert: alert.id), stepText: words.text(act))
        }
        quick = [Alert.Act.acknowledge, .setOut].compactMap { step($0) }
        hasQuick = !quick.isEmpty
        undo = UndoView(alert, staff, words, now: now)
        verdicts = Self.verdicts(alert, words)
        if acts.isEmpty, verdicts.isEmpty, undo == nil { return nil }
        actsLink = elsewhere
        self.isActing = isActing
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
        hasVerdicts = !verdicts.isEmpty
        verdictQuestion = words.say("verdictQuestion") + (alert.evidence == nil ? "" : " " + words.say("verdictEffect"))
        seenCount = String(alert.history.count)
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
}

import CareModel

/// A home at this moment: when it was heard, what staff said about it, and what they can enter.
struct NowView {
    let isKnown: Bool
    let heardAt: MomentView?
    let heardAgo: String?
    let activityAt: MomentView?
    let activityAgo: String?
    let circumstances: [Line]
    let hasCircumstances: Bool
    let steps: [Step]
    let planLink: String
    let planKinds: [FrameView.Choice]
    /// Now, as the form's beginning.
    let planFrom: String
    let devicesText: String?
    let isEmptyHome: Bool

    struct Line {
        let circumstanceText: String
        let detailText: String
        let isNow: Bool
        /// Nil where it is not for staff to end it here: a test, a pause, a weekly visit of the home's file.
        let cancelLink: String?
        let cancelText: String
        let kindWord: String
        let fromMachine: String
        let lineID: String
    }

    struct Step {
        let stepLink: String
        let stepText: String
    }

    init(home: String, _ status: HomeStatus?, lastMessageAt: Timestamp?, _ words: Phrases, _ clock: inout HomeClock) {
        isKnown = status != nil
        let heard = status?.lastHeard ?? lastMessageAt
        heardAt = heard.map { clock.moment($0) }
        heardAgo = status.flatMap { status in heard.map { Self.ago($0, status.at, words) } }
        activityAt = status?.lastActivity.map { clock.moment($0) }
        activityAgo = status.flatMap { status in status.lastActivity.map { Self.ago($0, status.at, words) } }
        circumstances =
            status.map { status in
                status.circumstances.filter { ($0.until ?? .distantFuture) > status.at }
                    .map { Self.line($0, home, at: status.at, words, &clock) }
            } ?? []
        hasCircumstances = !circumstances.isEmpty
        let lasting = status?.lasting ?? []
        steps =
            status == nil
            ? []
            : HomeStep.allCases.filter { $0.changes(lasting) }.map {
                Step(stepLink: PagePath.enter($0, home: home), stepText: words.text($0))
            }
        planLink = PagePath.plan(home: home)
        planKinds = PlanForm.kinds.map { .init(choiceWord: $0.rawValue, choiceName: words.text($0)) }
        // A home that was never heard has no time yet.
        planFrom = status.flatMap { $0.at > .distantPast ? clock.field($0.at) : nil } ?? ""
        devicesText = status.map { status in
            let silent = status.devices.count { $0.life != .alive }
            return silent == 0
                ? "\(words.say("allHeard")) (\(status.devices.count))"
                : "\(silent) \(words.say("of")) \(status.devices.count) \(words.say("notHeard"))"
        }
        isEmptyHome = status.map { $0.resident == nil } ?? false
    }

    static func ago(_ time: Timestamp, _ now: Timestamp, _ words: Phrases) -> String {
        words.text(minutesAgo: Int(max(now.minutes(since: time), 0)))
    }

    private static func line(
        _ circumstance: Circumstance, _ home: String, at now: Timestamp, _ words: Phrases, _ clock: inout HomeClock
    ) -> Line {
        let until =
            circumstance.until.map { end in
                clock.day(of: end) == clock.day(of: circumstance.from) ? clock.timeText(end) : clock.text(end)
            } ?? words.say("untilFurther")
        let isNow = circumstance.covers(now)
        let isForStaff = PlanForm.kinds.contains(circumstance.kind) && circumstance.by != "weekly plan"
        return Line(
            circumstanceText: words.text(circumstance.kind),
            detailText: "\(clock.text(circumstance.from)) – \(until), \(words.text(person: circumstance.by))",
            isNow: isNow, cancelLink: isForStaff ? PagePath.cancel(home: home) : nil,
            cancelText: isNow ? words.say("planEndNow") : words.say("planEnd"), kindWord: circumstance.kind.rawValue,
            fromMachine: circumstance.from.description,
            lineID: "\(circumstance.kind.rawValue)-\(circumstance.from.milliseconds)")
    }
}

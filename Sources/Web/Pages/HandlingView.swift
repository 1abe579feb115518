import CareModel
import Store

/// Where an alert stands with the people who handle it.
struct HandlingView {
    let assigneeText: String?
    let onTheWayText: String?
    let snoozeText: String?
    let resolutionText: String?
    /// Who was called about it, with the time.
    let called: [String]
    let hasCalled: Bool

    init(
        _ alert: Alert, _ staff: Staff, _ calls: [Call], _ words: Phrases, _ clock: inout HomeClock, now: Timestamp
    ) {
        let handling = alert.handling
        assigneeText = handling.assignee.map(staff.name)
        onTheWayText = handling.onTheWay.map { person in
            words.say("onTheWaySince", ["person": person, "time": clock.text(handling.setOutAt ?? alert.onset)])
        }
        snoozeText = handling.snooze.flatMap { snooze in
            guard snooze.until > now else { return nil }
            let until = clock.text(snooze.until)
            return words.say("snoozedUntil", ["until": until, "reason": snooze.reason, "person": snooze.by])
        }
        resolutionText = handling.resolution.map { words.text($0) }
        called = calls.map { call in
            words.say("called.\(call.kind.rawValue)", ["recipient": call.recipient, "time": clock.text(call.at)])
        }
        hasCalled = !called.isEmpty
    }
}

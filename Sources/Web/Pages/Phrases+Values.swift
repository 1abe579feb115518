import CareModel
import Store

extension Phrases {
    func text(_ priority: Alert.Priority) -> String { say("priority.\(priority.rawValue)") }

    func text(_ state: Alert.State) -> String { say("state.\(state.rawValue)") }

    func text(_ part: FeedPart) -> String {
        switch part {
        case .care: say("care")
        case .technical: say("technical")
        case .snoozed: say("feed.snoozed")
        case .suppressed: say("suppressed")
        }
    }

    func text(_ act: Alert.Act) -> String { say("act.\(act.rawValue)") }

    func text(_ verdict: Alert.Verdict) -> String { say("verdict.\(verdict.rawValue)") }

    func text(_ resolution: Alert.Resolution) -> String { say("resolution.\(resolution.rawValue)") }

    /// What somebody did, as a sentence without its end.
    func text(_ change: Alert.Change, _ staff: Staff, _ clock: inout HomeClock, undone: Alert.Act? = nil) -> String {
        let (person, about) = (text(person: change.by), change.about ?? "")
        switch change.act {
        case nil: return "\(text(change.to)) (\(person))"
        case .assign?:
            if about.isEmpty { return say("did.unassign", ["person": person]) }
            return say("did.assign", ["person": person, "assignee": staff.name(of: about)])
        case .snooze?:
            let until = clock.text(change.until ?? change.at)
            return say("did.snooze", ["person": person, "until": until, "reason": about])
        case .resolve?:
            guard let resolution = Alert.Resolution(rawValue: about) else { break }
            return say("did.resolve_because", ["person": person, "reason": text(resolution)])
        case .undo?:
            guard let undone else { break }
            return say("did.undo_of", ["person": person, "act": text(undone)])
        case .acknowledge?, .setOut?, .wake?, .review?: break
        }
        return say("did.\(change.act?.rawValue ?? "")", ["person": person])
    }

    func text(_ fault: GatewayStatus.Fault) -> String { say("fault.\(fault)") }

    /// Who took a step: a person's name, or the gateway itself.
    func text(person: String) -> String {
        switch person {
        case "engine": say("person.engine")
        case "weekly plan": say("person.plan")
        default: person
        }
    }
}

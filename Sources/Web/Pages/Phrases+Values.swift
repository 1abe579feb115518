import CareModel

extension Phrases {
    func text(_ priority: Alert.Priority) -> String { say("priority.\(priority.rawValue)") }

    func text(_ state: Alert.State) -> String { say("state.\(state.rawValue)") }

    func text(_ act: Alert.Act) -> String { say("act.\(act.rawValue)") }

    func text(_ verdict: Alert.Verdict) -> String { say("verdict.\(verdict.rawValue)") }

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

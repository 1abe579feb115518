import CareModel
import Pipeline
import Store
import Web

/// Takes a person's act on an alert from the page to the ingest thread and back.
struct VerbDesk {
    let inbox: VerbInbox
    let store: CareStore
    /// The gateway's own are not the engine's.
    let alerts: GatewayAlerts

    func act(_ verb: AlertVerb) async -> AlertVerbResult {
        if verb.home == GatewayAlert.home { return alerts.act(verb, now: WallClock.read()) }
        let event = GatewayEvent.act(verb)
        let outcome = await withCheckedContinuation { (answer: CheckedContinuation<VerbInbox.Outcome, Never>) in
            let isTaken = inbox.put(VerbInbox.Verb(event: event) { answer.resume(returning: $0) })
            if !isTaken { answer.resume(returning: .notKept) }
        }
        switch outcome {
        case .done: return .done
        case .notKept: return .failed
        case .refused: return (try? store.alert(id: verb.alert)) == nil ? .notFound : .notAllowed
        }
    }
}

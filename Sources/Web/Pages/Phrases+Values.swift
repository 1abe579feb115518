import CareModel

extension Phrases {
    func text(_ priority: Alert.Priority) -> String {
        switch priority {
        case .p1: say("P1 genast", "P1 at once")
        case .p2: say("P2 i dag", "P2 today")
        case .p3: say("P3 denna vecka", "P3 this week")
        case .technical: say("T teknik", "T technical")
        }
    }

    func text(_ state: Alert.State) -> String {
        switch state {
        case .pending: say("avvaktar", "pending")
        case .firing: say("inte kvitterat", "not acknowledged")
        case .acknowledged: say("kvitterat", "acknowledged")
        case .resolved: say("avslutat", "resolved")
        case .reviewed: say("granskat", "reviewed")
        case .suppressed: say("undertryckt", "suppressed")
        }
    }

    func text(_ step: Alert.Act) -> String {
        switch step {
        case .acknowledge: say("Kvittera", "Acknowledge")
        case .setOut: say("Jag är på väg", "I am on my way")
        case .assign: say("Tilldela", "Assign")
        case .snooze: say("Skjut upp", "Snooze")
        case .wake: say("Påminn igen", "End the snooze")
        case .undo: say("Ångra", "Undo")
        case .resolve: say("Avsluta", "Resolve")
        case .review: say("Granskat", "Mark as reviewed")
        }
    }

    func text(_ verdict: Alert.Verdict) -> String {
        switch verdict {
        case .useful: say("Till nytta", "Useful")
        case .known: say("Redan känt", "Already known")
        case .mistaken: say("Falskt larm", "False alarm")
        case .technical: say("Tekniskt fel", "Technical fault")
        }
    }

    func text(_ fault: GatewayStatus.Fault) -> String {
        switch fault {
        case .notReady: say("Programmet startar ännu.", "The gateway is still starting.")
        case .brokerLost:
            say(
                "Ingen kontakt med meddelandeservern: inga meddelanden kommer in.",
                "No connection to the broker: no messages come in.")
        case .diskFull: say("Disken är full: inget kan lagras.", "The disk is full: nothing can be stored.")
        case .databaseUnreadable: say("Databasen kan inte läsas.", "The database cannot be read.")
        }
    }

    /// Who took a step: a person's name, or the gateway itself.
    func text(person: String) -> String {
        switch person {
        case "engine": say("systemet", "the system")
        case "weekly plan": say("veckoplanen", "the weekly plan")
        default: person
        }
    }

    func say(_ swedish: String, _ english: String) -> String { language.pick(.init(sv: swedish, en: english)) }
}

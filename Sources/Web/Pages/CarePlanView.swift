import CareModel

/// Whom to call and what was agreed to do, for nurses and coordinators.
struct CarePlanView {
    let contacts: [ContactView]
    let hasContacts: Bool
    let planSteps: [StepView]
    let hasPlanSteps: Bool
    let keyText: String?
    /// Nothing is agreed that fits.
    let isEmpty: Bool

    struct ContactView {
        let contactName: String
        let contactRole: String
        let phoneText: String
        /// `tel:` and what is to be dialled.
        let phoneLink: String
        let contactNote: String?
    }

    struct StepView {
        let whenText: String
        let doText: String
    }

    /// `alert`: only the steps that fit it.
    init(_ plan: CarePlan, for alert: Alert? = nil, _ words: Phrases) {
        contacts = plan.contacts.map {
            ContactView(
                contactName: $0.name, contactRole: $0.role, phoneText: $0.phone, phoneLink: "tel:" + $0.dialled,
                contactNote: $0.note)
        }
        hasContacts = !contacts.isEmpty
        planSteps = (alert.map { plan.steps(for: $0) } ?? plan.steps).map {
            StepView(whenText: words.text($0.when), doText: $0.text)
        }
        hasPlanSteps = !planSteps.isEmpty
        keyText = plan.key
        isEmpty = !hasContacts && !hasPlanSteps && keyText == nil
    }
}

extension Phrases {
    func text(_ when: CarePlan.When) -> String {
        switch when {
        case .priority(let priority): text(priority)
        case .family(let family): text(family)
        case .rule(let rule):
            Alert.Family.changes.first { rule == "change_in_\($0.rawValue)" }.map { text($0) } ?? say("about.\(rule)")
        }
    }

    func text(_ family: Alert.Family) -> String { say("about.\(family.rawValue)") }
}

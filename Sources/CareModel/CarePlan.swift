/// Whom to call about a resident and what was agreed to do: for the people who act on alerts, and for nobody else.
package struct CarePlan: Hashable, Sendable {
    /// In the order of the home's file: whom to call first.
    package var contacts: [Contact]
    package var steps: [Step]
    /// How to get in; nil where nothing was said.
    package var key: String?

    package init(contacts: [Contact] = [], steps: [Step] = [], key: String? = nil) {
        self.contacts = contacts
        self.steps = steps
        self.key = key
    }

    package var isEmpty: Bool { contacts.isEmpty && steps.isEmpty && key == nil }

    /// Somebody to call: next of kin, the home-care team, a neighbour with a key.
    package struct Contact: Hashable, Sendable {
        package var name: String
        package var role: String
        /// As it was written: digits with spaces, hyphens, brackets and a leading `+`.
        package var phone: String
        package var note: String?

        package init(name: String, role: String, phone: String, note: String? = nil) {
            self.name = name
            self.role = role
            self.phone = phone
            self.note = note
        }

        /// Digits, and the leading `+` if there is one.
        package var dialled: String { phone.filter { $0 == "+" || ("0"..."9").contains($0) } }
    }

    /// What to do about some alerts.
    package struct Step: Hashable, Sendable {
        package var when: When
        package var text: String

        package init(when: When, text: String) {
            self.when = when
            self.text = text
        }
    }

    /// The alerts that a step is about.
    package enum When: Hashable, Sendable {
        case priority(Alert.Priority)
        case family(Alert.Family)
        case rule(String)

        /// A priority's, family's or rule's word; nil for any other.
        package init?(_ word: String) {
            if let priority = Alert.Priority(rawValue: word) {
                self = .priority(priority)
            } else if let family = Alert.Family(rawValue: word) {
                self = .family(family)
            } else if Alert.homeRules.contains(word) {
                self = .rule(word)
            } else {
                return nil
            }
        }

        package var word: String {
            switch self {
            case .priority(let priority): priority.rawValue
            case .family(let family): family.rawValue
            case .rule(let rule): rule
            }
        }

        package func fits(_ alert: Alert) -> Bool {
            switch self {
            case .priority(let priority): alert.priority == priority
            case .family(let family): alert.family == family
            case .rule(let rule): alert.rule == rule
            }
        }
    }

    /// What was agreed for this alert, in the order of the home's file.
    package func steps(for alert: Alert) -> [Step] { steps.filter { $0.when.fits(alert) } }
}

extension Alert {
    /// Every rule about a home, by its word.
    package static let homeRules: [String] =
        [
            "sos", "fall_detected", "smoke", "gas", "carbon_monoxide", "water_leak", "silence_while_home",
            "no_activity_yet", "long_bathroom_stay", "night_exit", "night_wandering", "not_returned_home",
        ] + Family.changes.map { "change_in_\($0.rawValue)" } + [
            "device_offline", "battery_low", "home_unreachable", "messages_lost", "welfare_check",
            "unseen_since_outage",
        ]
}

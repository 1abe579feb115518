import CareModel

extension HomeFileWriter {
    /// The keys `contacts`, `plan` and `key`, as comments where nothing is said.
    static func carePlan(_ plan: CarePlan) -> String {
        var lines = ["# Whom to call about the resident, in this order."]
        lines +=
            plan.contacts.isEmpty
            ? ["# contacts: [{name: Eva Ek, role: daughter, phone: \"+46 70 123 45 67\", note: has a key}]"]
            : ["contacts:"] + plan.contacts.map(line)
        lines += ["# What to do, by priority (P1, P2, P3, T), family or rule (docs/alerts.md)."]
        lines +=
            plan.steps.isEmpty
            ? ["# plan: [{when: P1, do: Call; visit if nobody answers.}, {when: toilet, do: Ask about drinking.}]"]
            : ["plan:"]
                + plan.steps.map {
                    "  - {when: \(YAMLScalar.written($0.when.word)), do: \(YAMLScalar.written($0.text))}"
                }
        lines += [plan.key.map { "key: \(YAMLScalar.written($0))" } ?? "# How to get in. key: safe beside the door"]
        return lines.joined(separator: "\n")
    }

    private static func line(_ contact: CarePlan.Contact) -> String {
        let note = contact.note.map { ", note: \(YAMLScalar.written($0))" } ?? ""
        return "  - {name: \(YAMLScalar.written(contact.name)), role: \(YAMLScalar.written(contact.role)), "
            + "phone: \(YAMLScalar.written(contact.phone))\(note)}"
    }
}

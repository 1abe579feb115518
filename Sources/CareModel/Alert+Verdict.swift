extension Alert {
    /// What a person found an alert to be worth, afterwards.
    package enum Verdict: String, Sendable, Codable, CaseIterable {
        /// Something was the matter, and it was good to be told.
        case useful
        /// It was so, and known already or of no weight.
        case known
        /// Nothing had changed for the resident.
        case mistaken = "false"
        /// A sensor or the network was at fault.
        case technical
    }

    /// What a person says with a step: a verdict, or that the one given no longer holds.
    package enum Judgement: Hashable, Sendable {
        case give(Verdict), withdraw

        /// A verdict's word, or `none`; nil for any other text.
        package init?(_ word: String) {
            if word == "none" {
                self = .withdraw
            } else {
                guard let verdict = Verdict(rawValue: word) else { return nil }
                self = .give(verdict)
            }
        }

        package static let words = Verdict.allCases.map(\.rawValue) + ["none"]

        /// Nil when it is withdrawn.
        package var verdict: Verdict? {
            switch self {
            case .give(let verdict): verdict
            case .withdraw: nil
            }
        }

        package var word: String { verdict?.rawValue ?? "none" }

        private static let noteStart = "verdict: "
        private static let noteBreak = "; "

        /// The remark in the alert's history, before what the person wrote.
        package func note(_ remark: String?) -> String {
            Self.noteStart + word + (remark.map { Self.noteBreak + $0 } ?? "")
        }

        /// Reads back what `note` wrote; nil for any other remark.
        package static func read(note: String) -> (judgement: Judgement, remark: String?)? {
            guard note.hasPrefix(noteStart) else { return nil }
            let text = note.dropFirst(noteStart.count)
            let word = text.prefix { $0 != ";" }
            guard let judgement = Judgement(String(word)) else { return nil }
            let rest = text.dropFirst(word.count)
            return (judgement, rest.hasPrefix(noteBreak) ? String(rest.dropFirst(noteBreak.count)) : nil)
        }
    }
}

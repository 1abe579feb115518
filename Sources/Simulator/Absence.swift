/// The resident is not at home for a day or more; not planted, so the twin has it too.
package struct Absence: Hashable, Sendable {
    package var kind: Kind
    package var from: PlanTime
    package var to: PlanTime

    package init(_ kind: Kind, from: PlanTime, to: PlanTime) {
        (self.kind, self.from, self.to) = (kind, from, to)
    }

    /// The raw value is the kind in `truth.csv`.
    package enum Kind: String, Sendable {
        case away = "absence"
        case hospital = "hospital_stay"
    }
}

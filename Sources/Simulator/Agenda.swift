import CareModel

/// What one resident does on one waking day, in minutes after its local midnight (the night's end may lie beyond 1440).
struct Agenda {
    let wake: Double
    let bed: Double
    /// In order, without overlap, between `wake` and `bed`.
    let errands: [Errand]
    /// When others are in the home.
    let company: [Errand]
    /// Share of the night gone by, minutes, planted.
    let nightVisits: [(share: Double, minutes: Double, planted: Bool)]

    init(_ day: LocalDay, routine: Routine, effects: DayEffects, chance: Chance) {
        let writer = AgendaWriter(day: day, routine: routine, effects: effects, chance: chance)
        (wake, bed) = (writer.wake, writer.bed)
        company = writer.company()
        errands = writer.errands(company: company)
        nightVisits = writer.nightVisits()
    }
}

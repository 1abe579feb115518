import CareModel

/// What one resident does on one waking day, in minutes after its local midnight (the night's end may lie beyond 1440).
struct Agenda {
    let wake: Double
    let bed: Double
    /// In order, without overlap, between `wake` and `bed`.
    let errands: [Errand]
    /// When others are in the home.
    let company: [Errand]
    let nightEvents: [NightEvent]

    /// Something that interrupts the night.
    struct NightEvent {
        /// Of the night gone by.
        var share: Double
        var minutes: Double
        var planted: Bool
        /// Walking about, as against going to the toilet.
        var isWandering = false
    }

    init(_ writer: AgendaWriter) {
        (wake, bed) = (writer.wake, writer.bed)
        company = writer.company()
        errands = writer.errands(company: company)
        nightEvents = writer.nightEvents()
    }
}

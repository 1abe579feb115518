/// What one resident's days look like on average. Times are minutes after local midnight.
struct Routine: Sendable {
    private(set) var bedTime: Double
    let bedSpread: Double
    private(set) var wakeTime: Double
    let wakeSpread: Double
    /// Mean number of toilet visits a night and a day.
    private(set) var nightVisits: Double
    let dayVisits: Double
    /// Probability of an outing, of a nap, and of a nap being in bed, a day.
    private(set) var outingShare: Double
    let napShare: Double
    let napsInBed: Bool
    let lunchTime: Double
    let dinnerTime: Double
    /// Monday 0 ... Friday 4, and its usual time.
    let careWeekday: Int
    let careTime: Double
    let relativesShare: Double
    let weightKilograms: Double
    let systolic: Double
    let diastolic: Double
    let pulse: Double
    /// Time to walk through one room.
    private(set) var stepSeconds: Double

    init(_ chance: Chance) {
        var draw = chance.stream(.routine, 0)
        bedTime = 22 * 60 + 35 + 25 * draw.normal()
        bedSpread = draw.uniform(14, 28)
        wakeTime = 6 * 60 + 50 + 25 * draw.normal()
        wakeSpread = draw.uniform(12, 24)
        nightVisits = draw.uniform(0.7, 2.1)
        dayVisits = draw.uniform(3.5, 6)
        outingShare = draw.uniform(0.4, 0.85)
        napShare = draw.uniform(0.15, 0.6)
        napsInBed = draw.happens(0.6)
        lunchTime = 12 * 60 + 10 + 20 * draw.normal()
        dinnerTime = 17 * 60 + 40 + 25 * draw.normal()
        careWeekday = Int(draw.uniform(0, 5))
        careTime = draw.uniform(9 * 60, 15 * 60)
        relativesShare = draw.uniform(0.1, 0.5)
        weightKilograms = draw.uniform(52, 92)
        systolic = draw.uniform(118, 152)
        diastolic = draw.uniform(66, 86)
        pulse = draw.uniform(60, 80)
        stepSeconds = draw.uniform(3.5, 7)
    }

    /// The same resident with their habits, some years later.
    func adapted(to habits: Habits, years: Double) -> Routine {
        let drift = habits.drift
        var routine = self
        routine.bedTime += habits.laterMinutes + drift.bedMinutes * years
        routine.wakeTime += habits.laterMinutes + drift.wakeMinutes * years
        routine.nightVisits = max(0.2, nightVisits * habits.nightVisits + drift.nightVisits * years)
        routine.outingShare = min(max(0.05, outingShare * (1 + drift.outingShare * years)), 0.95)
        routine.stepSeconds *= max(0.5, 1 + drift.stepSeconds * years)
        return routine
    }
}

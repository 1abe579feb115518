import CareModel

/// Turns agendas into lived days.
struct Household {
    let routine: Routine
    let chance: Chance
    private let episodes: [Episode]
    private let start: LocalDay
    private var calendar: HomeCalendar
    private let falls: [(from: Timestamp, to: Timestamp)]

    init(chance: Chance, episodes: [Episode], start: LocalDay, calendar: HomeCalendar) {
        var calendar = calendar
        self.chance = chance
        self.episodes = episodes
        self.start = start
        routine = Routine(chance)
        falls = episodes.filter { $0.kind == .fall }.map { fall in
            let from = fall.start.timestamp(start: start, calendar: &calendar)
            return (from, from.adding(minutes: Int64(fall.minutes)))
        }
        self.calendar = calendar
    }

    /// What the planted episodes do to one day.
    func effects(on day: LocalDay) -> DayEffects {
        DayEffects(episodes, day: Int(day.number - start.number), routine: routine)
    }

    /// The waking day that begins on the morning of `day`.
    mutating func live(_ day: LocalDay) -> LivedDay {
        let effects = effects(on: day)
        let agenda = Agenda(day, routine: routine, effects: effects, chance: chance)
        let next = day.next
        let nextWriter = AgendaWriter(day: next, routine: routine, effects: self.effects(on: next), chance: chance)
        let (wake, bed) = (moment(day, agenda.wake), moment(day, agenda.bed))
        let up = moment(next, nextWriter.wake)
        var writer = StayWriter(at: wake, in: .bed, chance: chance, stepSeconds: routine.stepSeconds)
        writeWakingHours(agenda, day: day, bed: bed, effects: effects, with: &writer)
        writeNight(agenda, from: bed, to: up, with: &writer)
        var lived = LivedDay(stays: writer.stays, visits: [], sleep: (bed, up))
        lived.visits = agenda.company.map { visit(from: moment(day, $0.start), to: moment(day, $0.end)) }
        for fall in falls where fall.from < up && fall.to > wake { lay(fall, into: &lived, wake: wake, up: up) }
        return lived
    }

    private mutating func moment(_ day: LocalDay, _ minutes: Double) -> Timestamp {
        let whole = minutes.rounded(.down)
        return calendar.moment(day, minutes: Int(whole)).adding(milliseconds: Int64((minutes - whole) * 60_000))
    }

    private mutating func writeWakingHours(
        _ agenda: Agenda, day: LocalDay, bed: Timestamp, effects: DayEffects, with writer: inout StayWriter
    ) {
        for errand in agenda.errands {
            linger(until: moment(day, errand.start), effects: effects, with: &writer)
            writer.stay(
                in: errand.place, until: moment(day, errand.end), for: errand.activity,
                liveliness: errand.liveliness, planted: errand.planted)
        }
        linger(until: bed, effects: effects, with: &writer)
    }

    /// Fills the time between errands: mostly the living room, with small trips.
    private func linger(until end: Timestamp, effects: DayEffects, with writer: inout StayWriter) {
        var draw = chance.stream(.leisure, writer.cursor.milliseconds)
        let still = effects.activityShare < 1
        while end.milliseconds(since: writer.cursor) > 60_000 {
            let rest = draw.uniform(8, 45)
            let (which, length) = (draw.uniform(), draw.uniform(1, 6))
            let until = min(end, writer.cursor.adding(milliseconds: Int64(rest * 60_000)))
            let liveliness = 0.055 * effects.activityShare
            writer.stay(in: .livingRoom, until: until, for: .leisure, liveliness: liveliness, planted: still)
            let trip: Place = which < 0.35 ? .kitchen : (which < 0.65 ? .bedroom : .hallway)
            guard which < 0.8 * effects.activityShare else { continue }
            if trip == .kitchen, which > 0.35 * effects.kitchenShare { continue }
            let back = min(end, writer.cursor.adding(milliseconds: Int64(length * 60_000)))
            guard end.milliseconds(since: writer.cursor) > 60_000 else { return }
            writer.stay(in: trip, until: back, for: .leisure, liveliness: 0.45, planted: still)
        }
    }

    /// The night goes by elapsed time, so that a DST night has all of its visits.
    private func writeNight(_ agenda: Agenda, from bed: Timestamp, to up: Timestamp, with writer: inout StayWriter) {
        let length = Double(up.milliseconds(since: bed))
        for visit in agenda.nightVisits {
            let leaving = bed.adding(milliseconds: Int64(length * visit.share))
            let back = leaving.adding(milliseconds: Int64(visit.minutes * 60_000))
            guard leaving.milliseconds(since: writer.cursor) > 15 * 60_000, back < up.adding(minutes: -5) else {
                continue
            }
            writer.stay(in: .bed, until: leaving, for: .sleep, liveliness: 0.001)
            writer.stay(in: .bathroom, until: back, for: .toilet, liveliness: 0.5, planted: visit.planted)
        }
        writer.stay(in: .bed, until: up, for: .sleep, liveliness: 0.001)
    }

    /// Somebody comes in, goes about in the rooms where the resident is not, and leaves.
    private func visit(from start: Timestamp, to end: Timestamp, planted: Bool = false) -> Visit {
        var writer = StayWriter(at: start, in: .out, chance: chance, stepSeconds: 3)
        let rooms: [Place] = [.kitchen, .bathroom, .bedroom, .livingRoom]
        var index = 0
        while end.milliseconds(since: writer.cursor) > 120_000 {
            let minutes = chance.uniform(.visits, start.milliseconds, index, in: 4...12)
            let until = min(end.adding(seconds: -60), writer.cursor.adding(milliseconds: Int64(minutes * 60_000)))
            writer.stay(
                in: rooms[index % rooms.count], until: until, for: .company, liveliness: 0.5, planted: planted)
            index += 1
        }
        writer.stay(in: .hallway, until: end, for: .walk, liveliness: 0.9, planted: planted)
        return Visit(start: start, end: end, stays: writer.stays, planted: planted)
    }

    /// Replaces what would have been by lying on the floor, until somebody comes.
    private func lay(
        _ fall: (from: Timestamp, to: Timestamp), into lived: inout LivedDay, wake: Timestamp, up: Timestamp
    ) {
        let (from, to) = (max(fall.from, wake), min(fall.to, up))
        var before: [Stay] = []
        var after: [Stay] = []
        var floor = Place.hallway
        for stay in lived.stays {
            if stay.start < from {
                var cut = stay
                cut.end = min(stay.end, from)
                before.append(cut)
                if stay.end > from { floor = stay.place }
            }
            if stay.end > to {
                var cut = stay
                cut.start = max(stay.start, to)
                after.append(cut)
            }
        }
        if floor == .bed { floor = .bedroom }
        if floor == .out { floor = .hallway }
        let lying = Stay(
            start: from, end: to, place: floor, activity: .onTheFloor, liveliness: 0, planted: true)
        lived.stays = before + [lying] + after
        lived.visits.removeAll { $0.start < fall.to && $0.end > fall.from }
        if fall.to < up {
            lived.visits.append(visit(from: fall.to, to: fall.to.adding(minutes: 30), planted: true))
        }
    }
}

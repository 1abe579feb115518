import CareModel
import Foundation

/// Turns agendas into lived days.
struct Household {
    private let usual: Routine
    private let chance: Chance
    private let habits: Habits
    private let layout: Layout
    private let episodes: [Episode]
    private let start: LocalDay
    private var calendar: HomeCalendar
    let covers: [Cover]

    init(chance: Chance, plan: Plan, start: LocalDay, calendar: HomeCalendar) {
        var calendar = calendar
        (self.chance, self.start, episodes) = (chance, start, plan.episodes)
        (habits, layout) = (plan.habits, plan.layout)
        usual = Routine(chance)
        let planted = plan.episodes.compactMap { Cover($0, start: start, calendar: &calendar) }
        covers = plan.absences.map { Cover($0, start: start, calendar: &calendar) } + planted
        self.calendar = calendar
    }

    func routine(on day: LocalDay) -> Routine {
        usual.adapted(to: habits, years: Double(day.number - start.number) / 365.25)
    }

    /// What the planted episodes do to one day.
    func effects(on day: LocalDay) -> DayEffects {
        DayEffects(episodes, day: Int(day.number - start.number), routine: routine(on: day))
    }

    /// When the resident is away, nothing is measured either.
    func isAway(at time: Timestamp) -> Bool { covers.contains { $0.place == .out && $0.overlaps(time, time) } }

    private func writer(_ day: LocalDay, _ effects: DayEffects) -> AgendaWriter {
        AgendaWriter(day: day, routine: routine(on: day), effects: effects, habits: habits, chance: chance)
    }

    /// The waking day that begins on the morning of `day`.
    mutating func live(_ day: LocalDay) -> LivedDay {
        let effects = effects(on: day)
        let agenda = Agenda(writer(day, effects))
        let next = day.next
        let (wake, bed) = (moment(day, agenda.wake), moment(day, agenda.bed))
        let up = moment(next, writer(next, self.effects(on: next)).wake)
        let steps = routine(on: day).stepSeconds * effects.stepFactor
        var writer = StayWriter(at: wake, in: .bed, chance: chance, stepSeconds: steps)
        writeWakingHours(agenda, day: day, bed: bed, effects: effects, with: &writer)
        writeNight(agenda, from: bed, to: up, with: &writer)
        var lived = LivedDay(stays: writer.stays, visits: [], sleep: (bed, up))
        lived.visits = agenda.company.map {
            visit(from: moment(day, $0.start), to: moment(day, $0.end), isCare: $0.isCare)
        }
        for cover in covers where cover.overlaps(wake, up) {
            cover.lay(into: &lived, wake: wake, up: up)
            if cover.endsWithHelp, cover.to >= wake, cover.to < up {
                lived.visits.append(
                    visit(from: cover.to, to: cover.to.adding(minutes: 30), planted: true, isCare: false))
            }
        }
        return lived
    }

    private mutating func moment(_ day: LocalDay, _ minutes: Double) -> Timestamp {
        let whole = minutes.rounded(.down)
        return calendar.moment(day, minutes: Int(whole)).adding(milliseconds: Int64((minutes - whole) * 60_000))
    }

    private mutating func writeWakingHours(
        _ agenda: Agenda, day: LocalDay, bed: Timestamp, effects: DayEffects, with writer: inout StayWriter
    ) {
        let pace = pace(of: day)
        for errand in agenda.errands {
            linger(until: moment(day, errand.start), pace: pace, effects: effects, with: &writer)
            writer.stay(
                in: errand.place, until: moment(day, errand.end), for: errand.activity,
                liveliness: errand.liveliness, planted: errand.planted)
        }
        linger(until: bed, pace: pace, effects: effects, with: &writer)
    }

    /// Above 1 on a day with less activity than usual.
    private func pace(of day: LocalDay) -> Double {
        var today = chance.stream(.pace, Int64(day.number))
        var week = chance.stream(.pace, Int64(day.number).flooredDivision(by: 9), 1)
        return exp(habits.dayVariation * (0.8 * today.normal() + 0.6 * week.normal()))
    }

    /// Fills the time between errands: mostly the living room, with small trips. On an inactive day most of it is spent
    /// sitting still.
    private func linger(until end: Timestamp, pace: Double, effects: DayEffects, with writer: inout StayWriter) {
        var draw = chance.stream(.leisure, writer.cursor.milliseconds)
        let isInactive = effects.activityShare < 1
        // There is more time for it when other things are not done, and a stretch of sitting still is four times as long.
        let livelyTime = 0.6 * effects.activityShare
        let livelyShare = 4 * livelyTime / (1 + 3 * livelyTime)
        let share = habits.restfulness * pace
        while end.milliseconds(since: writer.cursor) > 60_000 {
            let isStill = isInactive && chance.uniform(.inactive, writer.cursor.milliseconds) >= livelyShare
            let rest = draw.uniform(8, 45) * share * (isStill ? 4 : 1)
            let (which, length) = (draw.uniform(), draw.uniform(1, 6))
            let until = min(end, writer.cursor.adding(milliseconds: Int64(rest * 60_000)))
            let liveliness = isStill ? 0.002 : 0.055 * habits.liveliness / pace
            writer.stay(in: .livingRoom, until: until, for: .leisure, liveliness: liveliness, planted: isInactive)
            let trip = trip(which)
            guard !isStill, which < 0.8 else { continue }
            if trip == .kitchen, which > 0.35 * effects.kitchenShare { continue }
            let back = min(end, writer.cursor.adding(milliseconds: Int64(length * 60_000)))
            guard end.milliseconds(since: writer.cursor) > 60_000 else { return }
            writer.stay(in: trip, until: back, for: .leisure, liveliness: 0.45, planted: isInactive)
        }
    }

    private func trip(_ which: Double) -> Place {
        if which < 0.35 { return .kitchen }
        if which < 0.65 { return layout == .oneRoom ? .livingRoom : .bedroom }
        let rooms = layout.spareRooms
        guard which >= 0.7, !rooms.isEmpty else { return .hallway }
        return rooms[min(rooms.count - 1, Int((which - 0.7) / 0.1 * Double(rooms.count)))]
    }

    /// The night goes by elapsed time, so that a DST night has all of its visits.
    private func writeNight(_ agenda: Agenda, from bed: Timestamp, to up: Timestamp, with writer: inout StayWriter) {
        let length = Double(up.milliseconds(since: bed))
        for visit in agenda.nightEvents {
            let duration = Int64(visit.minutes * 60_000)
            var leaving = bed.adding(milliseconds: Int64(length * visit.share))
            // A long walk begins early enough to end in a short night.
            if visit.isWandering { leaving = min(leaving, up.adding(milliseconds: -duration - 6 * 60_000)) }
            // What is planted is not lost because the resident is up already.
            if visit.planted, !visit.isWandering { leaving = max(leaving, writer.cursor.adding(minutes: 16)) }
            let back = leaving.adding(milliseconds: duration)
            guard leaving.milliseconds(since: writer.cursor) > 15 * 60_000, back < up.adding(minutes: -5) else {
                continue
            }
            writer.stay(in: .bed, until: leaving, for: .sleep, liveliness: 0.001)
            guard !visit.isWandering else {
                wander(until: back, with: &writer)
                continue
            }
            writer.stay(in: .bathroom, until: back, for: .toilet, liveliness: 0.5, planted: visit.planted)
        }
        writer.stay(in: .bed, until: up, for: .sleep, liveliness: 0.001)
    }

    /// From room to room, not bound for the toilet.
    private func wander(until end: Timestamp, with writer: inout StayWriter) {
        let rooms: [Place] = [.hallway, .livingRoom, .kitchen, .hallway, .livingRoom]
        var index = 0
        while end.milliseconds(since: writer.cursor) > 60_000 {
            let minutes = chance.uniform(.wander, writer.cursor.milliseconds, 1, in: 2...9)
            let until = min(end, writer.cursor.adding(milliseconds: Int64(minutes * 60_000)))
            writer.stay(
                in: rooms[index % rooms.count], until: until, for: .wandering, liveliness: 0.5, planted: true)
            index += 1
        }
    }

    /// Somebody comes in, goes about in the rooms where the resident is not, and leaves.
    private func visit(from start: Timestamp, to end: Timestamp, planted: Bool = false, isCare: Bool) -> Visit {
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
        return Visit(start: start, end: end, stays: writer.stays, planted: planted, isCare: isCare)
    }
}

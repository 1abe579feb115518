import CareModel
import Foundation

/// Draws one day's agenda, each part from a stream of its own.
struct AgendaWriter {
    private let number: Int64
    private let weekday: Int
    private let routine: Routine
    private let effects: DayEffects
    private let chance: Chance
    private let habits: Habits
    /// -1 at midwinter, 1 at midsummer.
    private let season: Double
    let wake: Double
    let bed: Double

    init(day: LocalDay, routine: Routine, effects: DayEffects, habits: Habits, chance: Chance) {
        number = Int64(day.number)
        weekday = day.weekday
        (self.routine, self.effects, self.habits, self.chance) = (routine, effects, habits, chance)
        season = day.season
        var draw = chance.stream(.sleep, number)
        let lieIn = weekday >= 5 ? 25.0 : 0
        let lateNight = weekday == 4 || weekday == 5 ? 20.0 : 0
        let shift = effects.sleepShiftMinutes
        let wakeDraw = routine.wakeTime + lieIn - 8 * season + routine.wakeSpread * draw.normal()
        wake = min(max(wakeDraw, 4.5 * 60), 9.5 * 60) + shift
        let bedDraw = routine.bedTime + lateNight + 8 * season + routine.bedSpread * draw.normal()
        bed = min(max(bedDraw, 20 * 60), 24 * 60 + 40) + shift
    }

    /// Planned help, relatives on some Sundays, now and then a guest.
    func company() -> [Errand] {
        (planned() + guests()).sorted { $0.start < $1.start }
    }

    /// Help every day.
    private func planned() -> [Errand] {
        guard habits.care == .mornings || habits.care == .morningsAndEvenings else { return weekly() }
        var draw = chance.stream(.visits, number)
        let morning = (start: max(wake + 25, draw.normal(8 * 60 + 10, 12)), minutes: draw.uniform(18, 35))
        let evening = (start: draw.normal(19 * 60 + 20, 12), minutes: draw.uniform(12, 25))
        var found = [company(morning.start, morning.minutes, isCare: true)]
        if habits.care == .morningsAndEvenings { found.append(company(evening.start, evening.minutes, isCare: true)) }
        return found
    }

    private func guests() -> [Errand] {
        var draw = chance.stream(.guests, number)
        let (comes, start, minutes) = (draw.uniform(), draw.uniform(13 * 60, 15 * 60), draw.uniform(50, 150))
        guard comes < habits.guestShare * effects.outingShare, weekday != 6, weekday != routine.careWeekday else {
            return []
        }
        return [company(start, minutes, isCare: false)]
    }

    private func company(_ start: Double, _ minutes: Double, isCare: Bool) -> Errand {
        Errand(
            start: start, minutes: minutes, place: .livingRoom, activity: .company, liveliness: 0.3, isCare: isCare)
    }

    private func weekly() -> [Errand] {
        var draw = chance.stream(.visits, number)
        let care = (start: draw.normal(routine.careTime, 10), minutes: draw.uniform(28, 45))
        let family = (start: draw.normal(14 * 60 + 20, 25), minutes: draw.uniform(60, 130))
        let familyComes = draw.happens(routine.relativesShare)
        let visit: (start: Double, minutes: Double)
        if weekday == routine.careWeekday, habits.care == .weekly {
            visit = care
        } else if weekday == 6, familyComes {
            visit = family
        } else {
            return []
        }
        let start = max(visit.start, wake + 60)
        return [company(start, visit.minutes, isCare: weekday == routine.careWeekday)]
    }

    /// Everything between getting up and going to bed, placed so that nothing overlaps.
    func errands(company: [Errand]) -> [Errand] {
        var placed = company
        for outing in outings() where !company.contains(where: { outing.runsInto($0) }) { placed.append(outing) }
        placed.sort { $0.start < $1.start }
        placed = placed.enumerated().filter { index, errand in
            errand.activity != .outing || chance.uniform(.withdrawal, number, index) < effects.outingShare
        }.map(\.element)
        var flexible = meals() + toilets() + naps() + fridgeVisits() + dayRest()
        if effects.activityShare < 1 {
            placed.removeAll { $0.activity == .outing }
            flexible = calmed(flexible)
        }
        flexible.sort { $0.start < $1.start }
        for errand in flexible { insert(errand, into: &placed) }
        return placed
    }

    private func insert(_ errand: Errand, into placed: inout [Errand]) {
        var moved = errand
        for other in placed where moved.runsInto(other) { moved.start = other.end + 1 }
        guard moved.start - errand.start < 90, moved.start >= wake, moved.end < bed - 2 else { return }
        let position = placed.firstIndex { $0.start > moved.start } ?? placed.count
        placed.insert(moved, at: position)
    }

    private func outings() -> [Errand] {
        if chance.uniform(.outings, number, 1) < habits.dayTripShare {
            let start = max(wake + 70, chance.uniform(.outings, number, 2, in: 8.5 * 60...10 * 60))
            return [outing(start, chance.uniform(.outings, number, 3, in: 5 * 60...8 * 60))]
        }
        var draw = chance.stream(.outings, number)
        let goes = draw.happens(routine.outingShare * (weekday >= 5 ? 0.8 : 1) * (1 + 0.08 * season))
        let first = (start: draw.uniform(9.8 * 60, 14.5 * 60), minutes: 70 * exp(0.5 * draw.normal()))
        let again = draw.happens(0.12)
        let second = (start: draw.uniform(15 * 60, 16.8 * 60), minutes: draw.uniform(15, 60))
        var found: [Errand] = []
        if goes { found.append(outing(first.start, min(max(first.minutes, 15), 240))) }
        if again { found.append(outing(second.start, second.minutes)) }
        if found.count == 2, found[0].runsInto(found[1]) { found.removeLast() }
        return found.filter { $0.start > wake + 60 && $0.end < bed - 60 }
    }

    private func outing(_ start: Double, _ minutes: Double) -> Errand {
        Errand(start: start, minutes: minutes, place: .out, activity: .outing, liveliness: 0)
    }

    private func meals() -> [Errand] {
        var draw = chance.stream(.meals, number)
        let times: [(mean: Double, spread: Double, low: Double, high: Double, share: Double)] = [
            (wake + 26, 6, 16, 30, 0.97), (routine.lunchTime, 18, 20, 38, 0.93), (14 * 60 + 50.0, 22, 5, 12, 0.7),
            (routine.dinnerTime, 20, 20, 40, 0.93),
        ]
        var found: [Errand] = []
        for (index, time) in times.enumerated() {
            let start = draw.normal(time.mean, time.spread)
            let minutes = draw.uniform(time.low, time.high)
            guard draw.happens(time.share) else { continue }
            var meal = Errand(start: start, minutes: minutes, place: .kitchen, activity: .meal, liveliness: 0.55)
            if effects.kitchenShare < 1 {
                let left = effects.kitchenShare.squareRoot()
                guard chance.uniform(.kitchen, number, index) < left else { continue }
                meal.minutes *= left
                meal.planted = true
            }
            if effects.mealShare < 1 {
                guard chance.uniform(.missedMeals, number, index) < effects.mealShare else { continue }
                meal.planted = true
            }
            found.append(meal)
        }
        return found
    }

    private func toilets() -> [Errand] {
        var draw = chance.stream(.toilets, number)
        var found = [
            toilet(wake + draw.uniform(0.5, 2), draw.uniform(4, 10)),
            toilet(bed - draw.uniform(11, 16), draw.uniform(4, 8)),
        ]
        for _ in 0..<draw.poisson(routine.dayVisits - 2) {
            found.append(toilet(draw.uniform(wake + 40, bed - 30), draw.uniform(2.5, 7)))
        }
        var planted = chance.stream(.plantedToilets, number)
        for _ in 0..<planted.poisson(effects.extraDayVisits) {
            var visit = toilet(planted.uniform(wake + 40, bed - 30), planted.uniform(2.5, 6))
            visit.planted = true
            found.append(visit)
        }
        return found
    }

    private func toilet(_ start: Double, _ minutes: Double) -> Errand {
        Errand(start: start, minutes: minutes, place: .bathroom, activity: .toilet, liveliness: 0.5)
    }

    private func naps() -> [Errand] {
        var draw = chance.stream(.naps, number)
        let (start, minutes) = (draw.uniform(12.9 * 60, 14.2 * 60), draw.uniform(25, 75))
        guard draw.happens(routine.napShare) else { return [] }
        let place = routine.napsInBed ? Place.bed : .livingRoom
        return [Errand(start: start, minutes: minutes, place: place, activity: .nap, liveliness: 0.002)]
    }

    /// To the fridge and back, planted.
    private func fridgeVisits() -> [Errand] {
        var planted = chance.stream(.plantedFridge, number)
        return (0..<planted.poisson(effects.extraFridgeVisits)).map { _ in
            Errand(
                start: planted.uniform(wake + 40, bed - 30), minutes: planted.uniform(1.5, 3.5), place: .kitchen,
                activity: .meal, liveliness: 0.55, planted: true)
        }
    }

    /// In bed in the morning and in the afternoon, planted.
    private func dayRest() -> [Errand] {
        guard effects.daySleepMinutes > 0 else { return [] }
        var planted = chance.stream(.plantedNap, number)
        return [9.5 * 60, 15.2 * 60].map { start in
            Errand(
                start: start + planted.uniform(-20, 20), minutes: effects.daySleepMinutes / 2, place: .bed,
                activity: .nap, liveliness: 0.002, planted: true)
        }
    }

    /// An inactive day: most errands are left undone, though the toilet is still visited.
    private func calmed(_ errands: [Errand]) -> [Errand] {
        errands.enumerated().compactMap { index, errand in
            guard !errand.planted || errand.activity != .nap else { return errand }
            // Whoever does next to nothing still goes to the toilet.
            let share = errand.activity == .toilet ? max(0.3, effects.activityShare) : 0.7 * effects.activityShare
            guard chance.uniform(.inactive, number, index) < share else { return nil }
            var calm = errand
            calm.planted = true
            return calm
        }
    }

    /// In order.
    func nightEvents() -> [Agenda.NightEvent] {
        var draw = chance.stream(.night, number)
        var found: [Agenda.NightEvent] = []
        for _ in 0..<draw.poisson(routine.nightVisits) {
            found.append(.init(share: draw.uniform(0.1, 0.96), minutes: draw.uniform(2.5, 7), planted: false))
        }
        var planted = chance.stream(.plantedNight, number)
        for _ in 0..<planted.poisson(effects.extraNightVisits) {
            found.append(.init(share: planted.uniform(0.1, 0.96), minutes: planted.uniform(2.5, 6), planted: true))
        }
        var wander = chance.stream(.wander, number)
        if let wandering = effects.wandering, wander.happens(wandering.share) {
            let minutes = wandering.minutes * wander.uniform(0.8, 1.2)
            found.append(
                .init(share: wander.uniform(0.25, 0.6), minutes: minutes, planted: true, isWandering: true))
        }
        return found.sorted { $0.share < $1.share }
    }
}

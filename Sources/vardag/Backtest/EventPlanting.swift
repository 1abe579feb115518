import CareModel
import Foundation
import Pipeline
import Simulator

/// Plants one episode into what a recorded home's messages told: events are added, removed or moved, as the shape would
/// have them, in the numbers of docs/simulator.md.
struct EventPlanting {
    let episode: PlantedEpisode
    let rooms: RecordedRooms
    /// Of the unplanted home.
    let nightVisits: Double
    let start: Timestamp
    var calendar: HomeCalendar
    var chance: SeededChance

    init(_ episode: PlantedEpisode, in home: HomeDefinition, nightVisits: Double, seed: UInt64) {
        (self.episode, self.nightVisits) = (episode, nightVisits)
        rooms = RecordedRooms(home)
        calendar = HomeCalendar(timeZone: home.timeZone)
        start = calendar.start(of: episode.first)
        chance = SeededChance(seed: seed)
    }

    /// The home has the sensors without which nobody could see it.
    static func canShow(_ kind: EpisodeKind, _ rooms: RecordedRooms, hasWeight: Bool) -> Bool {
        switch kind {
        case .utiLike: !rooms.bathroom.isEmpty
        case .kitchenDecline, .missedMeals: !rooms.kitchen.isEmpty
        case .sleepShift, .inactiveDay, .gaitSlowing: true
        case .weightGain: hasWeight
        case .nightWandering: Set(rooms.others.map { rooms.rooms[Int($0)] }).count >= 2
        default: false
        }
    }

    /// `inputs` are those of the episode and its hit window, in the order of time; so is what comes back.
    mutating func planted(into inputs: [HomeRun.Input]) -> [HomeRun.Input] {
        var changed = inputs
        let severity = episode.severity
        switch episode.kind {
        case .utiLike: changed += nightVisits(severity.pick(0.5, 1, 1.5))
        case .nightWandering: changed += wandering(severity.pick(0.5, 0.7, 0.9), severity.pick(60, 90, 140))
        case .kitchenDecline:
            let (share, days) = (severity.pick(0.35, 0.5, 0.65), Double(episode.days))
            thinKitchen(&changed, from: 0) { share * Double($0 + 1) / days }
        case .missedMeals:
            let share = 1 - severity.pick(0.55, 0.35, 0.15)
            thinKitchen(&changed, from: 7) { _ in share }
        case .inactiveDay: thinActivity(&changed, left: severity.pick(0.35, 0.2, 0.1))
        case .sleepShift: shiftNights(&changed, minutes: severity.pick(60, 100, 150))
        case .weightGain: addWeight(&changed, kilograms: severity.pick(1.3, 2, 3))
        case .gaitSlowing: slowSteps(&changed, share: severity.pick(0.006, 0.01, 0.02))
        default: break
        }
        // A stable order of what happens at once.
        return changed.enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
    }

    // MARK: Added

    /// Somebody moves before a sensor from `from` for so many seconds; it tells so every 40 to 90 s, then that all is
    /// still.
    private mutating func motion(_ device: UInt16, from: Timestamp, seconds: Double) -> [HomeRun.Input] {
        var found: [HomeRun.Input] = []
        var at = 0.0
        func tell(_ value: Double, _ after: Double) {
            let time = from.adding(milliseconds: Int64(after * 1000))
            found.append(
                HomeRun.Input(
                    at: time, readings: [Reading(device: device, quantity: .occupancy, value: value, time: time)]))
        }
        while at < seconds {
            tell(1, at)
            at += chance.uniform(40, 90)
        }
        tell(0, max(seconds, at - 40) + 30)
        return found
    }

    private func day(_ offset: Int) -> LocalDay { episode.first.advanced(by: Int32(offset)) }

    private mutating func nightVisits(_ more: Double) -> [HomeRun.Input] {
        var found: [HomeRun.Input] = []
        for offset in 0..<episode.days {
            for _ in 0..<chance.poisson(more * nightVisits + more) {
                // The night that follows the episode's day: from 23 to 5.
                let minute = chance.uniform(23 * 60, 29 * 60)
                let up = calendar.moment(day(offset), minutes: Int(minute)).adding(
                    milliseconds: Int64(chance.uniform(0, 60_000)))
                let there = up.adding(seconds: 25)
                let length = chance.uniform(120, 300)
                if let bedroom = rooms.bedroom.first { found += motion(bedroom, from: up, seconds: 15) }
                found += motion(rooms.bathroom[0], from: there, seconds: length)
                if let bedroom = rooms.bedroom.first {
                    found += motion(bedroom, from: there.adding(seconds: Int64(length) + 20), seconds: 15)
                }
            }
        }
        return found
    }

    private mutating func wandering(_ share: Double, _ minutes: Double) -> [HomeRun.Input] {
        var found: [HomeRun.Input] = []
        for offset in 0..<episode.days where chance.uniform() < share {
            var at = calendar.moment(day(offset), minutes: Int(chance.uniform(24 * 60 + 30, 27 * 60)))
            let end = at.adding(minutes: Int64(minutes * chance.uniform(0.8, 1.2)))
            var place = Int(chance.uniform(0, Double(rooms.others.count)))
            while at < end {
                let length = chance.uniform(60, 300)
                found += motion(rooms.others[place], from: at, seconds: length)
                at = at.adding(seconds: Int64(length) + 15)
                let here = rooms.rooms[Int(rooms.others[place])]
                repeat { place = (place + 1) % rooms.others.count } while rooms.rooms[Int(rooms.others[place])] == here
            }
        }
        return found
    }

    // MARK: Removed

    private static let activity: Set<Quantity> = [
        .motion, .occupancy, .presence, .contactOpen, .power, .chairOccupancy, .vibration, .buttonEvent, .switch,
    ]

    private func isActivity(_ reading: Reading) -> Bool {
        Self.activity.contains(reading.quantity) && reading.flags.isDisjoint(with: [.retained, .historical])
    }

    /// Removes whole stretches in the kitchen (events less than 6 min apart, at least `minutes` long) with a chance
    /// that depends on the day.
    private mutating func thinKitchen(
        _ inputs: inout [HomeRun.Input], from minutes: Double, share: (Int) -> Double
    ) {
        let indexes = inputs.indices.filter { index in
            inputs[index].readings.contains { rooms.kitchen.contains($0.device) && isActivity($0) }
        }
        var stretches: [[Int]] = []
        for index in indexes {
            if let last = stretches.last?.last, inputs[index].at.minutes(since: inputs[last].at) < 6 {
                stretches[stretches.count - 1].append(index)
            } else {
                stretches.append([index])
            }
        }
        for stretch in stretches {
            let (first, last) = (inputs[stretch[0]].at, inputs[stretch[stretch.count - 1]].at)
            let offset = Int(calendar.day(of: first).number - episode.first.number)
            let draw = chance.uniform()
            guard (0..<episode.days).contains(offset), last.minutes(since: first) >= minutes, draw < share(offset)
            else { continue }
            for index in stretch {
                inputs[index].readings.removeAll { rooms.kitchen.contains($0.device) && isActivity($0) }
            }
        }
    }

    /// Of the waking day only some ten-minute stretches remain; the resident is at home all day.
    private mutating func thinActivity(_ inputs: inout [HomeRun.Input], left: Double) {
        let (from, to) = (calendar.moment(episode.first, minutes: 6 * 60), calendar.moment(episode.first.next))
        let keeps = (0..<108).map { _ in chance.uniform() < left }
        for index in inputs.indices where inputs[index].at >= from && inputs[index].at < to {
            let slot = Int(inputs[index].at.minutes(since: from) / 10)
            inputs[index].readings.removeAll { reading in
                isActivity(reading) && (reading.quantity == .contactOpen || !keeps[min(slot, keeps.count - 1)])
            }
        }
    }

    // MARK: Moved

    /// Nights lie later: what happens from 22 to 8 by the whole shift, from 18 and until 14 by a share of it, so that
    /// the order of things stays.
    private mutating func shiftNights(_ inputs: inout [HomeRun.Input], minutes: Double) {
        for offset in 0..<episode.days {
            let (from, to) = (
                calendar.moment(day(offset), minutes: 18 * 60), calendar.moment(day(offset), minutes: 38 * 60)
            )
            let knots = [0.0, 240, 840, 1200]
            let moved = [0.0, 240 + minutes, 840 + minutes, 1200]
            for index in inputs.indices where inputs[index].at >= from && inputs[index].at < to {
                func later(_ time: Timestamp) -> Timestamp {
                    let after = time.minutes(since: from)
                    guard let part = (1..<knots.count).first(where: { after < knots[$0] }), after >= 0 else {
                        return time
                    }
                    let share = (after - knots[part - 1]) / (knots[part] - knots[part - 1])
                    let target = moved[part - 1] + share * (moved[part] - moved[part - 1])
                    return from.adding(milliseconds: Int64(target * 60_000))
                }
                inputs[index].at = later(inputs[index].at)
                for reading in inputs[index].readings.indices {
                    inputs[index].readings[reading].time = later(inputs[index].readings[reading].time)
                }
            }
        }
    }

    /// Who walks slower is seen later in the next room: the time between signs in two rooms at most 30 s apart grows.
    private func slowSteps(_ inputs: inout [HomeRun.Input], share: Double) {
        var before: (room: String, at: Timestamp)?
        for index in inputs.indices {
            guard let sign = inputs[index].readings.first(where: { isActivity($0) && $0.value > 0 }) else { continue }
            let room = rooms.rooms[Int(sign.device)]
            let at = inputs[index].at
            if let before, before.room != room {
                let gap = at.milliseconds(since: before.at)
                let weeks = ((at.minutes(since: start) / 1440).rounded(.down) + 1) / 7
                if gap > 0, gap <= 30_000, weeks > 0 {
                    let factor = 1 / pow(1 - share, min(weeks, Double(episode.days) / 7)) - 1
                    let more = Int64((Double(gap) * factor).rounded())
                    inputs[index].at = at.adding(milliseconds: more)
                    for reading in inputs[index].readings.indices {
                        inputs[index].readings[reading].time =
                            inputs[index].readings[reading].time.adding(milliseconds: more)
                    }
                }
            }
            before = (room, at)
        }
    }

    private mutating func addWeight(_ inputs: inout [HomeRun.Input], kilograms: Double) {
        for index in inputs.indices {
            let offset = Int(calendar.day(of: inputs[index].at).number - episode.first.number)
            guard (0..<episode.days).contains(offset) else { continue }
            for reading in inputs[index].readings.indices
            where inputs[index].readings[reading].quantity == .bodyWeight {
                inputs[index].readings[reading].value += kilograms * min(1, Double(offset + 1) / 3)
            }
        }
    }
}

import CareEngine
import CareModel
import DeviceProfiles
import Foundation
import Simulator
import Store

@testable import Pipeline

/// Simulated homes with technical faults, each beside the same home without, through `Replay`.
struct FaultCampaign {
    enum Fault: CaseIterable {
        case deadBattery, outage, queuedOutage, droppedMessages, bridgeClock, gatewayDown, gatewayClock, everything
    }

    /// A care alert of a rule that the home without the fault does not raise on that day, nor of the same stay or absence,
    /// and of which it has none open at that moment.
    struct Caused {
        var home: Int
        var fault: Fault
        var alert: Alert
        /// The home without the fault has an alert of the same rule within a week: the fault did not make it.
        var isMoved: Bool
        /// What went wrong in the four days before.
        var near: [String]
        /// The alert's features over the four days, with the fault and without.
        var values: [String]
    }

    /// VARDAG_TEST_SEED draws other homes.
    static let simulation = Simulation(
        seed: ProcessInfo.processInfo.environment["VARDAG_TEST_SEED"].flatMap { UInt64($0) } ?? 4711)
    /// Faults begin when own normals are known.
    static let firstFaultDay = 18
    /// Of each home.
    let days: Int

    private let profiles: DeviceProfiles

    init(days: Int) {
        self.days = days
        var root = URL(fileURLWithPath: #filePath)
        for _ in 0..<3 { root.deleteLastPathComponent() }
        profiles = DeviceProfiles.load(folder: root.appending(path: "Devices").path).profiles
    }

    /// What one home's log comes to.
    struct Outcome {
        var alerts: [Alert] = []
        var features: [DailyFeature] = []

        /// What a nurse saw about the resident, neither the technician's nor safety.
        var careAlerts: [Alert] {
            alerts.filter { $0.raisedAt != nil && $0.family != .technical && $0.family != .safety }
        }

        /// A feature's values on the four days before the day with that number.
        func told(_ feature: String, until day: Int) -> String {
            var newest: [Int: DailyFeature] = [:]
            for row in features where row.feature == feature {
                let number = Int(row.date.number)
                guard number < day, number >= day - 4, row.revision >= newest[number]?.revision ?? 0 else { continue }
                newest[number] = row
            }
            return newest.sorted { $0.key < $1.key }.map { _, row in
                let usual = row.usual.map { "(\(Int($0.usualLow))-\(Int($0.usualHigh)))" } ?? ""
                return "\(row.value.map { "\($0)" } ?? "-")\(usual)\(row.withheld.map { $0.rawValue } ?? "")"
            }.joined(separator: " ")
        }
    }

    func replay(_ home: SimulatedHome, log: [SimulatedMessage]) throws -> Outcome {
        let folder = FileManager.default.temporaryDirectory.appending(path: "campaign-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var bytes: [UInt8] = []
        for message in log {
            message.appendLine(to: &bytes)
            bytes.append(UInt8(ascii: "\n"))
        }
        let file = folder.appending(path: "log.jsonl")
        try Data(bytes).write(to: file)
        let store = try CareStore(path: folder.appending(path: "care.db").path)
        var pipeline = try CarePipeline(
            store: store, homes: [home.definition], profiles: profiles,
            options: .init(
                engine: EngineSettings(), pseudonyms: Pseudonyms(key: Array(0..<32))))
        pipeline.tellsSince = .distantFuture
        _ = try pipeline.recover()
        var replay = try Replay(store: store, pipeline: pipeline, logs: [file.path])
        _ = try replay.run(until: nil) { _, _, _ in }
        var outcome = Outcome(alerts: try store.alerts())
        try store.forEachFeature(home: nil, from: nil, to: nil) { outcome.features.append($0) }
        try store.close()
        return outcome
    }

    // MARK: Faults

    /// Of that home: those alerts that only the fault explains, and how many it has in all.
    func run(home index: Int, fault: Fault) throws -> (caused: [Caused], all: Int) {
        let start = Bench.firstDay.advanced(by: Int32(index * 7 % 360))
        var plan = Self.simulation.plan(index, days: days, hasFaults: false).twin
        plan.lastSeen = plan.lastSeen == .none ? .iso8601 : plan.lastSeen
        // A home that never speaks by itself cannot tell an outage from stillness: docs/alerts.md.
        plan.hasHeartbeats = true
        let untouched = plan
        var numbers = SeededNumbers(UInt64(index) &* 8 &+ 1)
        Self.plant(fault, into: &plan, days: days, with: &numbers)
        let faulty = Self.simulation.home(index, days: days, start: start, plan: plan)
        let log = Self.gatewayFaults(fault, faulty.messages, with: &numbers)
        let faultyOutcome = try replay(faulty, log: log)
        let with = faultyOutcome.careAlerts
        guard !with.isEmpty else { return ([], 0) }
        let clean = Self.simulation.home(index, days: days, start: start, plan: untouched)
        let cleanOutcome = try replay(clean, log: clean.messages)
        let without = cleanOutcome.careAlerts
        var calendar = HomeCalendar(timeZone: clean.definition.timeZone)
        func day(_ alert: Alert) -> Int { Int(calendar.day(of: alert.raisedAt ?? alert.onset).number) }
        let known = without.map { (rule: $0.rule, day: day($0)) }
        let caused = with.compactMap { alert -> Caused? in
            let on = day(alert)
            let raised = alert.raisedAt ?? alert.onset
            guard !known.contains(where: { $0.rule == alert.rule && $0.day == on }),
                !without.contains(where: { $0.rule == alert.rule && ($0.isOpen(at: raised) || $0.isSame(as: alert)) })
            else { return nil }
            let isMoved = known.contains { $0.rule == alert.rule && abs($0.day - on) <= 7 }
            let near = faulty.truth.filter { row in
                let isFault =
                    row.kind == "outage" || row.kind == "clock_step" || row.kind.hasPrefix("dead_sensor")
                return row.start < raised && row.end > raised.adding(hours: isFault ? -96 : -36)
                    && (isFault || alert.family == .situation)
            }
            let lost = plan.faults.droppedShare > 0 ? ["lost \(plan.faults.droppedShare)"] : []
            let twins = known.filter { $0.rule == alert.rule }.map { LocalDay(number: Int32($0.day)) }
            let told =
                lost + ["without the fault on \(twins)"] + near.map { "\($0.kind) \($0.start)-\($0.end)" }
                + Self.events(log, before: raised)
            let values = alert.features.map { member in
                let name = member.feature
                return
                    "\(name) with \(faultyOutcome.told(name, until: on)) without \(cleanOutcome.told(name, until: on))"
            }
            return Caused(home: index, fault: fault, alert: alert, isMoved: isMoved, near: told, values: values)
        }
        return (caused, with.count)
    }

    /// The gateway's own events of the four days before.
    private static func events(_ log: [SimulatedMessage], before: Timestamp) -> [String] {
        log.filter { $0.topic == GatewayEvent.topic && $0.at < before && $0.at > before.adding(hours: -96) }
            .map { "gateway \($0.payload)" }
    }

    static func plant(_ fault: Fault, into plan: inout Plan, days: Int, with numbers: inout SeededNumbers) {
        func pick(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &numbers) }
        let all = fault == .everything
        if fault == .deadBattery || all {
            let names = plan.installedBatteries.shuffled(using: &numbers).prefix(all ? 1 : 2)
            for name in names {
                let from = pick(firstFaultDay...days - 12)
                plan.faults.deadSensors.append(.init(device: name, fromDay: from, untilDay: from + pick(2...16)))
            }
        }
        if fault == .outage || fault == .queuedOutage || all {
            for round in 0..<(all ? 2 : 5) {
                let day = firstFaultDay + round * 8 + pick(0...6)
                let minute = pick(0...1439)
                let length = [20, 75, 180, 420, 1100, 1900][pick(0...5)]
                plan.faults.outages.append(
                    .init(
                        from: PlanTime(day: day, minute: minute), to: PlanTime(day: day, minute: minute + length),
                        announced: pick(0...1) == 1, isQueued: fault == .queuedOutage || (all && round == 1)))
            }
        }
        if fault == .droppedMessages || all { plan.faults.droppedShare = Double(pick(2...(all ? 5 : 15))) / 100 }
        if fault == .bridgeClock || all {
            for round in 0..<3 {
                let day = firstFaultDay + 4 + round * 12 + pick(0...6)
                let seconds = [3600, -3600, 86_400, -86_400, 400, -7200, 40_000_000, -900_000_000][pick(0...7)]
                plan.faults.clockSteps.append(
                    .init(
                        from: PlanTime(day: day, minute: pick(0...1439)),
                        to: PlanTime(day: day + pick(0...1), minute: 1439), seconds: seconds))
            }
        }
    }

    /// The gateway does not listen for a while, or its clock is ahead and is set back; it writes so into its log.
    static func gatewayFaults(
        _ fault: Fault, _ messages: [SimulatedMessage], with numbers: inout SeededNumbers
    ) -> [SimulatedMessage] {
        guard let first = messages.first?.at else { return messages }
        var log = messages
        func event(_ event: GatewayEvent, at: Timestamp) -> SimulatedMessage {
            SimulatedMessage(
                at: at, topic: GatewayEvent.topic, payload: String(decoding: event.payload, as: UTF8.self),
                retained: false)
        }
        func moment(_ round: Int) -> Timestamp {
            let hours = (firstFaultDay + round * 9) * 24 + Int.random(in: 0...190, using: &numbers)
            return first.adding(minutes: Int64(hours * 60 + Int.random(in: 0...59, using: &numbers)))
        }
        if fault == .gatewayDown || fault == .everything {
            for round in 0..<4 {
                let from = moment(round)
                let to = from.adding(minutes: [10, 90, 400, 1000, 2500][Int.random(in: 0...4, using: &numbers)])
                log.removeAll { $0.at >= from && $0.at < to }
                let place = log.firstIndex { $0.at >= to } ?? log.count
                log.insert(event(.unwatched(from: from, to: to), at: to), at: place)
            }
        }
        if fault == .gatewayClock || fault == .everything {
            for round in 0..<2 {
                let from = moment(round * 2 + 1)
                let to = from.adding(minutes: Int64.random(in: 5...90, using: &numbers))
                let ahead: Int64 = [15, 60, 120, 600][Int.random(in: 0...3, using: &numbers)]
                let place = log.firstIndex { $0.at >= to } ?? log.count
                for index in log.indices where log[index].at >= from && log[index].at < to {
                    log[index].at = log[index].at.adding(minutes: ahead)
                }
                log.insert(event(.clockSetBack(to: to), at: to), at: place)
                // A clock that jumps ahead is told as time in which nobody watched.
                let jump = from.adding(minutes: ahead)
                let start = log.firstIndex { $0.at >= jump } ?? place
                log.insert(event(.unwatched(from: from, to: jump), at: jump), at: min(start, place))
            }
        }
        return log
    }
}

extension Alert {
    /// Told of the same stay or absence, be it before or after midnight.
    fileprivate func isSame(as other: Alert) -> Bool {
        raisedAt != nil && family == .situation && abs(onset.milliseconds(since: other.onset)) <= 3_600_000
    }

    /// Told before that moment and not over then.
    fileprivate func isOpen(at time: Timestamp) -> Bool {
        guard let raisedAt else { return false }
        return raisedAt <= time && time < clearedAt ?? .distantFuture
    }
}

extension Plan {
    /// Names of the battery devices that tell of a person, as far as this home has them.
    fileprivate var installedBatteries: [String] {
        var names = ["bathroom-motion", "kitchen-motion", "living-room-motion", "hallway-motion", "front-door"]
        names += ["bed", "fridge-door"]
        if layout != .oneRoom { names.append("bedroom-motion") }
        return names.filter { !leftOut.contains($0) } + added.filter { $0 == "chair" || $0 == "bathroom-door" }.sorted()
    }
}

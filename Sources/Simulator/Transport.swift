import CareModel

/// The way from the bridge to the gateway, with everything that goes wrong on it.
struct Transport {
    private let faults: Faults
    private let chance: Chance
    /// By sensor: from when it is silent, and until when.
    private let dead: [[Range<Timestamp>]]
    private let hasHeartbeats: Bool
    private let outages: [Range<Timestamp>]
    /// Reports that are not a sensor's own: outages announced, floods, reconnections, sensors declared offline.
    private var scheduled: [Report]
    private var held: [Report] = []
    private var lastState: [Report?]
    private let installed: [Sensor]
    private let isInstalled: [Bool]

    init(_ plan: Plan, chance: Chance, start: LocalDay, span: Range<Timestamp>, calendar: inout HomeCalendar) {
        faults = plan.faults
        self.chance = chance
        installed = plan.sensors
        let listed = installed
        isInstalled = Sensor.allCases.map { listed.contains($0) }
        hasHeartbeats = plan.hasHeartbeats
        lastState = Array(repeating: nil, count: Sensor.allCases.count)
        outages = faults.outages.map { outage in
            let from = outage.from.timestamp(start: start, calendar: &calendar)
            return from..<max(from, outage.to.timestamp(start: start, calendar: &calendar))
        }
        let never = span.upperBound.adding(hours: 48)
        dead = Sensor.allCases.map { sensor in
            plan.faults.deadSensors.filter { $0.device == sensor.name }.map { death in
                let from = PlanTime(day: death.fromDay).timestamp(start: start, calendar: &calendar)
                let until = death.untilDay.map { PlanTime(day: $0).timestamp(start: start, calendar: &calendar) }
                return from..<max(from, until ?? never)
            }
        }
        scheduled = []
        scheduled = schedule(start: start, begin: span.lowerBound, calendar: &calendar)
    }

    private func schedule(start: LocalDay, begin: Timestamp, calendar: inout HomeCalendar) -> [Report] {
        var found = hasHeartbeats ? retainedOpening(at: begin) : []
        for (outage, window) in zip(faults.outages, outages) where outage.announced && hasHeartbeats {
            // The broker notices a lost bridge when one and a half keep-alive times have passed.
            found.append(Report(at: window.lowerBound.adding(seconds: 90), .bridgeState(online: false)))
            found.append(Report(at: window.upperBound, .bridgeState(online: true)))
            for sensor in installed {
                found.append(Report(at: window.upperBound.adding(seconds: 2), .availability(sensor, online: true)))
            }
        }
        for time in faults.nullFloods {
            let begin = time.timestamp(start: start, calendar: &calendar)
            for round in 0..<10 {
                for sensor in installed {
                    let at = begin.adding(milliseconds: Int64(round * 6000 + sensor.rawValue * 40))
                    found.append(Report(at: at, .nulls(sensor)))
                }
            }
        }
        for time in faults.retainedReplays {
            found.append(Report(at: time.timestamp(start: start, calendar: &calendar), .reconnection))
        }
        for sensor in installed {
            // zigbee2mqtt calls a battery device offline after 25 hours of silence.
            for death in dead[sensor.rawValue] where hasHeartbeats {
                let offline = death.lowerBound.adding(hours: 25)
                guard offline < death.upperBound else { continue }
                found.append(Report(at: offline, .availability(sensor, online: false)))
                found.append(Report(at: death.upperBound, .availability(sensor, online: true)))
            }
        }
        return Report.inOrder(found)
    }

    /// What a gateway that connects for the first time is given.
    private func retainedOpening(at time: Timestamp) -> [Report] {
        var found = [
            Report(at: time, .bridgeState(online: true), retained: true),
            Report(at: time, .bridgeDevices, retained: true),
        ]
        for sensor in installed {
            found.append(Report(at: time, .availability(sensor, online: true), retained: true))
        }
        return found
    }

    /// What arrives in `window`, in time order, of what was sent then and before. Windows must follow one another.
    mutating func deliver(_ sent: [Report], in window: Range<Timestamp>) -> [Report] {
        var arriving: [Report] = []
        arriving.reserveCapacity(sent.count * 5 / 4 + 40)
        while let first = scheduled.first, first.at < window.upperBound {
            scheduled.removeFirst()
            arriving.append(first)
        }
        let due = held.filter { $0.at < window.upperBound }
        held.removeAll { $0.at < window.upperBound }
        arriving += due
        for report in sent { send(report, before: window.upperBound, into: &arriving) }
        return withReplays(Report.inOrder(arriving))
    }

    private mutating func send(_ report: Report, before dayEnd: Timestamp, into arriving: inout [Report]) {
        let index = report.sensor?.rawValue ?? -1
        if index >= 0 {
            guard isInstalled[index] else { return }
            if dead[index].contains(where: { $0.contains(report.source) }) { return }
        }
        if let place = outages.firstIndex(where: { $0.contains(report.source) }) {
            if faults.outages[place].isQueued { queue(report, behind: outages[place], dayEnd, &arriving) }
            return
        }
        let key = report.source.milliseconds
        if hits(.dropped, faults.droppedShare, key, index) { return }
        guard case .state(let sensor, let on) = report.content else {
            arriving.append(report)
            return
        }
        if report.isTransition, hits(.stale, faults.staleShare, key, index) {
            var stale = Report(at: report.at, .state(sensor, on: !on))
            stale.copy = 2
            arriving.append(stale)
        }
        var delayed = report
        delayed.at = arrival(of: report, before: dayEnd, index)
        hold(delayed, before: dayEnd, into: &arriving)
        if hits(.duplicate, faults.duplicateShare, key, index) {
            var twice = delayed
            twice.copy = 1
            let gap = chance.uniform(.duplicate, key, index + 100, in: 3...400)
            twice.at = delayed.at.adding(milliseconds: Int64(gap))
            hold(twice, before: dayEnd, into: &arriving)
        }
    }

    /// Comes in one burst when the way is open again, in the order in which it was sent.
    private mutating func queue(
        _ report: Report, behind outage: Range<Timestamp>, _ dayEnd: Timestamp, _ arriving: inout [Report]
    ) {
        var late = report
        late.at = outage.upperBound.adding(
            milliseconds: 3000 + report.source.milliseconds(since: outage.lowerBound) / 500)
        hold(late, before: dayEnd, into: &arriving)
    }

    private mutating func hold(_ report: Report, before dayEnd: Timestamp, into arriving: inout [Report]) {
        if report.at < dayEnd { arriving.append(report) } else { held.append(report) }
    }

    private func hits(_ purpose: Chance.Purpose, _ share: Double, _ key: Int64, _ index: Int) -> Bool {
        share > 0 && chance.uniform(purpose, key, index) < share
    }

    private func arrival(of report: Report, before dayEnd: Timestamp, _ index: Int) -> Timestamp {
        let key = report.source.milliseconds
        if hits(.late, faults.lateShare, key, index) {
            let days = chance.uniform(.late, key, index + 100, in: 1...Double(max(1, faults.lateDays)))
            return report.at.adding(milliseconds: Int64(days * 86_400_000))
        }
        if hits(.outOfOrder, faults.outOfOrderShare, key, index) {
            let room = Double(max(1, dayEnd.milliseconds(since: report.at)) - 1)
            return report.at.adding(milliseconds: Int64(room * chance.uniform(.outOfOrder, key, index + 100)))
        }
        return report.at
    }

    /// Puts the retained messages in place of each reconnection.
    private mutating func withReplays(_ arriving: [Report]) -> [Report] {
        var result: [Report] = []
        result.reserveCapacity(arriving.count)
        for report in arriving {
            if case .reconnection = report.content {
                result += retainedOpening(at: report.at)
                for state in lastState {
                    guard var again = state else { continue }
                    again.at = report.at
                    again.retained = true
                    result.append(again)
                }
                continue
            }
            if case .state(let sensor, _) = report.content { lastState[sensor.rawValue] = report }
            result.append(report)
        }
        return result
    }
}

package import CareModel
import Foundation

/// One home's days, one after another.
package struct HomeDays: Sequence, IteratorProtocol, Sendable {
    package let definition: HomeDefinition
    /// `device,kind,room,placement` with its header.
    package let devicesCSV: String
    private let plan: Plan
    private let start: LocalDay
    private let end: LocalDay
    private let span: Range<Timestamp>
    private let occurrences: [Episode.Occurrence]
    private var calendar: HomeCalendar
    private var household: Household
    private var measuring: Measuring
    private var sensors: SensorBank
    private var transport: Transport
    private var writer: MessageWriter
    private var day: LocalDay
    private var stays: [Stay] = []
    private var visits: [Visit] = []

    init(
        chance: Chance, installation: Installation, days: Int, start: LocalDay, timeZone: TimeZone, plan: Plan
    ) {
        precondition(days >= 0, "a home is simulated for zero days or more")
        let unknown = plan.namedDevices.subtracting(Sensor.allCases.map(\.name) + [Sensor.vitalsName])
        precondition(unknown.isEmpty, "a plan names devices that no simulated home has: \(unknown.sorted())")
        var calendar = HomeCalendar(timeZone: timeZone)
        let end = start.advanced(by: Int32(days))
        let span = calendar.start(of: start)..<calendar.start(of: end)
        definition = installation.definition(timeZone: timeZone)
        devicesCSV = installation.devicesCSV
        (self.plan, self.start, self.end, self.span, day) = (plan, start, end, span, start)
        occurrences = plan.episodes.map { $0.occurrence(start: start, calendar: &calendar) }
        household = Household(chance: chance, episodes: plan.episodes, start: start, calendar: calendar)
        measuring = Measuring(chance: chance, isInstalled: installation.hasVitals, calendar: calendar)
        sensors = SensorBank(chance: chance, missingOffShare: plan.faults.missingOffShare)
        transport = Transport(plan, chance: chance, start: start, span: span, calendar: &calendar)
        writer = MessageWriter(installation, chance: chance, start: start, plan: plan, calendar: calendar)
        self.calendar = calendar
    }

    /// The next local day; nil after the last.
    package mutating func next() -> SimulatedDay? {
        guard day < end else { return nil }
        let window = calendar.start(of: day)..<calendar.start(of: day.next)
        var truth: [TruthRow] = []
        if day == start {
            truth = planned()
            // The night that is under way when the simulation begins.
            truth += live(day.previous)
            sensors.begin(
                inBed: stays.contains { $0.place == .bed && $0.start < span.lowerBound && $0.end > span.lowerBound })
        }
        truth += live(day)
        var reports = sensors.observe(stays: stays, visits: visits, safety: occurrences, in: window)
        reports += measuring.reports(on: day, household: household).filter { window.contains($0.at) }
        let arrived = transport.deliver(Report.inOrder(reports), in: window)
        stays.removeAll { $0.end < window.upperBound }
        visits.removeAll { $0.end < window.upperBound }
        let messages = arrived.map { writer.message($0) }
        defer { day = day.next }
        return SimulatedDay(day: day, messages: messages, truth: truth.filter { $0.start < span.upperBound })
    }

    /// Lives one more day and says what happened on it.
    private mutating func live(_ day: LocalDay) -> [TruthRow] {
        let lived = household.live(day)
        stays += lived.stays
        visits += lived.visits
        var rows = [TruthRow(start: lived.sleep.start, end: lived.sleep.end, kind: "sleep")]
        rows += lived.visits.map { TruthRow(start: $0.start, end: $0.end, kind: "visit", planted: $0.planted) }
        for stay in lived.stays {
            guard let kind = Self.kind(of: stay) else { continue }
            rows.append(TruthRow(start: stay.start, end: stay.end, kind: kind, planted: stay.planted))
        }
        return rows.filter { $0.end > span.lowerBound }
    }

    private static func kind(of stay: Stay) -> String? {
        switch (stay.place, stay.activity) {
        case (_, .onTheFloor), (_, .walk): nil
        case (_, .nap): "nap"
        case (.bathroom, _): "toilet_visit"
        case (.kitchen, _): "kitchen"
        case (.out, _): "outing"
        default: nil
        }
    }

    /// The rows of the plan: what was planted, and what goes wrong with the devices.
    private mutating func planned() -> [TruthRow] {
        var rows = occurrences.map { occurrence in
            TruthRow(
                start: occurrence.from, end: occurrence.to, kind: occurrence.kind.rawValue,
                severity: occurrence.severity.rawValue, planted: true)
        }
        func moment(_ time: PlanTime) -> Timestamp { time.timestamp(start: start, calendar: &calendar) }
        for dead in plan.faults.deadSensors {
            let from = moment(PlanTime(day: dead.fromDay))
            rows.append(TruthRow(start: from, end: span.upperBound, kind: "dead_sensor:\(dead.device)"))
        }
        for outage in plan.faults.outages {
            rows.append(TruthRow(start: moment(outage.from), end: moment(outage.to), kind: "outage"))
        }
        for time in plan.faults.nullFloods {
            rows.append(TruthRow(start: moment(time), end: moment(time).adding(minutes: 1), kind: "null_flood"))
        }
        for time in plan.faults.retainedReplays {
            rows.append(TruthRow(start: moment(time), end: moment(time), kind: "retained_replay"))
        }
        return rows
    }
}

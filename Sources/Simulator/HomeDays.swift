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
        household = Household(chance: chance, plan: plan, start: start, calendar: calendar)
        measuring = Measuring(chance: chance, isInstalled: installation.hasVitals, calendar: calendar)
        sensors = SensorBank(installation, chance: chance, faults: plan.faults)
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
        var rows: [TruthRow] = []
        if let sleep = lived.sleep { rows.append(TruthRow(start: sleep.start, end: sleep.end, kind: "sleep")) }
        for visit in lived.visits {
            for kind in visit.isCare ? ["visit", "care_visit"] : ["visit"] {
                rows.append(TruthRow(start: visit.start, end: visit.end, kind: kind, planted: visit.planted))
            }
        }
        for stay in lived.stays {
            for kind in Self.kinds(of: stay) {
                rows.append(TruthRow(start: stay.start, end: stay.end, kind: kind, planted: stay.planted))
            }
        }
        return rows.filter { $0.end > span.lowerBound }
    }

    private static func kinds(of stay: Stay) -> [String] {
        switch (stay.place, stay.activity) {
        case (_, .onTheFloor), (_, .walk), (_, .away): []
        case (_, .nap): ["nap"]
        case (_, .wandering): ["wandering"]
        case (.bathroom, _): ["toilet_visit"]
        case (.kitchen, .meal): ["kitchen", "meal"]
        case (.kitchen, _): ["kitchen"]
        case (.out, _): ["outing"]
        default: []
        }
    }

    /// The rows of the plan: what was planted, and what goes wrong with the devices.
    private mutating func planned() -> [TruthRow] {
        var rows = occurrences.map { occurrence in
            TruthRow(
                start: occurrence.from, end: occurrence.to, kind: occurrence.kind.rawValue,
                severity: occurrence.severity.rawValue, planted: true)
        }
        rows += household.covers.compactMap { cover in
            cover.row.map { TruthRow(start: cover.from, end: cover.to, kind: $0, planted: cover.planted) }
        }
        func moment(_ time: PlanTime) -> Timestamp { time.timestamp(start: start, calendar: &calendar) }
        for dead in plan.faults.deadSensors {
            let from = moment(PlanTime(day: dead.fromDay))
            let until = dead.untilDay.map { moment(PlanTime(day: $0)) } ?? span.upperBound
            rows.append(TruthRow(start: from, end: until, kind: "dead_sensor:\(dead.device)"))
        }
        for outage in plan.faults.outages {
            rows.append(TruthRow(start: moment(outage.from), end: moment(outage.to), kind: "outage"))
        }
        for step in plan.faults.clockSteps {
            rows.append(TruthRow(start: moment(step.from), end: moment(step.to), kind: "clock_step"))
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

import CareModel
import Foundation
import Store
import Testing

@testable import CareEngine
@testable import vardag

@Suite("What the report on quality says of a store made by hand")
struct QualityReportTests {
    private let store: CareStore
    private let folder: URL
    private let first = LocalDay(number: 20_000)

    init() throws {
        folder = URL(fileURLWithPath: NSTemporaryDirectory()).appendingPathComponent("quality-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        store = try CareStore(path: folder.appendingPathComponent("care.db").path)
    }

    // MARK: Rows

    private func row(
        _ feature: String, day: Int32, _ value: Double?, home: String = "h1", usual: Baseline? = nil,
        withheld: Withheld? = nil, u: Double? = nil
    ) -> DailyFeature {
        DailyFeature(
            home: home, resident: home, date: first.advanced(by: day), feature: feature, value: value, unit: "min",
            coverage: 1, context: .alone, definitionVersion: 2, revision: 0, usual: usual, withheld: withheld, u: u)
    }

    private func at(day: Int32, hours: Int64) -> Timestamp {
        Timestamp(seconds: (Int64(first.number) + Int64(day)) * 86_400).adding(hours: hours)
    }

    private func alert(
        _ id: String, _ family: Alert.Family, day: Int32, delayHours: Int64 = 1, home: String = "h1",
        rule: String = "rule", evidence: Alert.Evidence? = nil, verdict: Alert.Verdict? = nil, isTold: Bool = true
    ) -> Alert {
        let raised = at(day: day, hours: 22)
        var alert = Alert(
            id: id, home: home, resident: home, rule: rule, family: family, priority: .p2,
            state: isTold ? .resolved : .suppressed, onset: raised.adding(hours: -delayHours),
            raisedAt: isTold ? raised : nil, place: nil,
            features: evidence == nil
                ? []
                : [
                    .init(
                        feature: "toilet_visits_night", value: 6, expected: 1.5, usualLow: 0.4, usualHigh: 3,
                        direction: "up", mean: 5.5, u: 3.1, share: 1)
                ], evidence: evidence, title: .init(sv: "", en: ""), explanation: .init(sv: "", en: ""),
            suggestion: .init(sv: "", en: ""), history: [])
        alert.verdict = verdict
        alert.verdictBy = verdict == nil ? nil : "Kim"
        return alert
    }

    private func evidence(day: Int32) -> Alert.Evidence {
        Alert.Evidence(
            pattern: "toilet up", horizonDays: 2, direction: "up", strength: 3.21, threshold: 2.8, probability: 0.0006,
            since: first.advanced(by: day), missingDays: [], historyDays: 40, coverage: 1)
    }

    /// 61 days with known activity (two months), one without.
    private func fill() throws {
        let usual = Baseline(expected: 100, usualLow: 80, usualHigh: 121)
        var rows: [DailyFeature] = (Int32(0)..<61).map { day in
            switch day {
            case 10: row("activity_minutes", day: day, 40, usual: usual, withheld: .deadSensor)
            case 11: row("activity_minutes", day: day, 40, usual: usual, u: -2.7)
            case 12: row("activity_minutes", day: day, 40, usual: usual, withheld: .visitor)
            // (root of 141 less root of 101) over (root of 122 less root of 101), times 1.96: t = 3.59, as a score 2.52.
            case 13: row("activity_minutes", day: day, 140, usual: usual)
            default: row("activity_minutes", day: day, 100, usual: usual, u: day % 20 == 0 ? 2.1 : 0.3)
            }
        }
        rows.append(row("activity_minutes", day: 61, nil, withheld: .outage))
        rows.append(row("room_transitions", day: 61, nil, withheld: .outage))
        rows.append(row("toilet_visits_night", day: 61, nil, withheld: .outage))
        rows.append(row("indoor_temperature_min", day: 61, nil, withheld: .coverage))
        let alerts = [
            alert(
                "c1", .toilet, day: 20, delayHours: 48, rule: "change_in_toilet", evidence: evidence(day: 18),
                verdict: .mistaken),
            alert("c2", .sleep, day: 30, delayHours: 72, rule: "change_in_sleep", verdict: .useful),
            alert("c3", .toilet, day: 40, delayHours: 24, rule: "change_in_toilet"),
            alert("s1", .situation, day: 41, rule: "no_activity_yet", verdict: .known),
            alert("s2", .situation, day: 42, rule: "no_activity_yet", isTold: false),
            alert("t1", .technical, day: 43, rule: "device_offline", verdict: .technical),
            alert("late", .toilet, day: 90, rule: "change_in_toilet"),
        ]
        try store.write { transaction in
            try transaction.save(rows)
            try transaction.save([row("activity_minutes", day: 0, 90, home: "h2")])
            for alert in alerts { try transaction.save(alert) }
        }
    }

    private func report(home: String? = nil) throws -> QualityReport {
        try QualityReport(store, home: home, from: first, to: first.advanced(by: 61))
    }

    private func group(_ figures: QualityFigures, _ family: String) throws -> QualityFigures.Group {
        try #require(figures.alerts.first { $0.family == family })
    }

    // MARK: What it says

    @Test(
        "Poisson's exact interval",
        arguments: [(0, 0, 3.689), (2, 0.242, 7.225), (10, 4.795, 18.390), (100, 81.364, 121.627)])
    func interval(count: Int, low: Double, high: Double) {
        let interval = PoissonRate.interval(count)
        #expect(abs(interval.lowerBound - low) < 0.001 && abs(interval.upperBound - high) < 0.001)
        #expect(PoissonRate(count: count, exposure: 0).rate == nil)
    }

    @Test("alerts told by kind, per resident-month, with verdicts and delays; others are left out")
    func rates() throws {
        try fill()
        let report = try report()
        #expect(report.homes.map(\.home) == ["h1", "h2"])
        let home = try #require(report.homes.first)
        #expect(home.residentMonths == 2.004 && report.overall.residentMonths == 2.037)
        let changes = try group(home, "changes")
        #expect(changes.perResidentMonth.count == 3)
        #expect(changes.perResidentMonth.rate == 1.497)
        #expect(changes.perResidentMonth.low == 0.309 && changes.perResidentMonth.high == 4.375)
        #expect(changes.verdicts.useful == 0.333 && changes.verdicts.mistaken == 0.333)
        #expect(changes.verdicts.unrated == 0.333 && changes.verdicts.known == 0)
        #expect(changes.medianDelayHours == 48 && changes.p90DelayHours == 67.2)
        #expect(try group(home, "toilet").perResidentMonth.count == 2)
        #expect(try group(home, "situation").perResidentMonth.count == 1)
        #expect(try group(home, "situation").verdicts.known == 1)
        #expect(try group(home, "technical").verdicts.technical == 1)
        let safety = try group(home, "safety")
        #expect(safety.perResidentMonth == PoissonRate(count: 0, exposure: 61 / 30.44))
        #expect(safety.medianDelayHours == nil && safety.verdicts.unrated == nil)
        #expect(try group(report.overall, "changes").perResidentMonth.count == 3)
    }

    @Test("masked days by family and reason, inactive days, and calibration of what was stored")
    func daysAndScores() throws {
        try fill()
        let home = try #require(try report(home: "h1").homes.first)
        #expect(
            home.masked == [
                .init(family: "activity", reason: .deadSensor, days: 1),
                .init(family: "activity", reason: .outage, days: 1),
                .init(family: "activity", reason: .visitor, days: 1),
                .init(family: "toilet", reason: .outage, days: 1),
            ])
        #expect(home.inactiveDays == 3 && home.inactiveDaysMasked == 1)
        // Days 0, 20, 40 and 60 beyond 1.96, day 11 beyond both; day 13 from its band.
        #expect(
            home.calibration == [
                .init(score: "u", count: 58, beyond196: 0.0862, beyond258: 0.0172),
                .init(score: "z", count: 1, beyond196: 1, beyond258: 0),
            ])
    }

    @Test("why each alert was told, in a line each, also without a record")
    func reasons() throws {
        try fill()
        let text = try report(home: "h1").text
        #expect(
            text.contains(
                "  2024-10-24 h1 toilet; toilet up over 2 d; strength 3.21 of 2.80; toilet_visits_night up 5.50 "
                    + "(0.40-3.00); false, Kim"))
        #expect(text.contains("  2024-11-03 h1 sleep; change_in_sleep; useful, Kim"))
        #expect(!text.contains { $0.contains("s2") || $0.contains("2025-01-02") })
        let json = String(decoding: try JSONEncoder().encode(try report()), as: UTF8.self)
        #expect(json.contains(#""id":"c1""#) && !json.contains(#""id":"late""#))
    }

    @Test("what verdicts moved, from the saved state; a state of another version is not guessed at")
    func thresholds() throws {
        try fill()
        var state = HomeState()
        state.families[0].feedback.take(.give(.mistaken), on: "c1", by: "Kim", day: first.advanced(by: 21))
        state.families[0].feedback.take(.give(.known), on: "c1", by: "Bo", day: first.advanced(by: 22))
        let numbers = Dictionary(uniqueKeysWithValues: try store.homes().map { ($0.id, $0.number) })
        let bytes = state.encoded()
        try store.write { transaction in
            for (home, version) in [("h1", HomeState.version), ("h2", HomeState.version - 1)] {
                try transaction.save(
                    HomeStateRow(
                        home: try #require(numbers[home]), version: version, sequence: 1, clock: state.clock,
                        bytes: bytes))
            }
        }
        let report = try report()
        let moved = try #require(report.thresholds.first)
        #expect(report.thresholds.count == 1 && moved.home == "h1" && moved.family == .toilet)
        #expect(moved.offset == 0.1 && moved.changes.map(\.offset) == [0.2, 0.1])
        #expect(report.homesWithoutThresholds == ["h2"])
        #expect(report.text.contains("    2. 2024-10-26 c1: known by Bo, +0.1"))
    }
}

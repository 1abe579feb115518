import CareEngine
import CareModel
import Store

/// How good the alerts of a database were, as far as it can tell: by home and overall, over a period.
struct QualityReport: Encodable {
    var from: LocalDay?
    var to: LocalDay?
    private(set) var homes: [QualityFigures] = []
    private(set) var overall: QualityFigures
    private(set) var alerts: [Reason] = []
    private(set) var thresholds: [MovedThreshold] = []
    /// Homes whose thresholds cannot be read, because another version wrote them or the gateway has not saved them yet.
    private(set) var homesWithoutThresholds: [String] = []

    /// Why one alert was told.
    struct Reason: Encodable {
        var id: String
        var date: LocalDay
        var home: String
        var family: Alert.Family
        var rule: String
        /// Nil for rules other than changes, and for changes told before the record was kept.
        var evidence: Alert.Evidence?
        var members: [Alert.Member]
        var verdict: Alert.Verdict?
        var verdictBy: String?

        private enum CodingKeys: String, CodingKey {
            case id, date, home, family, rule, evidence, members, verdict
            case verdictBy = "verdict_by"
        }
    }

    /// A family's threshold that verdicts moved: by how much now, and each change.
    struct MovedThreshold: Encodable {
        var home: String
        var family: Alert.Family
        var offset: Double
        var changes: [Change]

        struct Change: Encodable {
            var version: Int32
            var day: LocalDay
            var alert: String
            /// Nil where it was withdrawn.
            var verdict: Alert.Verdict?
            var by: String
            var offset: Double
        }
    }

    private enum CodingKeys: String, CodingKey {
        case from, to, homes, overall, alerts, thresholds
        case homesWithoutThresholds = "homes_without_thresholds"
    }

    /// `home`: nil for all. Throws `StoreError`.
    init(_ store: CareStore, home: String?, from: LocalDay?, to: LocalDay?) throws {
        (self.from, self.to) = (from, to)
        let wanted = try store.homes().filter { home == nil || $0.id == home }.sorted { $0.id < $1.id }
        let told = try store.alerts(home: home).filter { alert in
            guard let raised = alert.raisedAt else { return false }
            let day = Self.day(of: raised)
            return (from.map { day >= $0 } ?? true) && (to.map { day <= $0 } ?? true)
        }
        let toldByHome = Dictionary(grouping: told, by: \.home)
        var whole = QualityTally()
        for home in wanted {
            var tally = QualityTally()
            try store.forEachFeature(home: home.id, from: from, to: to) { tally.take($0) }
            let told = toldByHome[home.id] ?? []
            if tally.knownDays > 0 || !told.isEmpty {
                homes.append(QualityFigures(home: home.id, tally, told: told))
            }
            whole.add(tally)
        }
        overall = QualityFigures(home: nil, whole, told: told)
        alerts = told.map(Self.reason).sorted { ($0.date, $0.home, $0.id) < ($1.date, $1.home, $1.id) }
        try readThresholds(store, of: wanted)
    }

    /// In UTC: the database does not know the homes' time zones.
    private static func day(of time: Timestamp) -> LocalDay {
        LocalDay(number: Int32(time.milliseconds.flooredDivision(by: 86_400_000)))
    }

    private static func reason(_ alert: Alert) -> Reason {
        Reason(
            id: alert.id, date: day(of: alert.raisedAt ?? alert.onset), home: alert.home, family: alert.family,
            rule: alert.rule, evidence: alert.evidence, members: alert.features, verdict: alert.verdict,
            verdictBy: alert.verdictBy)
    }

    private mutating func readThresholds(_ store: CareStore, of homes: [StoredHome]) throws {
        let states = Dictionary(try store.states().map { ($0.home, $0) }, uniquingKeysWith: { $1 })
        for home in homes {
            guard let row = states[home.number], row.version == HomeState.version,
                let state = try? HomeState(decoding: row.bytes)
            else {
                if self.homes.contains(where: { $0.home == home.id && $0.residentMonths > 0 }) {
                    homesWithoutThresholds.append(home.id)
                }
                continue
            }
            for (family, feedback) in state.feedback where !feedback.changes.isEmpty {
                thresholds.append(
                    MovedThreshold(
                        home: home.id, family: family, offset: feedback.offset,
                        changes: feedback.changes.map {
                            MovedThreshold.Change(
                                version: $0.version, day: $0.day, alert: $0.alert, verdict: $0.verdict, by: $0.by,
                                offset: $0.offset)
                        }))
            }
        }
    }
}

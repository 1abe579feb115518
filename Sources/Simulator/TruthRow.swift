package import CareModel

/// One thing that really happened in a simulated home, or that was planted there.
package struct TruthRow: Hashable, Sendable {
    package var start: Timestamp
    package var end: Timestamp
    /// `sleep`, `nap`, `toilet_visit`, `kitchen`, `outing`, `visit`, a fault (`dead_sensor:<device>`, `outage`,
    /// `null_flood`, `retained_replay`) or an `EpisodeKind`.
    package var kind: String
    /// `mild`, `moderate`, `severe` for planted episodes, else empty.
    package var severity: String
    /// Happened only because of an episode of the plan; the twin has no such row.
    package var planted: Bool

    package init(start: Timestamp, end: Timestamp, kind: String, severity: String = "", planted: Bool = false) {
        (self.start, self.end, self.kind) = (start, end, kind)
        (self.severity, self.planted) = (severity, planted)
    }

    /// First line of `truth.csv`.
    package static let csvHeader = "start,end,kind,severity,planted"

    /// One line of `truth.csv`, without the newline; times in UTC.
    package var csvLine: String { "\(start),\(end),\(kind),\(severity),\(planted)" }
}

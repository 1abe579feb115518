import CareModel
import Foundation

extension QualityReport {
    /// Lines of text: overall and each home, then why each alert was told, then what verdicts moved.
    var text: [String] {
        var lines: [String] = []
        for figures in [overall] + homes {
            lines += Self.text(figures)
            lines.append("")
        }
        lines.append("Why each alert was told")
        lines += alerts.isEmpty ? ["  no alerts"] : alerts.map { "  " + Self.text($0) }
        lines += ["", "Thresholds moved by verdicts"]
        lines += thresholds.isEmpty ? ["  none"] : thresholds.flatMap(Self.text)
        if !homesWithoutThresholds.isEmpty {
            lines.append("  not known of: " + homesWithoutThresholds.joined(separator: ", "))
        }
        return lines
    }

    private static func text(_ figures: QualityFigures) -> [String] {
        var lines = ["\(figures.home ?? "All homes"): \(number(figures.residentMonths)) resident-months"]
        let head = [
            "family", "alerts", "per month", "95 % interval", "useful", "known", "false", "technical", "unrated",
            "median delay", "p90 delay",
        ]
        // Of the single families only those that told.
        let families = Set(QualityFigures.changes.map(\.rawValue))
        let groups = figures.alerts.filter { !families.contains($0.family) || $0.perResidentMonth.count > 0 }
        let rows = groups.map { group in
            let (rate, verdicts) = (group.perResidentMonth, group.verdicts)
            return [
                families.contains(group.family) ? "  " + group.family : group.family, "\(rate.count)",
                number(rate.rate), rate.rate == nil ? "-" : "\(number(rate.low)) to \(number(rate.high))",
                number(verdicts.useful), number(verdicts.known), number(verdicts.mistaken),
                number(verdicts.technical), number(verdicts.unrated), delay(group.medianDelayHours),
                delay(group.p90DelayHours),
            ]
        }
        lines += table([head] + rows).map { "  " + $0 }
        let masked = figures.masked.map { "\($0.family) \($0.reason.rawValue) \($0.days)" }
        lines.append("  masked days: " + (masked.isEmpty ? "none" : masked.joined(separator: ", ")))
        lines.append("  inactive days: \(figures.inactiveDays), masked as faults \(figures.inactiveDaysMasked)")
        for scores in figures.calibration {
            lines.append(
                "  calibration of \(scores.score): \(scores.count) scores, beyond 1.96 \(share(scores.beyond196)), "
                    + "beyond 2.58 \(share(scores.beyond258))")
        }
        return lines
    }

    private static func text(_ alert: Reason) -> String {
        var parts = ["\(alert.date) \(alert.home) \(alert.family.rawValue)"]
        if let evidence = alert.evidence {
            // Some patterns are named by their direction.
            let direction = evidence.pattern.hasSuffix(" \(evidence.direction)") ? "" : " \(evidence.direction)"
            parts.append("\(evidence.pattern)\(direction) over \(evidence.horizonDays) d")
            parts.append("strength \(number(evidence.strength)) of \(number(evidence.threshold))")
        } else {
            parts.append(alert.rule)
        }
        parts += alert.members.map { member in
            let value = number(member.mean ?? member.value)
            return
                "\(member.feature) \(member.direction) \(value) (\(number(member.usualLow))-\(number(member.usualHigh)))"
        }
        if let verdict = alert.verdict { parts.append("\(verdict.rawValue), \(alert.verdictBy ?? "")") }
        return parts.joined(separator: "; ")
    }

    private static func text(_ moved: MovedThreshold) -> [String] {
        ["  \(moved.home) \(moved.family.rawValue): \(signed(moved.offset)) now"]
            + moved.changes.map { change in
                "    \(change.version). \(change.day) \(change.alert): \(change.verdict?.rawValue ?? "withdrawn") by "
                    + "\(change.by), \(signed(change.offset))"
            }
    }

    private static func table(_ rows: [[String]]) -> [String] {
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { cells in
            zip(cells, widths).map { $0.padding(toLength: $1, withPad: " ", startingAt: 0) }.joined(separator: "  ")
        }
    }

    private static func number(_ value: Double?) -> String { value.map { String(format: "%.2f", $0) } ?? "-" }
    private static func share(_ value: Double?) -> String { value.map { String(format: "%.4f", $0) } ?? "-" }
    private static func signed(_ value: Double) -> String { String(format: "%+.1f", value) }

    /// Hours, from two days on in days.
    private static func delay(_ hours: Double?) -> String {
        hours.map { $0 < 48 ? String(format: "%.1f h", $0) : String(format: "%.1f d", $0 / 24) } ?? "-"
    }
}

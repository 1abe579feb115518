import Foundation

/// A backtest for people: aligned text, our detector beside the baseline.
struct BacktestText {
    let report: BacktestReport

    private var ours: BacktestFigures { report.ours }
    private var base: BacktestFigures { report.baseline }

    var lines: [String] {
        [
            "\(report.source.rawValue): \(ours.homes) homes, \(Self.number(ours.residentMonths, 1)) resident-months, "
                + "budget \(Self.number(report.alertBudget, 1)) false alerts per resident-month, seed \(report.seed)",
            "[low-high]: 95 % over homes. baseline: 56-day mean and standard deviation, windowed z, its thresholds "
                + "chosen on these very homes so that they meet the budget.",
        ] + summary + shapes + delays + history + families + contexts + homes
    }

    private var summary: [String] {
        var rows = [
            ["", "vardag", "baseline"],
            ["excess recall, known shapes", Self.text(ours.knownRecall), Self.text(base.knownRecall)],
            ["excess recall, shapes kept aside", Self.text(ours.unseenRecall), Self.text(base.unseenRecall)],
            [
                "false alerts per resident-month", Self.text(ours.falseAlertsPerMonth),
                Self.text(base.falseAlertsPerMonth),
            ],
            [
                "  of the resident at 90 %", Self.number(ours.falseAlertsP90Resident),
                Self.number(base.falseAlertsP90Resident),
            ],
            ["inactive days masked as a fault (of \(ours.inactiveDays))", Self.text(ours.inactiveMasked), ""],
        ]
        for (reason, count) in ours.inactiveMaskedAs.sorted(by: { $0.key < $1.key }) {
            rows.append(["  as \(reason)", "\(count)", ""])
        }
        if let beyond196 = ours.beyond196, let beyond258 = ours.beyond258 {
            rows.append(["P(|u| > 1.96), nominal .050", Self.text(beyond196, 3), ""])
            rows.append(["P(|u| > 2.58), nominal .010", Self.text(beyond258, 3), ""])
        }
        return [""] + Self.table(rows)
    }

    private var shapes: [String] {
        let head = ["shape", "episodes", "vardag", "mild", "moderate", "severe", "delay", "baseline", "delay"]
        let rows = zip(ours.shapes, base.shapes).map { ours, base in
            [ours.isKnown ? ours.shape : "(\(ours.shape))", "\(ours.episodes)", Self.text(ours.recall)]
                + ours.bySeverity.map { Self.number($0) }
                + [Self.days(ours.medianDelayDays), Self.text(base.recall), Self.days(base.medianDelayDays)]
        }
        return ["", "excess recall by shape (in brackets: kept aside), after four weeks of history"]
            + Self.table([head] + rows)
    }

    private var delays: [String] {
        let rows = zip(ours.delays, base.delays).map { ours, base in
            [
                ours.of, "\(ours.found)", Self.text(ours.median, 0), Self.days(ours.p90), "\(base.found)",
                Self.text(base.median, 0), Self.days(base.p90),
            ]
        }
        return ["", "days from an episode's beginning to the alert"]
            + Self.table([["", "found", "median", "p90", "baseline found", "median", "p90"]] + rows)
    }

    private var history: [String] {
        let rows = zip(ours.history, base.history).map { ours, base in
            [ours.of, "\(ours.episodes)", Self.text(ours.recall), Self.text(base.recall)]
        }
        return ["", "excess recall of known shapes by days of history"]
            + Self.table([["history", "episodes", "vardag", "baseline"]] + rows)
    }

    private var families: [String] {
        let rows = zip(ours.families, base.families).map { ours, base in
            [ours.of, "\(ours.alerts)", Self.number(ours.perMonth), Self.number(base.perMonth)]
        }
        return ["", "false alerts by family"] + Self.table([["family", "alerts", "per month", "baseline"]] + rows)
    }

    private var contexts: [String] {
        guard report.source == .simulated else { return [] }
        let rows = zip(ours.contexts, base.contexts).map { ours, base in
            [
                ours.of, Self.number(ours.months, 1), "\(ours.alerts)", Self.number(ours.perMonth),
                Self.number(ours.timesClean), Self.number(base.perMonth), Self.number(base.timesClean),
            ]
        }
        return ["", "false alerts by what happened on the day or the two before"]
            + Self.table(
                [["", "months", "alerts", "per month", "times clean", "baseline", "times clean"]] + rows)
    }

    /// Recorded homes one by one.
    private var homes: [String] {
        guard report.source == .recorded else { return [] }
        let head = [
            "", "home by home (false alerts: Poisson interval; recall: all known shapes, interval over episodes).",
            "Few homes decide nothing: other homes may differ from these as much as these do from each other.",
        ]
        return head
            + Self.table(
                [["home", "months", "false alerts", "per month", "episodes", "excess recall"]]
                    + report.perHome.map { home in
                        [
                            home.home, Self.number(home.residentMonths, 1), "\(home.falseAlerts)",
                            Self.text(home.falseAlertsPerMonth), "\(home.episodes)", Self.text(home.knownRecall),
                        ]
                    })
    }

    private static func table(_ rows: [[String]]) -> [String] {
        let columns = rows.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            let cells = row.enumerated().map { index, cell in
                let pad = String(repeating: " ", count: widths[index] - cell.count)
                return index == 0 ? cell + pad : pad + cell
            }
            return "  " + cells.joined(separator: "  ")
        }
    }

    private static func text(_ figure: BacktestFigures.Figure, _ decimals: Int = 2) -> String {
        guard let value = figure.value else { return "-" }
        guard let low = figure.low, let high = figure.high else { return number(value, decimals) }
        return "\(number(value, decimals)) [\(number(low, decimals))-\(number(high, decimals))]"
    }

    private static func number(_ value: Double?, _ decimals: Int = 2) -> String {
        value.map { String(format: "%.\(decimals)f", $0) } ?? "-"
    }

    private static func days(_ value: Int?) -> String { value.map { "\($0) d" } ?? "-" }
}

import CareModel
import Foundation

/// The test of the whole chain: what came of the last one, and whether another runs.
struct ChainView {
    let isTesting: Bool
    let isUntested: Bool
    let last: Last?

    struct Last {
        let startedAt: MomentView
        /// Who asked for it, or that it was the daily one.
        let byText: String
        let isFailed: Bool
        /// The mark before the outcome, so that it is not told by colour alone.
        let outcomeMark: String
        let outcomeText: String
        /// What each part of the way took, or that it was not gone.
        let parts: [String]
    }

    /// While a test runs.
    static let everyMilliseconds = 1000

    init(_ report: ChainReport?, isRunning: Bool, _ words: Phrases, _ clock: inout HomeClock) {
        isTesting = isRunning
        isUntested = report == nil
        last = report.map { report in
            let isFailed = report.fault != nil
            return Last(
                startedAt: clock.moment(report.startedAt),
                byText: report.by.map { words.say("chain.by", ["person": $0]) } ?? words.say("chain.daily"),
                isFailed: isFailed, outcomeMark: isFailed ? "⚠" : "✓",
                outcomeText: isFailed ? words.say("chain.failed") : words.say("chain.worked"),
                parts: Self.parts(report, words))
        }
    }

    private static func parts(_ report: ChainReport, _ words: Phrases) -> [String] {
        guard let received = report.receivedMilliseconds else { return [words.say("chain.notReceived")] }
        let first = words.say("chain.received", ["time": seconds(received, words)])
        guard !report.recipients.isEmpty else { return [first, words.say("chain.nobody")] }
        return [first]
            + (report.recipients.map { recipient in
                guard let time = recipient.milliseconds else {
                    let missing = recipient.missing.joined(separator: ", ")
                    return words.say("chain.missed", ["recipient": recipient.name, "destinations": missing])
                }
                return words.say("chain.reached", ["recipient": recipient.name, "time": seconds(time, words)])
            })
    }

    private static func seconds(_ milliseconds: Int, _ words: Phrases) -> String {
        words.catalogue.number(String(format: "%.1f", Double(milliseconds) / 1000))
    }
}

package import CareModel
package import Foundation

/// Seeded homes at event level: the same seed gives the same bytes.
package struct Simulation: Sendable {
    let seed: UInt64

    package init(seed: UInt64) { self.seed = seed }

    /// Where homes are unless told otherwise.
    package static let stockholm: TimeZone = {
        guard let zone = TimeZone(identifier: "Europe/Stockholm") else {
            preconditionFailure("the system has no time zone data for Europe/Stockholm (package tzdata)")
        }
        return zone
    }()

    /// One home, complete. `id` names it in topics and files (`home001` for index 0 unless given) and moves no draw, so
    /// that a twin may have an id of its own.
    package func home(
        _ index: Int, days: Int, start: LocalDay, timeZone: TimeZone = stockholm, plan: Plan = Plan(),
        id: String? = nil
    ) -> SimulatedHome {
        var stream = self.days(index, days: days, start: start, timeZone: timeZone, plan: plan, id: id)
        var messages: [SimulatedMessage] = []
        var truth: [TruthRow] = []
        while let day = stream.next() {
            messages += day.messages
            truth += day.truth
        }
        truth.sort { ($0.start, $0.end, $0.kind) < ($1.start, $1.end, $1.kind) }
        return SimulatedHome(
            definition: stream.definition, devicesCSV: stream.devicesCSV, messages: messages, truth: truth)
    }

    /// One home day by day, for runs too long to hold.
    package func days(
        _ index: Int, days: Int, start: LocalDay, timeZone: TimeZone = stockholm, plan: Plan = Plan(),
        id: String? = nil
    ) -> HomeDays {
        HomeDays(
            chance: Chance(seed: seed, home: index), installation: Installation(id: id ?? Self.id(index), plan: plan),
            days: days, start: start, timeZone: timeZone, plan: plan)
    }

    /// A home of the demonstration, with the plan `Plan.demo`: `demo`, then `demo2` and on.
    package static func demoHome(_ index: Int = 0, days: Int = 35, start: LocalDay) -> SimulatedHome {
        let id = index == 0 ? "demo" : "demo\(index + 1)"
        return Simulation(seed: 1).home(index, days: days, start: start, plan: .demo(index), id: id)
    }

    /// The id that a home has unless it is given another.
    package static func id(_ index: Int) -> String {
        let digits = String(index + 1)
        return "home" + String(repeating: "0", count: max(0, 3 - digits.count)) + digits
    }
}

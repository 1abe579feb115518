import CareModel
import Foundation
import Simulator

/// Simulated homes for these tests.
enum Residents {
    static let simulation = Simulation(seed: 20_260_105)

    /// Homes of different kinds: calm, quirky messages, an eventful life, messages late and out of order.
    static func varied(_ count: Int, days: Int) -> [SimulatedHome] {
        let plans = [eventful(days: days), quirky, belated, Plan()]
        return (0..<count).map { index in
            simulation.home(index, days: days, start: Ward.firstDay, plan: plans[index % plans.count])
        }
    }

    static func calm(_ count: Int, days: Int) -> [SimulatedHome] {
        (0..<count).map { simulation.home($0, days: days, start: Ward.firstDay) }
    }

    /// Every quirk but the retained ones: published live, a broker hands them on as live messages, so that what was
    /// fed is not what came.
    static var quirky: Plan {
        var plan = Plan.quirky
        plan.faults.retainedReplays = []
        return plan
    }

    static var belated: Plan {
        var plan = Plan()
        plan.faults.outOfOrderShare = 0.02
        plan.faults.lateShare = 0.02
        plan.faults.duplicateShare = 0.05
        return plan
    }

    static func eventful(days: Int) -> Plan {
        var plan = Plan()
        plan.episodes = [
            .days(.utiLike, .severe, from: max(1, days - 5), days: 4),
            .sosPress(at: PlanTime(day: days / 2, minute: 15 * 60 + 12)),
        ]
        plan.faults.deadSensors = [.init(device: "fridge-door", fromDay: days / 2)]
        plan.faults.outages = [
            .init(
                from: PlanTime(day: days / 3, minute: 600), to: PlanTime(day: days / 3, minute: 1020), announced: true)
        ]
        return plan
    }
}

import CareModel
import Foundation

@testable import Simulator

/// What the tests of this target share: a start day, a home, and a reading of its messages.
enum SimulatedLife {
    static let start = LocalDay(number: 20_454)  // 2026-01-01

    static func home(
        _ index: Int = 0, seed: UInt64 = 7, days: Int = 28, start: LocalDay = start, plan: Plan = Plan(),
        id: String? = nil
    ) -> SimulatedHome {
        Simulation(seed: seed).home(index, days: days, start: start, plan: plan, id: id)
    }
}

extension SimulatedHome {
    func messages(from device: String) -> [SimulatedMessage] {
        messages.filter { $0.topic == "homes/\(definition.id)/zigbee2mqtt/\(device)" }
    }

    func rows(_ kind: String) -> [TruthRow] { truth.filter { $0.kind == kind } }

    /// Moments at which a device's payload first holds `text` after not holding it.
    func transitions(of device: String, to text: String) -> [Timestamp] {
        var was = false
        return messages(from: device).compactMap { message in
            let now = message.payload.contains(text)
            defer { was = now }
            return now && !was ? message.at : nil
        }
    }

    func calendar() -> HomeCalendar { HomeCalendar(timeZone: definition.timeZone) }
}

import CareModel

/// What the sensors of a home say while an installer walks through it: kept in memory while somebody looks, and of no
/// influence on anything. Confined to the pipeline's thread.
final class WalkTest {
    /// So many of the latest are kept of a home.
    static let kept = 60
    /// A walk that nobody looks at for so long is over.
    static let lookLimitMilliseconds: Int64 = 120_000

    private struct Walk {
        var lookedAt: Timestamp
        var triggers: [SensorTrigger] = []
    }

    /// By index of the home.
    private var walks: [Int: Walk] = [:]

    /// What was said since somebody first looked, newest first; looking begins the walk and keeps it going.
    func look(home: Int, at now: Timestamp) -> [SensorTrigger] {
        walks[home, default: Walk(lookedAt: now)].lookedAt = now
        return walks[home]?.triggers.reversed() ?? []
    }

    /// Called with every message's readings; costs nothing while nobody looks.
    @inline(__always)
    func take(_ readings: [Reading], home: Int, at now: Timestamp) {
        if !walks.isEmpty { keep(readings, home: home, at: now) }
    }

    private func keep(_ readings: [Reading], home: Int, at now: Timestamp) {
        guard var walk = walks[home] else { return }
        guard now.milliseconds(since: walk.lookedAt) <= Self.lookLimitMilliseconds else {
            walks[home] = nil
            return
        }
        walk.triggers += readings.filter { !$0.flags.contains(.retained) }.map {
            SensorTrigger(device: $0.device, quantity: $0.quantity, value: $0.value, heardAt: now)
        }
        walk.triggers = walk.triggers.suffix(Self.kept)
        walks[home] = walk
    }
}

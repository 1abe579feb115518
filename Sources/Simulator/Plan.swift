/// What is special about one simulated home: planted episodes, faults, devices it lacks. Empty for a clean home.
package struct Plan: Hashable, Sendable {
    package var episodes: [Episode]
    package var faults: Faults
    package var lastSeen: LastSeenForm
    /// Names of devices (`bed`, `vitals`, ...) that this home does not have.
    package var leftOut: Set<String>

    package init(
        episodes: [Episode] = [], faults: Faults = Faults(), lastSeen: LastSeenForm = .none, leftOut: Set<String> = []
    ) {
        self.episodes = episodes
        self.faults = faults
        self.lastSeen = lastSeen
        self.leftOut = leftOut
    }

    /// How the bridge writes the time a device was last heard; faults that need it turn `none` into `iso8601`.
    package enum LastSeenForm: Hashable, Sendable { case none, iso8601, epochMilliseconds }

    /// The same home without what was planted; its faults stay.
    package var twin: Plan {
        var plan = self
        plan.episodes = []
        return plan
    }

    /// Every message quirk at a moderate rate, without lost or late data: what a home must survive unharmed.
    package static var quirky: Plan {
        var plan = Plan()
        plan.faults.duplicateShare = 0.1
        plan.faults.staleShare = 0.05
        plan.faults.missingOffShare = 0.03
        plan.faults.retainedReplays = [PlanTime(day: 1, minute: 700), PlanTime(day: 2, minute: 200)]
        plan.faults.nullFloods = [PlanTime(day: 1, minute: 800)]
        return plan
    }

    /// What the demonstration shows: frequent toilet visits at the end, a press of the SOS button, a sensor that died.
    package static func demo(days: Int) -> Plan {
        var plan = Plan()
        plan.episodes = [
            .days(.utiLike, .severe, from: max(0, days - 6), days: 6),
            .sosPress(at: PlanTime(day: max(0, days - 3), minute: 15 * 60 + 12)),
        ]
        plan.faults.deadSensors = [.init(device: Sensor.fridgeDoor.name, fromDay: max(1, days - 4))]
        plan.faults.retainedReplays = [PlanTime(day: days / 2, minute: 11 * 60)]
        return plan
    }

    /// Every device that the plan names.
    var namedDevices: Set<String> { leftOut.union(faults.deadSensors.map(\.device)) }

    var effectiveLastSeen: LastSeenForm { lastSeen == .none && faults.needSourceTime ? .iso8601 : lastSeen }
}

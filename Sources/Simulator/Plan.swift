/// What is special about one simulated home: planted episodes, faults, devices it lacks. Empty for a clean home.
package struct Plan: Hashable, Sendable {
    package var episodes: [Episode]
    package var faults: Faults
    package var lastSeen: LastSeenForm
    /// Names of devices (`bed`, `vitals`, ...) that this home does not have.
    package var leftOut: Set<String>
    /// Names of devices beyond the usual ones (`chair`, `kettle`, `bathroom-door`, ...) that this home has.
    package var added: Set<String> = []
    package var layout = Layout.twoRooms
    package var habits = Habits()
    package var absences: [Absence] = []
    /// Devices report by themselves about every hour, and the bridge tells of itself. Without, a home speaks only when
    /// something happens in it.
    package var hasHeartbeats = true

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

    /// What the demonstration's homes show, whatever the number of days: every thirty days, from the 27th on, a week of
    /// frequent toilet visits with a press of the SOS button, in a home with a sensor that died; daily help and many
    /// devices; a stay in hospital and fewer and fewer meals.
    package static func demo(_ index: Int) -> Plan {
        var plan = Plan()
        switch index % 3 {
        case 0:
            for first in stride(from: 27, to: 2000, by: 30) {
                plan.episodes.append(.days(.utiLike, .severe, from: first, days: 7))
                plan.episodes.append(.sosPress(at: PlanTime(day: first + 2, minute: 15 * 60 + 12)))
            }
            plan.faults.deadSensors = [.init(device: Sensor.fridgeDoor.name, fromDay: 31)]
            plan.faults.retainedReplays = [PlanTime(day: 17, minute: 11 * 60)]
        case 1:
            plan.layout = .threeRooms
            plan.habits = Habits(care: .morningsAndEvenings, dayVariation: 0.2, guestShare: 0.05)
            plan.leftOut = [Sensor.bed.name]
            plan.added = [
                Sensor.chair.name, Sensor.bathroomDoor.name, Sensor.kettle.name, Sensor.stove.name, Sensor.tv.name,
            ]
        default:
            plan.layout = .oneRoom
            plan.habits = Habits(care: .mornings, dayVariation: 0.2, dayTripShare: 0.05)
            plan.absences = [.init(.hospital, from: PlanTime(day: 20, minute: 640), to: PlanTime(day: 25, minute: 840))]
            plan.episodes = [.days(.kitchenDecline, .severe, from: 32)]
        }
        return plan
    }

    /// The devices of the bridge that this home has.
    var sensors: [Sensor] {
        Sensor.allCases.filter { sensor in
            if leftOut.contains(sensor.name) || layout.missing.contains(sensor) { return false }
            return sensor.isUsual || added.contains(sensor.name)
        }
    }

    /// Every device that the plan names.
    var namedDevices: Set<String> { leftOut.union(added).union(faults.deadSensors.map(\.device)) }

    var effectiveLastSeen: LastSeenForm { lastSeen == .none && faults.needSourceTime ? .iso8601 : lastSeen }
}

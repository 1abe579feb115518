package import Foundation

/// One home as it was set up: who lives there, in which time zone, with which devices in which rooms.
package struct HomeDefinition: Sendable {
    package var id: String
    package var resident: String
    package var timeZone: TimeZone
    /// Topics of this home start with this, without a trailing slash: `homes/<id>`.
    package var baseTopic: String
    package var night: NightWindow
    /// Hours of total silence after which somebody should look in; 4 unless set.
    package var welfareCheckHours: Int
    package var plannedVisits: [PlannedVisit]
    /// When medicine is to be taken, minutes after local midnight, every day.
    package var medicationTimes: [Int]
    /// How many people live here; with more than one, nobody's movements are told from another's.
    package var persons: Int
    /// The area whose settings hold here where the home's own do not; nil: none.
    package var area: String?
    /// Wanted false alerts per 30 days, 0.5, 1 or 2; nil for what the gateway's settings say.
    package var alertBudget: Double?
    /// Whether alerts say which condition a change resembles; nil for what the gateway's settings say.
    package var conditionHints: Bool?
    /// For people only; nothing is computed from it.
    package var carePlan: CarePlan
    /// Sorted by `number`, numbers without gaps from 0: `devices[Int(number)]` is the device.
    package var devices: [Device]

    package init(
        id: String, resident: String, timeZone: TimeZone, baseTopic: String, night: NightWindow = NightWindow(),
        welfareCheckHours: Int = 4, plannedVisits: [PlannedVisit] = [], medicationTimes: [Int] = [],
        persons: Int = 1, area: String? = nil, alertBudget: Double? = nil, conditionHints: Bool? = nil,
        carePlan: CarePlan = CarePlan(), devices: [Device]
    ) {
        self.id = id
        self.resident = resident
        self.timeZone = timeZone
        self.baseTopic = baseTopic
        self.night = night
        self.welfareCheckHours = welfareCheckHours
        self.plannedVisits = plannedVisits
        self.medicationTimes = medicationTimes
        self.persons = persons
        self.area = area
        self.alertBudget = alertBudget
        self.conditionHints = conditionHints
        self.carePlan = carePlan
        self.devices = devices
    }
}

/// The hours that count as night, in minutes after local midnight; the night belongs to the date on which it ends.
package struct NightWindow: Hashable, Sendable {
    package var from: Int
    package var to: Int
    package init(from: Int = 22 * 60, to: Int = 6 * 60) {
        self.from = from
        self.to = to
    }
}

/// One device of a home.
package struct Device: Hashable, Sendable {
    /// Stable within the home, given out by the store when the device is first seen.
    package var number: UInt16
    /// The name in the home's file; what the installer calls it.
    package var name: String
    package var kind: DeviceKind
    package var room: String
    package var placement: Placement
    /// The topic it publishes on; for self-monitoring a filter that ends in `/#`.
    package var topic: String
    /// What its convention calls it (a hardware address, an id), where several devices speak on one topic; empty: the
    /// topic tells.
    package var address: String

    package init(
        number: UInt16, name: String, kind: DeviceKind, room: String, placement: Placement, topic: String,
        address: String = ""
    ) {
        self.number = number
        self.name = name
        self.kind = kind
        self.room = room
        self.placement = placement
        self.topic = topic
        self.address = address
    }
}

/// What a device is, as the installer chose it.
package enum DeviceKind: String, CaseIterable, Sendable, Codable {
    case motion, presence, door, bed, chair, climate, illuminance, vibration, power, leak, smoke, button, medication
    case selfMonitoring = "self_monitoring"
    case other
}

/// Where exactly a device sits, where that matters.
package enum Placement: String, CaseIterable, Sendable, Codable {
    case outerDoor = "outer_door"
    case fridge, cupboard, toilet, basin, shower, bed, chair, kettle, stove, toaster, microwave, tv
    case none = ""
    case other
}

/// A home at this moment: its devices, and what staff said about it.
package struct HomeStatus: Hashable, Sendable {
    package var home: String
    /// Nil when nobody lives there.
    package var resident: String?
    /// The clock that this was told by.
    package var at: Timestamp
    /// When anything of the home was last heard; nil when never.
    package var lastHeard: Timestamp?
    /// When the resident was last noticed; nil when never.
    package var lastActivity: Timestamp?
    /// Lasting now or planned, by their start.
    package var circumstances: [Circumstance]
    /// In the order of the home's file.
    package var devices: [DeviceStatus]

    package init(
        home: String, resident: String?, at: Timestamp, lastHeard: Timestamp?, lastActivity: Timestamp?,
        circumstances: [Circumstance], devices: [DeviceStatus]
    ) {
        self.home = home
        self.resident = resident
        self.at = at
        self.lastHeard = lastHeard
        self.lastActivity = lastActivity
        self.circumstances = circumstances
        self.devices = devices
    }
}

/// A device at this moment.
package struct DeviceStatus: Hashable, Sendable {
    package enum Life: String, Hashable, Sendable, CaseIterable {
        /// Heard within its own rhythm.
        case alive
        /// Silent for longer than its own rhythm allows.
        case silent
        /// Its bridge says that it is gone.
        case offline
        /// Not heard since the home was set up.
        case unheard
    }

    package var device: Device
    package var life: Life
    package var lastHeard: Timestamp?
    /// Silence after which it counts as dead, in minutes.
    package var silenceLimitMinutes: Int
    /// 0-100; nil when it never said.
    package var batteryPercent: Double?
    /// By its course so far; nil while that says nothing.
    package var batteryDaysLeft: Int?

    package init(
        device: Device, life: Life, lastHeard: Timestamp?, silenceLimitMinutes: Int, batteryPercent: Double? = nil,
        batteryDaysLeft: Int? = nil
    ) {
        self.device = device
        self.life = life
        self.lastHeard = lastHeard
        self.silenceLimitMinutes = silenceLimitMinutes
        self.batteryPercent = batteryPercent
        self.batteryDaysLeft = batteryDaysLeft
    }
}

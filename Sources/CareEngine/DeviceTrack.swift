import CareModel

/// What one device's last reports say, in order of time: turns repeated states into transitions.
///
/// The live home and the day's features run this same code.
struct DeviceTrack: Sendable, Equatable {
    enum Level: UInt8, Sendable { case unknown, off, on }

    var level = Level.unknown
    var since = Timestamp.distantPast
    /// The latest report of the level, a repeat included.
    var reported = Timestamp.distantPast

    /// What a report says beyond what was known.
    enum Change: Equatable {
        case none
        /// Went on; or a motion sensor spoke again after its "off" was lost.
        case on
        /// Went off; `lasted` from going on, cut short where the "off" came too late to be believed.
        case off(until: Timestamp)
        /// Still on, and that is news: somebody is still moving.
        case stillOn
        /// First report ever: a level, no transition.
        case first
    }

    /// A motion sensor's "on" that was never followed by "off" is believed for this long after its last report.
    static let motionLingerMinutes: Int64 = 2
    /// A motion sensor on for longer than this is stuck or its "off" was lost.
    static let motionStuckMinutes: Int64 = 30
    /// After so long without any report a motion sensor's next "on" is a new movement.
    static let motionRetriggerMinutes: Int64 = 10

    mutating func observe(on: Bool, at time: Timestamp, kind: DeviceRole) -> Change {
        guard time >= reported else { return .none }
        defer { reported = time }
        switch (level, on) {
        case (.unknown, _):
            begin(on ? .on : .off, at: time)
            return on && kind == .motion ? .on : .first
        case (.off, true):
            begin(.on, at: time)
            return .on
        case (.on, false):
            let until = end(at: time, kind: kind)
            begin(.off, at: time)
            return .off(until: until)
        case (.off, false):
            return .none
        case (.on, true):
            guard kind == .motion else { return .none }
            if time >= reported.adding(minutes: Self.motionRetriggerMinutes) {
                begin(.on, at: time)
                return .on
            }
            return time <= since.adding(minutes: Self.motionStuckMinutes) ? .stillOn : .none
        }
    }

    /// Until when an "on" that is open at `time` is believed.
    func end(at time: Timestamp, kind: DeviceRole) -> Timestamp {
        guard kind == .motion, time > since.adding(minutes: Self.motionStuckMinutes) else { return time }
        return max(
            since,
            min(
                time,
                min(reported, since.adding(minutes: Self.motionStuckMinutes)).adding(minutes: Self.motionLingerMinutes))
        )
    }

    private mutating func begin(_ level: Level, at time: Timestamp) {
        self.level = level
        since = time
    }
}

/// What a device contributes, from its kind and placement.
enum DeviceRole: UInt8, Sendable {
    case motion, presence, door, outerDoor, bed, chair, selfMonitoring, button, other

    /// What it said last is taken to be so until it says something else.
    var isRemembered: Bool { self == .outerDoor || self == .bed || self == .chair }

    var seesPeople: Bool { self == .motion || self == .presence }

    init(_ device: Device) {
        switch device.kind {
        case .motion: self = .motion
        case .presence: self = .presence
        case .door: self = device.placement == .outerDoor ? .outerDoor : .door
        case .bed: self = .bed
        case .chair: self = .chair
        case .selfMonitoring: self = .selfMonitoring
        case .button, .medication: self = .button
        default: self = .other
        }
    }

    /// Sees a person move about: the sensors that "silent" must be proved by.
    var watchesActivity: Bool { self == .motion || self == .presence }
}

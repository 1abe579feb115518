package import CareModel

/// All that a home's engine remembers: a value with a version, written to disk whole and read back equal.
package struct HomeState: Sendable, Equatable {
    /// The engine's clock: no timer before it is still to fire.
    package var clock = Timestamp.distantPast
    /// The day that is not yet closed, once anything was heard.
    package internal(set) var openDay: LocalDay?
    var yesterday: DayLog?
    var today: DayLog?
    /// Events stamped after the end of the open day by a device whose clock is a little ahead.
    var ahead: [LoggedEvent] = []
    /// Events for days already closed, waiting to be worked in.
    var late: [LoggedEvent] = []
    var lateDueAt: Timestamp?

    // What is known now, in order of arrival: for situations, never for features.
    /// By device number.
    var tracks: [DeviceTrack] = []
    var health: [DeviceHealth] = []
    var homeHeard = Timestamp.distantPast
    var lastActivity = Timestamp.distantPast
    /// The latest sign of a person was the outer door, at this time.
    var leftAt: Timestamp?
    /// Nobody watched before this: silence counts from here.
    var watchingSince = Timestamp.distantPast
    /// A situation was due but the home had not been heard for too long: judged again when it is heard.
    var isHeld = false
    var bridgeOfflineSince: Timestamp?
    /// Safety sensors whose alarm is on, as device << 8 | quantity.
    var alarmsOn: Set<UInt32> = []
    /// Last press per device, so that a burst of one press counts once.
    var lastPress: [UInt16: Timestamp] = [:]

    // What was learned.
    var deviceRhythms: [Rhythm] = []
    var homeRhythm = Rhythm()
    var detector = RobustDeviation()
    var history = DayHistory()
    /// First activity (minutes after midnight) and longest daytime inactivity (minutes) of the last 28 days.
    var firstActivities: [Double] = []
    var longestInactivities: [Double] = []
    /// Days on which a family deviated, for k-of-n.
    var deviations: [FamilyDeviation] = []
    var book = AlertBook()

    package init() {}
}

/// What is known of a device's health.
struct DeviceHealth: Sendable, Equatable {
    var lastHeard = Timestamp.distantPast
    /// The bridge said so, and it has not spoken since.
    var offlineSince: Timestamp?
}

/// The recent days of one family of features: which of them deviated.
struct FamilyDeviation: Sendable, Equatable {
    var family: Alert.Family
    /// Newest last, at most three observed days.
    var recent: [Bool] = []
    /// Observed days without deviation since it fired.
    var quietDays = 0
}

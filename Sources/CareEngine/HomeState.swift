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
    var whereabouts = Whereabouts()
    /// Nobody watched before this: silence counts from here.
    var watchingSince = Timestamp.distantPast
    /// A motion or presence sensor that could not be heard was heard again: what was not seen before this proves nothing.
    var seesAgainSince = Timestamp.distantPast
    /// The resident may have come or gone unseen before this: only a sign after it tells that they are at home.
    var whereaboutsLostAt = Timestamp.distantPast
    /// A situation was due but the home had not been heard for too long: judged again when it is heard.
    var isHeld = false
    var bridgeOfflineSince: Timestamp?
    var statedTimes = StatedTimes()
    /// Safety sensors whose alarm is on, as device << 8 | quantity.
    var alarmsOn: Set<UInt32> = []
    /// Last press per device, so that a burst of one press counts once.
    var lastPress: [UInt16: Timestamp] = [:]

    // What staff, an installer and the home's file said.
    /// By their start; kept until 70 days after their end.
    package internal(set) var circumstances: [Circumstance] = []
    /// Nil when nobody lives here.
    package internal(set) var resident: String?
    /// Days that began before this are not this resident's.
    package internal(set) var residentSince = Timestamp.distantPast
    /// What the home's file said when it was last taken in; nil before the first time.
    var setup: HomeSetup?
    /// Tests that ended until then are worked off.
    var testEndedAt = Timestamp.distantPast

    // What was learned.
    var deviceRhythms: [Rhythm] = []
    var homeRhythm = Rhythm()
    var detector = ChangeDetector()
    var history = DayHistory()
    var past = FeaturePast()
    /// The activity sensors that were part of the home on the last closed day.
    var serving: Set<UInt16> = []
    /// First activity (minutes after midnight) and longest daytime inactivity (minutes) of the last 28 days.
    var firstActivities: [Double] = []
    var longestInactivities: [Double] = []
    var beats = Beats()
    /// Share of the devices' own reports that did not come, over the last closed day and the one before.
    var lossShare = 0.0
    /// What is usual within the day.
    var habits = Habits()
    /// By `Alert.Family.changes`.
    var families = Self.noFamilies
    var book = AlertBook()

    package init() {}

    static let noFamilies = Alert.Family.changes.map { _ in FamilyWatch() }
}

/// What is known of a device's health.
struct DeviceHealth: Sendable, Equatable {
    var lastHeard = Timestamp.distantPast
    /// The bridge said so, and it has not spoken since.
    var offlineSince: Timestamp?
    /// It said that it reports at least every so many milliseconds; 0 when it never said.
    var reportInterval: Int64 = 0
    /// 0-100; nil when it never said.
    var battery: Double?
    /// Since the battery was last changed or charged, as far as it was seen.
    var batteryRun: BatteryRun?
}

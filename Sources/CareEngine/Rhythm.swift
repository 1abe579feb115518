import CareModel

/// How long a device, or the whole home, usually stays silent: the longest gap of each of the last 14 days.
///
/// Learned from days as they close, so that it depends on what was said and not on the order of arrival.
struct Rhythm: Sendable, Equatable {
    /// Longest gap per day, in ten-minute slots; the latest last.
    private(set) var longestGaps: [UInt16] = [] {
        didSet { summarise() }
    }
    /// In milliseconds; asked for with every timer.
    private var longest: Int64 = 0
    /// Of the longest gaps, in milliseconds; 0 while there are none.
    private(set) var median: Int64 = 0

    static let daysKept = 14

    static let unlearnedDeviceLimit: Int64 = 25 * 3_600_000
    static let unlearnedHomeLimit: Int64 = 12 * 3_600_000

    init() {}
    init(longestGaps: [UInt16]) {
        self.longestGaps = longestGaps
        summarise()
    }

    private mutating func summarise() {
        let slot = Int64(SlotSet.minutes) * 60_000
        longest = Int64(longestGaps.max() ?? 0) * slot
        median = longestGaps.isEmpty ? 0 : Int64(longestGaps.sorted()[longestGaps.count / 2]) * slot
    }

    /// Notes the longest gap that ended on a day; nil on a day without any report, which says nothing new.
    mutating func close(longestGapSlots: Int?) {
        guard let longestGapSlots else { return }
        longestGaps.append(UInt16(clamping: longestGapSlots))
        if longestGaps.count > Self.daysKept { longestGaps.removeFirst(longestGaps.count - Self.daysKept) }
    }

    /// Silence in milliseconds after which a device is overdue. A device that reports by the hour is missed after 4 h
    /// or three times its longest gap, one on the mains that reports by the minute after 1 h; one that speaks only when
    /// something happens, after one and a half times its longest gap and never before 25 h (zigbee2mqtt's own limit for
    /// battery devices).
    ///
    /// `stated`: milliseconds within which the device says that it reports; 0 where it says nothing. Until its rhythm is
    /// learned three times that counts, with the same floor, and never less later.
    func deviceLimit(isMains: Bool = false, stated: Int64 = 0) -> Int64 {
        let floor: Int64 = isMains ? 3_600_000 : 4 * 3_600_000
        guard longestGaps.count >= 3 else { return stated > 0 ? max(floor, 3 * stated) : Self.unlearnedDeviceLimit }
        if longest <= 3 * 3_600_000 { return max(floor, 3 * longest, 3 * stated) }
        return max(Self.unlearnedDeviceLimit, longest * 3 / 2 + 3_600_000, 3 * stated)
    }

    /// It reports by itself, several times a day, and not only when something happens.
    var reportsByItself: Bool { longestGaps.count >= 3 && longest <= 3 * 3_600_000 }

    /// Silence in milliseconds after which a device is no witness that nobody moved: for one that reports by itself
    /// sooner than it is called overdue.
    func doubtLimit(stated: Int64 = 0) -> Int64 {
        reportsByItself ? max(5_400_000, 2 * longest + 600_000) : deviceLimit(stated: stated)
    }

    var hasThreeDays: Bool { longestGaps.count >= 3 }

    /// Overdue can be judged: a week of reports, so that a rarely used door is not called dead.
    var deviceIsLearned: Bool { longestGaps.count >= 7 || (longestGaps.count >= 3 && longest <= 3 * 3_600_000) }
}

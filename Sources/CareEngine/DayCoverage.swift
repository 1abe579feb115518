import CareModel

/// For which share of a window a feature's devices were alive, from when they were heard and how long each of them
/// usually stays silent.
struct DayCoverage: Sendable {
    let yesterday: DayLog
    let today: DayLog
    let windows: DayWindows
    /// Spans in which nothing of this home could be seen: nobody watched, or the whole home was silent too long.
    private(set) var homeBlind: [TimeSpan] = []
    /// By device number: spans in which it was silent for too long.
    private var dead: [[TimeSpan]] = []
    private(set) var reports = OwnReports()

    /// `devices`: how many the home has.
    init(yesterday: DayLog, today: DayLog, windows: DayWindows, devices: Int) {
        self.yesterday = yesterday
        self.today = today
        self.windows = windows
        homeBlind = blindSpans()
        reports = OwnReports(
            yesterday: yesterday, today: today, windows: windows, blind: homeBlind, devices: devices)
        dead = (0..<devices).map { silent(heardTimes(UInt16($0)), limit: limit(UInt16($0))) }
    }

    /// Mean share over the devices; 0 for no devices.
    func share(of devices: [UInt16], in window: TimeSpan) -> Double {
        guard !devices.isEmpty, window.minutes > 0 else { return 0 }
        let blind = homeBlind.clipped(to: window)
        var total = 0.0
        for device in devices {
            let missing = (dead[Int(device)].clipped(to: window) + blind).merged().totalMinutes
            total += 1 - missing / window.minutes
        }
        return (max(0, total / Double(devices.count)) * 1000).rounded() / 1000
    }

    /// A device that has not been heard for so long is no longer part of the home.
    static let outOfServiceDays: Int64 = 14

    /// Heard on the day or in the two weeks before it.
    func isInService(_ device: UInt16) -> Bool {
        let number = Int(device)
        if today.heardSlots(device) != SlotSet() { return true }
        guard number < today.carry.lastHeard.count else { return false }
        let oldest = windows.whole.start.adding(hours: -24 * Self.outOfServiceDays)
        return today.carry.lastHeard[number] >= oldest
    }

    /// Heard on the day, and on it never silent for longer than it may be.
    func isHeardAllDay(_ device: UInt16) -> Bool {
        today.heardSlots(device) != SlotSet() && dead[Int(device)].clipped(to: windows.whole).isEmpty
    }

    /// Spans in which a device that reports by itself did not, although the home was seen; they may begin before the
    /// window. One that speaks only when something happens is silent because nothing does, and has none.
    func deafSpans(of device: UInt16) -> [TimeSpan] {
        // A long silence widens what is allowed from the day after it on.
        let limit = min(limit(device), limit(device, on: yesterday))
        let heard = heardTimes(device)
        guard limit < Rhythm.unlearnedDeviceLimit, !heard.isEmpty else { return [] }
        let edges = homeBlind.flatMap { [$0.start, $0.end] }
        return silent((heard + edges).sorted(), limit: limit).filter { span in
            2 * homeBlind.clipped(to: span).totalMinutes < span.minutes
        }
    }

    private func limit(_ device: UInt16) -> Int64 { limit(device, on: today) }

    private func limit(_ device: UInt16, on log: DayLog) -> Int64 {
        Int(device) < log.silenceLimits.count - 1 ? log.silenceLimits[Int(device)] : Rhythm.unlearnedDeviceLimit
    }

    private var homeSilenceLimit: Int64 { today.silenceLimits.last ?? Rhythm.unlearnedHomeLimit }

    private func blindSpans() -> [TimeSpan] {
        var spans: [TimeSpan] = []
        for log in [yesterday, today] {
            let start = log.day == today.day ? windows.whole.start : windows.reading.start
            log.unseen.forEach { spans.append(Self.span($0, from: start)) }
        }
        // Where the whole home is missed within an hour or two, it was alive for less than that after its last word.
        let alive = min(Self.aliveMilliseconds, homeSilenceLimit / 3)
        return (spans + silent(homeTimes, limit: homeSilenceLimit, alive: alive)).merged()
    }

    private var homeTimes: [Timestamp] {
        var times: [Timestamp] = yesterday.carry.homeHeard == .distantPast ? [] : [yesterday.carry.homeHeard]
        append(yesterday.heardByAnyone, from: windows.reading.start, to: &times)
        append(today.heardByAnyone, from: windows.whole.start, to: &times)
        return times
    }

    private func heardTimes(_ device: UInt16) -> [Timestamp] {
        var times: [Timestamp] = []
        if Int(device) < yesterday.carry.lastHeard.count, yesterday.carry.lastHeard[Int(device)] != .distantPast {
            times.append(yesterday.carry.lastHeard[Int(device)])
        }
        append(yesterday.heardSlots(device), from: windows.reading.start, to: &times)
        append(today.heardSlots(device), from: windows.whole.start, to: &times)
        return times
    }

    private func append(_ slots: SlotSet, from start: Timestamp, to times: inout [Timestamp]) {
        slots.forEach { times.append(Self.span($0, from: start).end) }
    }

    private static let aliveMilliseconds: Int64 = 3_600_000

    /// Gaps longer than `limit` between times heard, or since the last. Of such a gap only the beginning, an hour unless
    /// given, counts as alive: when in it the device fell silent is not known.
    private func silent(_ times: [Timestamp], limit: Int64, alive: Int64 = aliveMilliseconds) -> [TimeSpan] {
        guard let first = times.first, let last = times.last else { return [windows.reading] }
        var spans: [TimeSpan] = []
        if first > windows.reading.start {
            spans.append(TimeSpan(start: windows.reading.start, end: first.adding(minutes: -10)))
        }
        for i in times.indices.dropFirst() where times[i].milliseconds(since: times[i - 1]) > limit {
            spans.append(TimeSpan(start: times[i - 1].adding(milliseconds: alive), end: times[i].adding(minutes: -10)))
        }
        if windows.reading.end.milliseconds(since: last) > limit {
            spans.append(TimeSpan(start: last.adding(milliseconds: alive), end: windows.reading.end))
        }
        return spans.filter { $0.start < $0.end }
    }

    static func span(_ slot: Int, from start: Timestamp) -> TimeSpan {
        let begin = start.adding(minutes: Int64(slot * SlotSet.minutes))
        return TimeSpan(start: begin, end: begin.adding(minutes: Int64(SlotSet.minutes)))
    }
}

extension DayLog {
    /// The slots in which any device of the home was heard.
    var heardByAnyone: SlotSet {
        heard.reduce(into: SlotSet()) { $0.formUnion($1) }
    }
}

import CareModel

/// Reads one closed day's signs for what was usual in it.
struct DayHabits {
    let windows: DayWindows
    let map: HomeMap
    /// Noon and 17:00 of the day.
    let afternoon: Timestamp
    let evening: Timestamp
    /// The part of the night in which the resident usually sleeps.
    let sleepingHours: TimeSpan
    let inBed: [TimeSpan]
    /// Nothing of the home could be seen; none over another.
    let unseen: [TimeSpan]
    private let losesSome: Bool

    private var found: HabitDay
    private var whereabouts = Whereabouts()
    private var last: Timeline.Sign?

    init(
        windows: DayWindows, map: HomeMap, sleepingHours: TimeSpan, inBed: [TimeSpan], unseen: [TimeSpan],
        deaf: [TimeSpan], lossShare: Double, calendar: inout HomeCalendar
    ) {
        self.windows = windows
        self.map = map
        self.sleepingHours = sleepingHours
        self.inBed = inBed
        self.unseen = unseen
        losesSome = lossShare >= HomeEngine.soundShare
        afternoon = calendar.moment(windows.day, minutes: DayPart.afternoonFrom)
        evening = calendar.moment(windows.day, minutes: DayPart.eveningFrom)
        found = HabitDay(day: windows.day.number)
        let blind = (unseen + deaf).merged().clipped(to: windows.daytime).totalMinutes / windows.daytime.minutes
        found.unseenShare = min(1, blind + lossShare)
    }

    /// `signs` of the reading window in order of time; `awaySince`: gone out before it and not noticed since.
    mutating func measure(_ signs: [Timeline.Sign], awaySince: Timestamp?) -> HabitDay {
        if let awaySince { last = Timeline.Sign(time: awaySince, room: -1, kind: .outerDoor) }
        for sign in signs {
            if sign.isOwnMeasurement, last?.kind == .outerDoor { continue }
            if let last { takeGap(from: last, to: sign.time, isAtDoor: sign.kind == .outerDoor) }
            take(sign)
            last = sign
        }
        if let last { takeGap(from: last, to: windows.whole.end, isOpen: true) }
        return found
    }

    private mutating func take(_ sign: Timeline.Sign) {
        if sign.kind == .outerDoor {
            endBathroom(at: sign.time)
            whereabouts.noticeDoor(at: sign.time)
            return
        }
        if sign.room != whereabouts.room { endBathroom(at: sign.time) }
        let hours = sleepingHours.contains(sign.time) ? sleepingHours : nil
        let news = whereabouts.notice(in: sign.room, at: sign.time, hours: hours, bathrooms: map.bathrooms)
        if news == .walk { found.walks += 1 }
    }

    private mutating func endBathroom(at time: Timestamp) {
        guard map.bathrooms.contains(whereabouts.room) else { return }
        let stay = TimeSpan(start: whereabouts.roomSince, end: time)
        guard isSeen(stay) else { return }
        if windows.night.contains(stay.start) {
            keep(stay.minutes, in: &found.bathroom[1])
        } else if windows.daytime.contains(stay.start) {
            keep(stay.minutes, in: &found.bathroom[0])
        }
    }

    private mutating func takeGap(
        from sign: Timeline.Sign, to end: Timestamp, isAtDoor: Bool = false, isOpen: Bool = false
    ) {
        let gap = TimeSpan(start: sign.time, end: end)
        guard gap.start < gap.end else { return }
        if sign.kind == .outerDoor {
            takeAbsence(gap, isAtDoor: isAtDoor, isOpen: isOpen)
            return
        }
        if losesSome, isAtDoor, gap.minutes >= Timeline.shortestAbsenceMinutes { takeUnheardAbsence(gap) }
        if let quiet = gap.clipped(to: windows.daytime), quiet.start == gap.start, isSeen(quiet),
            !inBed.contains(where: { $0.contains(quiet.start.adding(milliseconds: Int64(quiet.minutes * 30_000))) })
        {
            keep(quiet.minutes, in: &found.quiet[part(of: quiet.start).rawValue])
        }
    }

    /// From an outer door on. Who was noticed neither before nor after a shorter time without sight, until the outer
    /// door moved again, was out all the time.
    private mutating func takeAbsence(_ gap: TimeSpan, isAtDoor: Bool, isOpen: Bool) {
        guard windows.whole.start < gap.end else { return }
        guard isSeen(gap) || isAtDoor && unseen.clipped(to: gap).totalMinutes * 2 < gap.minutes else {
            takeCutAbsence(gap)
            return
        }
        let isByDay = windows.dayHours(gap.start, evening: evening)
        keep(gap.minutes, in: &found.out[isByDay ? 0 : 1])
        if !isOpen, gap.minutes >= Timeline.shortestAbsenceMinutes {
            keep(gap.end.minutes(since: windows.whole.start), in: &found.lastReturn)
        }
        let isExit = windows.night.contains(gap.start) && whereabouts.exitAt != nil
        if isExit, gap.minutes >= Double(Whereabouts.passageMinutes) {
            found.exits.append(gap.start.minutes(since: windows.whole.start).rounded())
        }
    }

    /// Messages are lost, and nobody was noticed for a while until the outer door moved: that they went out may be what
    /// was lost.
    private mutating func takeUnheardAbsence(_ gap: TimeSpan) {
        guard windows.whole.start < gap.end, isSeen(gap), windows.dayHours(gap.start, evening: evening) else { return }
        keep(gap.minutes, in: &found.out[0])
    }

    /// Its end was not seen: it lasted at least until sight was lost. Only what is beyond the floor tells more.
    private mutating func takeCutAbsence(_ gap: TimeSpan) {
        guard let lost = unseen.clipped(to: gap).map(\.start).min() else { return }
        let known = lost.minutes(since: gap.start)
        let isByDay = windows.dayHours(gap.start, evening: evening)
        if known > SituationLimits.outFloor { keep(known, in: &found.out[isByDay ? 0 : 1]) }
    }

    private func part(of time: Timestamp) -> DayPart {
        time < afternoon ? .morning : time < evening ? .afternoon : .evening
    }

    private func isSeen(_ span: TimeSpan) -> Bool { !unseen.contains { $0.clipped(to: span) != nil } }

    private func keep(_ value: Double, in longest: inout Double?) { longest = max(longest ?? 0, value) }
}

extension DayWindows {
    /// Between the end of the night and the evening, of this day or the one before.
    func dayHours(_ time: Timestamp, evening: Timestamp) -> Bool {
        if time >= whole.start { return time >= night.end && time < evening }
        return time >= night.end.adding(hours: -24) && time < evening.adding(hours: -24)
    }
}

import CareModel

/// Something that replaces what the resident would have done meanwhile: lying on the floor, staying in bed, being away.
struct Cover {
    var from: Timestamp
    var to: Timestamp
    /// Nil: wherever the resident is.
    var place: Place?
    var activity: Activity
    var liveliness: Double
    var planted: Bool
    /// Somebody comes when it ends and stays for half an hour.
    var endsWithHelp = false
    /// The row of the truth that it makes, if its stay makes none of its own.
    var row: String?

    /// The cover of an episode; nil for those that leave the resident where they are.
    init?(_ episode: Episode, start: LocalDay, calendar: inout HomeCalendar) {
        from = episode.start.timestamp(start: start, calendar: &calendar)
        to = from.adding(minutes: Int64(episode.minutes))
        (planted, liveliness) = (true, 0)
        switch episode.kind {
        case .fall: (place, activity, endsWithHelp) = (nil, .onTheFloor, true)
        case .noGettingUp: (place, activity, liveliness, endsWithHelp) = (.bed, .sleep, 0.001, true)
        case .longBathroomStay: (place, activity, liveliness) = (.bathroom, .toilet, 0.01)
        case .nightExit, .notReturned: (place, activity, row) = (.out, .away, "outing")
        default: return nil
        }
    }

    init(_ absence: Absence, start: LocalDay, calendar: inout HomeCalendar) {
        from = absence.from.timestamp(start: start, calendar: &calendar)
        to = max(from, absence.to.timestamp(start: start, calendar: &calendar))
        (place, activity, liveliness, planted) = (.out, .away, 0, false)
        row = absence.kind.rawValue
    }

    func overlaps(_ start: Timestamp, _ end: Timestamp) -> Bool { from < end && to > start }

    /// Puts itself in the place of what would have been between `wake` and `up`.
    func lay(into lived: inout LivedDay, wake: Timestamp, up: Timestamp) {
        let (from, to) = (max(from, wake), min(to, up))
        var (before, after): ([Stay], [Stay]) = ([], [])
        var here = Place.hallway
        for stay in lived.stays {
            if stay.start < from {
                var cut = stay
                cut.end = min(stay.end, from)
                before.append(cut)
                if stay.end > from { here = stay.place }
            }
            if stay.end > to {
                var cut = stay
                cut.start = max(stay.start, to)
                after.append(cut)
            }
        }
        if place == .out, here != .out, self.from >= wake { before = leaving(before, from: here) }
        if here == .bed { here = .bedroom }
        if here == .out { here = .hallway }
        let covering = Stay(
            start: from, end: to, place: place ?? here, activity: activity, liveliness: liveliness, planted: planted)
        lived.stays = before + [covering] + after
        lived.visits.removeAll { overlaps($0.start, $0.end) }
        cutSleep(of: &lived)
    }

    /// Who goes out gets up and passes through the hallway, at the end of what they did before.
    private func leaving(_ stays: [Stay], from here: Place) -> [Stay] {
        let atDoor = from.adding(seconds: -25)
        let rising = here == .bed ? atDoor.adding(seconds: -110) : atDoor
        guard let last = stays.last, last.start < rising else { return stays }
        func walk(in room: Place, _ start: Timestamp, _ end: Timestamp) -> Stay {
            Stay(start: start, end: end, place: room, activity: .walk, liveliness: 0.9, planted: planted)
        }
        var left = stays
        left[left.count - 1].end = rising
        if here == .bed { left.append(walk(in: .bedroom, rising, atDoor)) }
        return left + [walk(in: .hallway, atDoor, from)]
    }

    /// A night away is no sleep at home; staying in bed lengthens it.
    private func cutSleep(of lived: inout LivedDay) {
        guard let sleep = lived.sleep, overlaps(sleep.start, sleep.end) else { return }
        switch place {
        case .bed where to > sleep.end: lived.sleep = (sleep.start, to)
        case .out:
            let span = (max(sleep.start, from <= sleep.start ? to : sleep.start), to >= sleep.end ? from : sleep.end)
            lived.sleep = span.0 < span.1 ? span : nil
        default: break
        }
    }
}

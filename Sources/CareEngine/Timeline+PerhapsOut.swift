import CareModel

/// Who comes and goes by an outer door that cannot be heard is not known.
extension Timeline {
    /// Nobody noticed for so long, out of bed and chair, while an outer door could not be heard: the resident may have
    /// been out. As long as an absence that keeps a day from being compared.
    static let longestUnheardMinutes = DayGate.mostAway * 1440

    /// With it an outer door, a bed or a chair is heard again: since when what it says is so is not known.
    func tellsAgain(_ event: LoggedEvent) -> Bool {
        guard let spans = deaf[event.device] ?? silent[event.device] else { return false }
        let reported = carry.tracks[Int(event.device)].reported
        return spans.contains { span in
            span.start >= reported && span.start < event.time
                && event.time < span.end.adding(minutes: Int64(SlotSet.minutes))
        }
    }

    /// Finds the long silences that touch a time in which an outer door could not be heard. Only a sign of a person ends
    /// one, also when the door is heard again before; one stray sign of a motion sensor does not.
    mutating func findPerhapsOut(from before: DayCarry) {
        let unheard = deaf.values.flatMap { $0 }.merged()
        carry.perhapsOutSince = nil
        guard !unheard.isEmpty || before.perhapsOutSince != nil else { return }
        var since = before.perhapsOutSince ?? before.lastActivity
        var isUnheard = before.perhapsOutSince != nil
        var strays = 0
        for sign in signs {
            if sign.isStray, strays < Self.mostStrays {
                strays += 1
                continue
            }
            takePerhapsOut(TimeSpan(start: since, end: sign.time), isUnheard, unheard)
            (since, isUnheard, strays) = (sign.time, false, 0)
        }
        let open = TimeSpan(start: since, end: window.end)
        if takePerhapsOut(open, isUnheard, unheard) { carry.perhapsOutSince = since }
    }

    /// True when the door could not be heard in the silence.
    @discardableResult
    private mutating func takePerhapsOut(_ silence: TimeSpan, _ isUnheard: Bool, _ unheard: [TimeSpan]) -> Bool {
        guard silence.start > .distantPast, silence.start < silence.end,
            isUnheard || !unheard.clipped(to: silence).isEmpty
        else { return false }
        let lying = (inBed + inChair).merged().clipped(to: silence).totalMinutes
        if silence.minutes - lying > Self.longestUnheardMinutes { perhapsOut.append(silence) }
        return true
    }
}

extension DayCoverage {
    /// By number, of the outer doors that are part of the home, or of all where none is.
    func deafDoors(_ map: HomeMap) -> [UInt16: [TimeSpan]] {
        let listed = map.outerDoors.filter { map.isListed[Int($0)] }
        let serving = listed.filter { isInService($0) }
        var deaf: [UInt16: [TimeSpan]] = [:]
        for door in serving.isEmpty ? listed : serving {
            let spans = deafSpans(of: door)
            if !spans.isEmpty { deaf[door] = spans }
        }
        return deaf
    }

    /// By number, of the sensors of beds and chairs.
    func silentBedsAndChairs(_ map: HomeMap) -> [UInt16: [TimeSpan]] {
        var silent: [UInt16: [TimeSpan]] = [:]
        for device in map.devices(where: { role, _ in role == .bed || role == .chair }) {
            let spans = deafSpans(of: device)
            if !spans.isEmpty { silent[device] = spans }
        }
        return silent
    }
}

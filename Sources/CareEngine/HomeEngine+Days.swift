import CareModel

/// Closing days: features, what was learned from them, findings; and working late data into closed days.
extension HomeEngine {
    /// Below this a feature is missing.
    static let leastCoverage = 0.8
    /// Below this a feature is published but kept out of detection.
    static let leastDetectionCoverage = 0.93

    /// Closes the open day at its last moment and opens the next.
    mutating func closeDay(recall: DayLogLookup, into effects: inout [Effect]) {
        if !state.late.isEmpty { reviseLateDays(recall: recall, into: &effects) }
        guard let day = state.openDay, let yesterday = state.yesterday, var today = state.today else { return }
        today.silenceLimits = silenceLimits
        noteBridgeOffline(until: dayEnd, in: &today)
        let measured = measure(today: today, yesterday: yesterday)
        let published = effects.count
        today.isNearlyCrowded = measured.isNearlyCrowded
        publish(measured, in: &today, into: &effects)
        restartWithService(measured.serving)
        state.history.put(measured.profile, weight: measured.weight, of: day)
        var seen = observed(today)
        seen.lossShare = measured.lossShare < Self.soundShare ? 0 : measured.lossShare
        seen.isUnseen = !measured.unseen.isEmpty
        let usual = state.detector.normals
        state.detector.observe(seen)
        score(day, &effects, from: published)
        state.past.take(today)
        learn(from: today, measured: measured)
        judgeLoss(measured.lossShare, isNew: true, into: &effects)
        effects.append(.dayLog(today))
        state.yesterday = today
        raiseChanges(on: day, usual: usual, into: &effects)
        state.book.forgetResolved(before: state.clock.adding(hours: -24 * AlertBook.resolvedKeptDays))
        state.today = DayLog(day: day.next, carry: measured.carry)
        state.openDay = day.next
        setBounds(day.next)
        let ahead = state.ahead
        state.ahead = []
        for event in ahead { log(event) }
        state.isHeld = false
    }

    /// Works late events into the days they belong to, and their consequences into the days after, up to the open one.
    mutating func reviseLateDays(recall: DayLogLookup, into effects: inout [Effect]) {
        state.lateDueAt = nil
        guard !state.late.isEmpty, let openDay = state.openDay, let lastClosed = state.yesterday else { return }
        let byDay = Dictionary(grouping: state.late) { event in
            var calendar = calendar
            return calendar.day(of: event.time)
        }
        state.late = []
        guard let earliest = byDay.keys.min() else { return }
        func kept(_ day: LocalDay) -> DayLog? { day == lastClosed.day ? lastClosed : recall(day) }
        let first = kept(earliest)
        var before = kept(earliest.previous) ?? DayLog(day: earliest.previous, carry: first?.carry ?? DayCarry())
        var carry = first?.carry ?? before.carry
        var day = earliest
        while day < openDay {
            var log = kept(day) ?? DayLog(day: day, carry: carry)
            log.carry = carry
            if log.silenceLimits.isEmpty {
                log.silenceLimits = silenceLimits
            }
            insert(byDay[day] ?? [], in: &log)
            let measured = measure(today: log, yesterday: before)
            log.isNearlyCrowded = measured.isNearlyCrowded
            let published = effects.count
            let known = (log.comparable("first_activity"), log.comparable("longest_inactivity"))
            if publish(measured, in: &log, into: &effects) {
                state.detector.revise(observed(log))
                state.past.take(log)
                if known.0 == nil { Self.remember(log.comparable("first_activity"), in: &state.firstActivities) }
                if known.1 == nil {
                    Self.remember(log.comparable("longest_inactivity"), in: &state.longestInactivities)
                }
            }
            score(day, &effects, from: published)
            state.history.put(measured.profile, weight: measured.weight, of: day)
            learnSituations(measured)
            if day == lastClosed.day { judgeLoss(measured.lossShare, isNew: false, into: &effects) }
            effects.append(.dayLog(log))
            carry = measured.carry
            before = log
            day = day.next
        }
        state.yesterday = before
        state.today?.carry = carry
        effects.append(.lateDataWorkedIn)
    }

    private mutating func insert(_ events: [LoggedEvent], in log: inout DayLog) {
        let start = calendar.start(of: log.day)
        for event in events {
            log.hear(event.device, slot: Int(event.time.milliseconds(since: start)) / (SlotSet.minutes * 60_000))
            if !event.quantity.isCareEvidence {
                log.note(event, start: start, map: map)
            } else if !log.events.contains(event) {
                log.log(event)
            }
        }
    }

    // MARK: Features

    /// A day's features and the state at its end.
    struct MeasuredDay {
        var features: [MeasuredFeature]
        var carry: DayCarry
        /// Nil on a day that was not seen as usual.
        var profile: DayProfile?
        var weight: Double?
        /// The activity sensors that are part of the home.
        var serving: Set<UInt16>
        /// By device number: the longest silence that ended on this day, in slots; nil when never heard.
        var longestGaps: [Int?]
        var homeGap: Int?
        /// Of the devices' own reports, over the day and the one before, the share that did not come.
        var lossShare: Double
        /// Close to what counts as others having been there.
        var isNearlyCrowded: Bool
        // What is learned of the situations within the day.
        var windows: DayWindows
        var timeline: Timeline
        /// Nothing of the home could be seen.
        var unseen: [TimeSpan]
        /// A clock was wrong: when something happened is not known.
        var isDisordered: Bool
        /// Gone out before the day before, and not noticed since.
        var awayBefore: Timestamp?
    }

    mutating func measure(today: DayLog, yesterday: DayLog) -> MeasuredDay {
        let windows = DayWindows(today.day, night: definition.night, calendar: &calendar)
        let coverage = DayCoverage(
            yesterday: yesterday, today: today, windows: windows, devices: map.roles.count)
        let timeline = timeline(today: today, yesterday: yesterday, windows: windows, coverage: coverage)
        let day = DayFeatures(
            windows: windows, timeline: timeline, map: map, coverage: coverage, today: today, history: state.history,
            plan: plan(windows))
        let features = day.measure()
        let activity = features.first { $0.name == "activity_minutes" }
        let isUsual = activity.map { $0.withheld == nil || $0.withheld == .visitor } ?? false
        var carry = timeline.carry
        let (gaps, homeGap) = gaps(today, start: windows.whole.start, carry: &carry)
        return MeasuredDay(
            features: features, carry: carry, profile: isUsual ? day.profile : nil, weight: day.weight,
            serving: Set(map.activitySensors.filter { coverage.isInService($0) }),
            longestGaps: gaps, homeGap: homeGap, lossShare: coverage.reports.lossShare,
            isNearlyCrowded: DayGate.isNearlyCrowded(day),
            windows: windows, timeline: timeline, unseen: coverage.homeBlind,
            isDisordered: DayGate.isDisordered(day), awayBefore: yesterday.carry.awaySince)
    }

    /// With another set of sensors the features over several of them mean something else: what was usual is learned anew.
    private mutating func restartWithService(_ serving: Set<UInt16>) {
        // Nobody heard for two weeks: the home was left, and not every sensor changed.
        guard !serving.isEmpty else { return }
        defer { state.serving = serving }
        guard !state.serving.isEmpty else { return }
        for device in state.serving.symmetricDifference(serving) {
            state.forget(map.features(dependingOn: device).union(map.wholeHomeFeatures))
        }
    }

    func timeline(today: DayLog, yesterday: DayLog, windows: DayWindows, coverage: DayCoverage) -> Timeline {
        Timeline(
            events: yesterday.sortedEvents() + today.sortedEvents(), carry: yesterday.carry, window: windows.reading,
            blind: coverage.homeBlind, deaf: coverage.deafDoors(map),
            silent: coverage.silentBedsAndChairs(map), map: map)
    }

    func plan(_ windows: DayWindows) -> DayPlan {
        DayPlan(
            circumstances(in: windows.reading),
            medicationTimes: definition.medicationTimes.map { windows.moment($0) }, persons: definition.persons,
            window: windows.reading)
    }

    /// Longest silences that ended on this day, and when each device was last heard, from the slots.
    private func gaps(_ log: DayLog, start: Timestamp, carry: inout DayCarry) -> ([Int?], Int?) {
        carry.lastHeard = log.carry.lastHeard
        carry.homeHeard = log.carry.homeHeard
        while carry.lastHeard.count < definition.devices.count { carry.lastHeard.append(.distantPast) }
        let unseen = unseenSlots(log, start)
        var gaps: [Int?] = []
        for device in definition.devices.indices {
            gaps.append(Self.longestGap(log.heardSlots(UInt16(device)), unseen, start, last: &carry.lastHeard[device]))
        }
        return (gaps, Self.longestGap(log.heardByAnyone, log.unseen, start, last: &carry.homeHeard))
    }

    /// Slots in which nothing of the home was seen: a device's silence in them says nothing of the device.
    private func unseenSlots(_ log: DayLog, _ start: Timestamp) -> SlotSet {
        var unseen = log.unseen
        guard let limit = log.silenceLimits.last else { return unseen }
        let heard = log.heardByAnyone
        var last = log.carry.homeHeard
        heard.forEach { slot in
            let time = DayCoverage.span(slot, from: start)
            if last != .distantPast, time.start.milliseconds(since: last) > limit {
                let from = max(0, Int(last.milliseconds(since: start)) / (SlotSet.minutes * 60_000))
                for silent in from..<slot { unseen.insert(silent) }
            }
            last = time.end
        }
        return unseen
    }

    private static func longestGap(
        _ heard: SlotSet, _ unwatched: SlotSet, _ start: Timestamp, last: inout Timestamp
    ) -> Int? {
        var longest: Int?
        var at = last
        var either = heard
        either.formUnion(unwatched)
        either.forEach { slot in
            let span = DayCoverage.span(slot, from: start)
            if unwatched.contains(slot) { at = max(at, span.end) }
            guard heard.contains(slot) else { return }
            let gap = at == .distantPast ? 0 : Int(span.start.milliseconds(since: at)) / (SlotSet.minutes * 60_000)
            longest = max(longest ?? 0, max(0, gap))
            at = span.end
        }
        last = at
        return longest
    }

    /// Publishes what is new or changed of a day. True when a value that was out already changed.
    @discardableResult
    private mutating func publish(_ measured: MeasuredDay, in log: inout DayLog, into effects: inout [Effect]) -> Bool {
        var hasChanged = false
        guard let resident = state.resident, isResidents(measured.windows.whole) else { return false }
        for feature in measured.features {
            let value = feature.coverage < Self.leastCoverage ? nil : feature.value
            let index = log.published.firstIndex { $0.feature == feature.name }
            let before = index.map { log.published[$0] }
            var now = PublishedFeature(
                feature: feature.name, value: value, coverage: feature.coverage, context: feature.context,
                withheld: feature.withheld, revision: before?.revision ?? 0)
            if let before {
                guard before != now else { continue }
                now.revision += 1
                hasChanged = true
                annotate(feature.name, log.day, from: before.value, to: value, into: &effects)
            }
            if let index { log.published[index] = now } else { log.published.append(now) }
            let row = DailyFeature(
                home: definition.id, resident: resident, date: log.day, feature: feature.name, value: value,
                unit: feature.unit, coverage: feature.coverage, context: feature.context,
                definitionVersion: DayFeatures.definitionVersion, revision: now.revision,
                usual: state.detector.baseline(feature.name, on: log.day),
                trend: state.past.trend(feature.name, before: log.day), withheld: feature.withheld)
            effects.append(.feature(row))
        }
        return hasChanged
    }

    /// Notes the normal scores of what was just published of a day, once the detector has taken it.
    private func score(_ day: LocalDay, _ effects: inout [Effect], from first: Int) {
        let scores = state.detector.u(on: day)
        for index in first..<effects.count {
            guard case .feature(var row) = effects[index], let place = WatchedFeature.indexByName[row.feature] else {
                continue
            }
            row.u = scores[place]
            effects[index] = .feature(row)
        }
    }

    /// A raised alert is never silently taken back: it gets a remark.
    private mutating func annotate(
        _ feature: String, _ day: LocalDay, from: Double?, to: Double?, into effects: inout [Effect]
    ) {
        guard from != to, let index = WatchedFeature.indexByName[feature] else { return }
        let rule = Self.changeRule(WatchedFeature.all[index].family)
        guard let open = state.book.open(rule), open.state != .pending else { return }
        func text(_ value: Double?) -> String { value.map { "\($0)" } ?? "missing" }
        let note = "late data changed \(feature) on \(day) from \(text(from)) to \(text(to))"
        if let alert = state.book.annotate(open.id, at: state.clock, note: note) { effects.append(.alert(alert)) }
    }

    /// The values of a day that are fit for detection, and why others are not.
    private func observed(_ log: DayLog) -> ChangeDetector.Day {
        var day = ChangeDetector.Day(day: log.day)
        day.isNearlyCrowded = log.isNearlyCrowded
        for published in log.published {
            guard let index = WatchedFeature.indexByName[published.feature] else { continue }
            day.withheld[index] = published.withheld
            day.coverage[index] = published.coverage
            switch published.withheld {
            case nil: day.values[index] = published.value
            case .visitor:
                // More people explain more of everything, and nothing less.
                let usual = state.detector.baseline(published.feature, on: log.day)
                if let usual, let value = published.value, value < usual.expected { day.values[index] = value }
            default: break
            }
        }
        return day
    }

    private mutating func learn(from log: DayLog, measured: MeasuredDay) {
        for (device, gap) in measured.longestGaps.enumerated() where device < state.deviceRhythms.count {
            state.deviceRhythms[device].close(longestGapSlots: gap)
        }
        state.homeRhythm.close(longestGapSlots: measured.homeGap)
        if measured.homeGap != nil { state.beats.closeDay() }
        Self.remember(log.comparable("first_activity"), in: &state.firstActivities)
        Self.remember(log.comparable("longest_inactivity"), in: &state.longestInactivities)
        // The first day of a home begins in the middle.
        if log.carry.homeHeard != .distantPast { learnSituations(measured) }
    }

    private static func remember(_ value: Double?, in list: inout [Double]) {
        guard let value else { return }
        list.append(value)
        if list.count > 28 { list.removeFirst(list.count - 28) }
    }
}

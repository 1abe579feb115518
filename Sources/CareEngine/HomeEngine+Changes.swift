package import CareModel

/// Changes against the resident's own normal: from a closed day's evidence to one alert a family.
extension HomeEngine {
    static func changeRule(_ family: Alert.Family) -> String { "change_in_\(family.rawValue)" }

    /// Days since a feature was first observed before a change of it may tell.
    static let leastHistoryDays: Int32 = 14

    /// A family tells when its evidence reaches the threshold; it is over after three observed days well below it, or
    /// after four weeks, when the change has become the new normal. `usual` is what was before the day, by
    /// `WatchedFeature.all`.
    mutating func raiseChanges(
        on day: LocalDay, usual: [OwnNormal], into effects: inout [Effect]
    ) {
        let budget = settings.budget(of: definition)
        let thresholds = EngineSettings.thresholds(budget)
        let undoubted =
            state.detector.isInDoubt
            ? state.detector.evidence(withDoubt: false) : Alert.Family.changes.map { _ in nil }
        for (index, evidence) in state.detector.evidence().enumerated() {
            guard let evidence else { continue }
            var watch = state.families[index]
            let rule = Self.changeRule(Alert.Family.changes[index])
            let history = day.number - lead(evidence).firstDay
            let threshold =
                thresholds[index] + evidence.margin + watch.control + watch.feedback.offset
                + EngineSettings.surcharge(historyDays: history)
            var didTell = false
            if state.book.isOpen(rule) {
                watch.calmDays = evidence.strength < FamilyWatch.lowerThreshold * threshold ? watch.calmDays + 1 : 0
                let isOld = watch.lastOnset.map { day.number - $0 >= FamilyWatch.longestDays } ?? false
                if watch.calmDays >= FamilyWatch.daysUntilCalm || isOld {
                    let note = isOld ? "the new normal after four weeks" : "three days near normal"
                    if let alert = state.book.clear(rule, at: state.clock, note: note) { effects.append(.alert(alert)) }
                }
            } else if evidence.strength >= threshold, history >= Self.leastHistoryDays,
                watch.isRested(on: day.number)
            {
                didTell = true
                watch.lastOnset = day.number
                watch.calmDays = 0
                raise(changeDraft(evidence, threshold, on: day, usual), at: state.clock, into: &effects)
            } else if let undoubted = undoubted[index], history >= Self.leastHistoryDays,
                undoubted.strength - undoubted.margin >= threshold - evidence.margin,
                watch.isRestedSinceKeptBack(on: day.number)
            {
                // It moves the threshold as if it had told: the resident's own must not depend on what a fault kept back.
                didTell = true
                watch.lastKeptBack = day.number
            }
            watch.adjust(didTell: didTell, budget: budget)
            state.families[index] = watch
        }
    }

    /// A verdict on a change of the present resident moves their threshold of its family.
    mutating func heed(_ judgement: Alert.Judgement, of alert: Alert, by person: String) {
        guard let index = Alert.Family.changes.firstIndex(of: alert.family),
            alert.rule == Self.changeRule(alert.family), alert.resident == state.resident
        else { return }
        var calendar = calendar
        state.families[index].feedback.take(
            judgement, on: alert.id, by: person, day: calendar.day(of: state.clock))
    }

    private func lead(_ evidence: ChangeDetector.Evidence) -> OwnNormal {
        state.detector.normals[ChangePattern.all[evidence.pattern].members[0]]
    }

    // MARK: The record of why

    private func changeDraft(
        _ evidence: ChangeDetector.Evidence, _ threshold: Double, on day: LocalDay, _ usual: [OwnNormal]
    ) -> AlertBook.Draft {
        let pattern = ChangePattern.all[evidence.pattern]
        var record = record(evidence, threshold, on: day)
        let members = members(evidence, on: day, usual)
        var hints: [ConditionHint] = []
        if definition.conditionHints ?? settings.conditionHints {
            hints = ConditionHint.found(state.detector, on: day, family: pattern.family)
            record.resembles = hints.map(\.rawValue)
        }
        var draft = draft(
            Self.changeRule(pattern.family), pattern.family, priority(evidence, threshold), onset: dayStart,
            words: .change(pattern, record, members, hints))
        var calendar = calendar
        draft.onset = calendar.start(of: record.since)
        draft.features = members
        draft.probability = record.probability
        draft.evidence = record
        return draft
    }

    /// A slow or mild change can wait for the week's review.
    private func priority(_ evidence: ChangeDetector.Evidence, _ threshold: Double) -> Alert.Priority {
        switch ChangePattern.all[evidence.pattern].family {
        case .gait: .p3
        case .meals, .activity: evidence.strength >= threshold + 1 ? .p2 : .p3
        default: .p2
        }
    }

    private func record(
        _ evidence: ChangeDetector.Evidence, _ threshold: Double, on day: LocalDay
    ) -> Alert.Evidence {
        let pattern = ChangePattern.all[evidence.pattern]
        let days = (0..<Int32(evidence.horizon)).map { day.advanced(by: -$0) }
        let missing = days.reversed().compactMap { day -> Alert.Evidence.MissingDay? in
            let seen = state.detector.seen(pattern.members[0], on: day)
            return seen.value == nil ? .init(date: day, reason: seen.withheld) : nil
        }
        return Alert.Evidence(
            pattern: pattern.name, horizonDays: evidence.horizon, direction: evidence.score >= 0 ? "up" : "down",
            strength: thousandth(evidence.strength), threshold: thousandth(threshold),
            probability: printable(chance: exponential(-evidence.strength * logarithm(10))),
            since: since(evidence, on: day), missingDays: missing,
            historyDays: Int(day.number - lead(evidence).firstDay), coverage: coverage(of: pattern))
    }

    /// The first day of the run that leads here: of the last fourteen, up to the horizon and beyond, those on which the
    /// pattern pointed the same way by more than one standard deviation, with at most one exception in between.
    private func since(_ evidence: ChangeDetector.Evidence, on day: LocalDay) -> LocalDay {
        let pattern = ChangePattern.all[evidence.pattern]
        var (first, exceptions) = (day, 0)
        for back in 0..<Int32(ChangeDetector.keptDays) {
            let at = day.advanced(by: -back)
            guard let score = state.detector.score(of: pattern, on: at) else { continue }
            if score * evidence.score > 0, abs(score) >= 1 {
                (first, exceptions) = (at, 0)
            } else {
                exceptions += 1
                if exceptions > 1 { break }
            }
        }
        return first
    }

    /// The pattern's features that carry it, strongest first.
    private func members(
        _ evidence: ChangeDetector.Evidence, on day: LocalDay, _ usual: [OwnNormal]
    ) -> [Alert.Member] {
        let pattern = ChangePattern.all[evidence.pattern]
        let days = (0..<Int32(evidence.horizon)).map { day.advanced(by: -$0) }
        let scores = days.map { state.detector.u(on: $0) }
        var sums = [Double?](repeating: nil, count: WatchedFeature.all.count)
        for member in pattern.members {
            let known = scores.compactMap { $0[member] }
            sums[member] = known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
        }
        let leading = pattern.leading(sums)
        let whole = leading.reduce(0) { $0 + pattern.share(of: $1, in: sums) }
        return leading.compactMap { member in
            let watched = WatchedFeature.all[member]
            let values = days.compactMap { state.detector.seen(member, on: $0).value }
            guard let usual = usual[member].baseline(of: watched, on: day), let newest = values.first else {
                return nil
            }
            let mean = values.reduce(0, +) / Double(values.count)
            return Alert.Member(
                feature: watched.name, value: thousandth(newest), expected: usual.expected, usualLow: usual.usualLow,
                usualHigh: usual.usualHigh, direction: (sums[member] ?? 0) >= 0 ? "up" : "down",
                mean: thousandth(mean), u: scores.first?[member].map(thousandth),
                share: whole > 0 ? thousandth(pattern.share(of: member, in: sums) / whole) : nil)
        }
    }

    private func coverage(of pattern: ChangePattern) -> Double {
        guard let today = state.yesterday else { return 0 }
        let shares = pattern.members.compactMap { member in
            today.published.first { $0.feature == WatchedFeature.all[member].name }?.coverage
        }
        return shares.min() ?? 1
    }
}

extension HomeEngine {
    /// The family of a feature that is compared with the own normal; nil for any other.
    package static func family(ofFeature name: String) -> Alert.Family? {
        WatchedFeature.indexByName[name].map { WatchedFeature.all[$0].family }
    }

    /// A value's normal score by the band published beside it: as u, but for what one day lends to the next.
    package static func score(of value: Double, against usual: Baseline, feature name: String) -> Double? {
        guard let watched = WatchedFeature.indexByName[name].map({ WatchedFeature.all[$0] }) else { return nil }
        // The upper bound: the lower one ends at zero.
        let expected = watched.transform(usual.expected)
        let spread = (watched.transform(usual.usualHigh) - expected) / 1.96
        return spread > 0 ? OwnNormal.normalScore((watched.transform(value) - expected) / spread) : nil
    }
}

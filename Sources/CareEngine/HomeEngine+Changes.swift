import CareModel

/// Changes against the resident's own normal: from daily findings to one alert a family.
extension HomeEngine {
    /// Days that are further apart are not one change.
    private static let recentDays: Int32 = 7

    static func changeRule(_ family: Alert.Family) -> String { "change_in_\(family.rawValue)" }

    /// A family fires when a day deviates on two of its last three observed days within a week, or one day deviates
    /// very far; it is over after three observed days back near normal.
    ///
    /// A day that a technical fault masked is one of the three: not knowing it must not make an older day recent.
    mutating func raiseChanges(
        _ findings: [Finding], masked: Set<String>, on day: LocalDay, into effects: inout [Effect]
    ) {
        let families = Set(findings.map(\.family)).sorted { $0.rawValue < $1.rawValue }
        for family in families {
            let members = findings.filter { $0.family == family }
            let strongest = members.map(\.z).max() ?? 0
            var record = state.deviations.first { $0.family == family } ?? FamilyDeviation(family: family)
            record.recent.removeAll { $0.day <= day.number - Self.recentDays }
            // What was noticed before a long time without a look is no part of what is seen now.
            if record.recent.isEmpty, let open = state.book.open(Self.changeRule(family)), open.state == .pending {
                _ = state.book.clear(open.rule, at: state.clock)
            }
            record.recent.append(.init(day: day.number, isDeviating: strongest >= settings.raiseAt))
            if record.recent.count > 3 { record.recent.removeFirst() }
            record.quietDays = strongest < EngineSettings.clearBelow ? record.quietDays + 1 : 0
            judge(&record, members, strongest, on: day, into: &effects)
            state.deviations.removeAll { $0.family == family }
            state.deviations.append(record)
        }
        let unknown = Set(masked.compactMap { WatchedFeature.indexByName[$0].map { WatchedFeature.all[$0].family } })
        for index in state.deviations.indices
        where unknown.contains(state.deviations[index].family) && !families.contains(state.deviations[index].family) {
            state.deviations[index].recent.append(.init(day: day.number, isDeviating: false))
            if state.deviations[index].recent.count > 3 { state.deviations[index].recent.removeFirst() }
        }
    }

    private mutating func judge(
        _ record: inout FamilyDeviation, _ members: [Finding], _ strongest: Double, on day: LocalDay,
        into effects: inout [Effect]
    ) {
        let rule = Self.changeRule(record.family)
        let isOpen = state.book.open(rule).map { $0.state != .pending } ?? false
        if isOpen {
            if record.quietDays >= 3,
                let alert = state.book.clear(rule, at: state.clock, note: "three days near normal")
            {
                effects.append(.alert(alert))
                record.recent = []
            }
            return
        }
        guard let newest = record.recent.last, newest.isDeviating else {
            if record.recent.allSatisfy({ !$0.isDeviating }) { _ = state.book.clear(rule, at: state.clock) }
            return
        }
        guard let draft = judged(changeDraft(record.family, members, on: day), at: state.clock) else { return }
        if strongest >= settings.raiseAtOnce || record.recent.count(where: \.isDeviating) >= 2 {
            if let alert = state.book.confirm(draft, at: state.clock) { effects.append(.alert(alert)) }
            record.quietDays = 0
        } else {
            state.book.notice(draft, at: state.clock)
        }
    }

    private func changeDraft(_ family: Alert.Family, _ members: [Finding], on day: LocalDay) -> AlertBook.Draft {
        let deviating = members.filter { $0.z >= EngineSettings.clearBelow }
            .sorted { ($0.z, $1.feature) > ($1.z, $0.feature) }
        let days = Int(state.deviations.first { $0.family == family }?.recent.count(where: \.isDeviating) ?? 0) + 1
        var draft = draft(
            Self.changeRule(family), family, family == .activity || family == .meals ? .p3 : .p2, onset: dayStart,
            words: .change(family, deviating.map(\.member), days: days, coverage: coverage(of: deviating)))
        draft.features = deviating.map(\.member)
        draft.probability = deviating.first.map { upperTail($0.z) }
        return draft
    }

    private func coverage(of findings: [Finding]) -> Double {
        guard let today = state.today else { return 0 }
        let shares = findings.compactMap { finding in
            today.published.first { $0.feature == finding.feature }?.coverage
        }
        return shares.min() ?? 1
    }
}

/// P(Z > z) of the standard normal, to 7.5e-8 (Abramowitz and Stegun 26.2.17); rounded to six significant decimals so
/// that it prints the same everywhere.
func upperTail(_ z: Double) -> Double {
    guard z > 0 else { return 0.5 }
    let t = 1 / (1 + 0.231_641_9 * z)
    let polynomial =
        t * (0.319_381_530 + t * (-0.356_563_782 + t * (1.781_477_937 + t * (-1.821_255_978 + t * 1.330_274_429))))
    let density = exponential(-z * z / 2) / 2.506_628_274_631
    return max(1e-6, ((density * polynomial) * 1e6).rounded() / 1e6)
}

import CareModel

extension CallSettings {
    init?(form: FormReader) {
        let storm = form["storm_limit"].map { $0.integer(in: 1...1000) } ?? 20
        let shift = form["shift"].map { $0.seconds(in: 3600...86_400, "from 1 h to 24 h") } ?? 8 * 3600
        let test = form["test_at"].map { $0.minuteOfDay() }
        var names: Set<String> = []
        let chains = form["chains"]?.list()?.map { value in
            value.map(
                required: ["name", "priorities", "steps"], optional: ["areas", "rounds", "quiet_hours", "digest"]
            ) { form -> CallChain? in
                guard let chain = CallChain(form: form) else { return nil }
                guard names.insert(chain.name).inserted else {
                    form["name"]?.error("the chain `\(chain.name)` is already in the list; give each its own name")
                    return nil
                }
                return chain
            }
        }
        if let chains, chains.isEmpty { form["chains"]?.error("`calls.chains` is empty; give at least one chain") }
        if case .some(nil) = test { return nil }
        guard let storm, let shift, let chains, !chains.isEmpty, !chains.contains(nil) else { return nil }
        self.init(
            chains: chains.compactMap { $0 }, stormLimit: storm, shiftHours: Int(shift / 3600),
            testAtMinute: test ?? nil)
    }
}

extension CallChain {
    init?(form: FormReader) {
        let name = form["name"]?.identifier()
        let priorities = form["priorities"]?.list()?.map { $0.choice(of: Alert.Priority.self) }
        let areas = form["areas"].map { $0.list()?.map { $0.identifier() } } ?? []
        let rounds = form["rounds"].map { $0.integer(in: 1...1000) }
        let quiet = form["quiet_hours"].map { value in
            value.map(required: ["from", "to"]) { form -> Quiet? in
                guard let from = form["from"]?.minuteOfDay(), let to = form["to"]?.minuteOfDay() else { return nil }
                guard from != to else { return form["to"]?.mismatch("another time than `from`") }
                return Quiet(from: from, to: to)
            }
        }
        let digest = form["digest"].map { value in
            value.map(required: ["at"], optional: ["weekday"]) { form -> Digest? in
                let weekday = form["weekday"].map { $0.choice(of: PlannedVisit.Weekday.self) }
                if case .some(nil) = weekday { return nil }
                guard let at = form["at"]?.minuteOfDay() else { return nil }
                return Digest(at: at, weekday: weekday ?? nil)
            }
        }
        let steps = form["steps"]?.list()?.map { value in
            value.map(required: ["to"], optional: ["after"]) { form -> Step? in
                let after = form["after"].map { $0.seconds(in: 10...86_400, "from 10 s to 24 h") } ?? Step.usualSeconds
                guard let to = form["to"]?.identifier(), let after else { return nil }
                return Step(recipient: to, afterSeconds: after)
            }
        }
        if let steps, steps.isEmpty { form["steps"]?.error("`steps` is empty; give at least one") }
        if case .some(nil) = rounds { return nil }
        if case .some(nil) = quiet { return nil }
        if case .some(nil) = digest { return nil }
        guard let name, let priorities, !priorities.contains(nil), let areas, !areas.contains(nil), let steps,
            !steps.isEmpty, !steps.contains(nil)
        else { return nil }
        if priorities.contains(.p1), let value = form["quiet_hours"] ?? form["digest"] {
            value.error("an alert of P1 is told at once: give it a chain without `quiet_hours` and `digest`")
            return nil
        }
        self.init(
            name: name, priorities: Set(priorities.compactMap { $0 }), areas: Set(areas.compactMap { $0 }),
            steps: steps.compactMap { $0 }, rounds: rounds ?? nil, quiet: quiet ?? nil, digest: digest ?? nil)
    }
}

extension FormValue {
    /// A length of time in whole seconds within the range.
    fileprivate func seconds(in range: ClosedRange<Int64>, _ wanted: String) -> Int64? {
        guard let seconds = durationSeconds() else { return nil }
        guard range.contains(Int64(seconds)) else { return mismatch(wanted) }
        return Int64(seconds.rounded())
    }
}

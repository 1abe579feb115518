import CareModel

extension Simulation {
    /// A home as they come: its layout and devices, habits, absences, the quirks of its devices, and now and then an
    /// episode, four weeks of nothing first so that normal can be learnt. A plan for more days begins like one for fewer.
    ///
    /// - Parameter hasFaults: devices die, the network fails, messages are lost.
    package func plan(_ index: Int, days: Int, hasFaults: Bool = true) -> Plan {
        let chance = Chance(seed: seed, home: index)
        var plan = Plan()
        Self.furnish(&plan, chance)
        plan.habits = Self.habits(chance)
        Self.happen(&plan, chance, days: days)
        if hasFaults { Self.wear(&plan, chance, days: days) }
        return plan
    }

    private static func furnish(_ plan: inout Plan, _ chance: Chance) {
        var draw = chance.stream(.variant, 0)
        let layouts: [Layout] = [.oneRoom, .twoRooms, .twoRooms, .twoRooms, .threeRooms, .threeRooms, .fourRooms]
        plan.layout = layouts[Int(draw.uniform(0, Double(layouts.count)))]
        let lacking: [(Sensor, Double)] = [
            (.bed, 0.4), (.fridgeDoor, 0.2), (.hallwayMotion, 0.1), (.kitchenLeak, 0.3), (.sosButton, 0.2),
        ]
        for (sensor, share) in lacking where draw.happens(share) { plan.leftOut.insert(sensor.name) }
        if draw.happens(0.3) { plan.leftOut.insert(Sensor.vitalsName) }
        let extra: [(Sensor, Double)] = [
            (.bathroomDoor, 0.35), (.chair, 0.35), (.kettle, 0.4), (.stove, 0.4), (.tv, 0.4), (.microwave, 0.25),
        ]
        for (sensor, share) in extra where draw.happens(share) { plan.added.insert(sensor.name) }
        // As in homes whose sensors speak only when something happens.
        plan.hasHeartbeats = !draw.happens(0.15)
        let forms: [Plan.LastSeenForm] = [.none, .iso8601, .epochMilliseconds]
        plan.lastSeen = forms[Int(draw.uniform(0, 3))]
    }

    private static func habits(_ chance: Chance) -> Habits {
        var draw = chance.stream(.variant, 1)
        let cares: [Habits.Care] = [.none, .weekly, .weekly, .mornings, .morningsAndEvenings]
        var drift = Habits.Drift()
        drift.bedMinutes = draw.normal(0, 25)
        drift.wakeMinutes = draw.normal(0, 20)
        drift.nightVisits = draw.uniform(-0.1, 0.5)
        drift.outingShare = draw.uniform(-0.4, 0.1)
        drift.stepSeconds = draw.uniform(0, 0.08)
        return Habits(
            care: cares[Int(draw.uniform(0, 5))], restfulness: draw.uniform(0.25, 2),
            liveliness: draw.uniform(0.15, 0.8), dayVariation: draw.uniform(0.3, 0.7),
            laterMinutes: draw.uniform(-20, 75), nightVisits: draw.uniform(0.6, 2),
            guestShare: draw.uniform(0, 0.12),
            dayTripShare: draw.uniform(0, 0.06), drift: drift)
    }

    /// Episodes one after another, with an absence in some of the breaks between.
    private static func happen(_ plan: inout Plan, _ chance: Chance, days: Int) {
        var draw = chance.stream(.plan, 0)
        var day = 28 + Int(draw.uniform(0, 14))
        // What begins on the day after the last already moves the end of the last night.
        while day <= days + 1 {
            let kind = EpisodeKind.drawn[Int(draw.uniform(0, Double(EpisodeKind.drawn.count)))]
            let severity = Severity.allCases[Int(draw.uniform(0, 3))]
            let (share, rest, leaves) = (draw.uniform(), Int(draw.uniform(0, 21)), draw.uniform())
            var length = max(1, kind.usualDays)
            if kind == .utiLike { length = 4 + Int(share * 7) }
            plan.episodes.append(episode(kind, severity, day: day, days: length, share: share))
            day += length + 14 + rest
            guard leaves < 0.35, rest >= 4 else { continue }
            let (from, to) = (day - 12, day - 12 + 1 + Int(share * 9))
            plan.absences.append(
                Absence(
                    leaves < 0.12 ? .hospital : .away, from: PlanTime(day: from, minute: 560 + rest * 10),
                    to: PlanTime(day: to, minute: 700 + rest * 15)))
        }
    }

    private static func episode(
        _ kind: EpisodeKind, _ severity: Severity, day: Int, days: Int, share: Double
    ) -> Episode {
        if kind.lastsDays { return .days(kind, severity, from: day, days: days) }
        let daytime = 9 * 60 + Int(share * 480)
        let (minute, minutes): (Int, Int) =
            switch kind {
            case .fall: (daytime, 300)
            case .smoke: (daytime, 8)
            case .leak: (daytime, 90)
            case .noGettingUp: (4 * 60 + 30, 540 + Int(share * 120))
            case .longBathroomStay: (daytime, 75 + Int(share * 120))
            case .nightExit: (60 + Int(share * 200), 25 + Int(share * 60))
            case .notReturned: (13 * 60 + Int(share * 120), 60 * 20)
            default: (daytime, 0)
            }
        return Episode(kind, .severe, start: PlanTime(day: day, minute: minute), minutes: minutes)
    }

    /// What goes wrong, a month at a time.
    private static func wear(_ plan: inout Plan, _ chance: Chance, days: Int) {
        var draw = chance.stream(.fault, 0)
        plan.faults.duplicateShare = draw.happens(0.1) ? draw.uniform(0.2, 0.35) : draw.uniform(0, 0.03)
        plan.faults.staleShare = draw.happens(0.5) ? draw.uniform(0, 0.02) : 0
        plan.faults.missingOffShare = draw.uniform(0, 0.02)
        plan.faults.droppedShare = draw.uniform(0, 0.01)
        plan.faults.bedDropoutsAnHour = draw.happens(0.5) ? draw.uniform(0, 0.2) : 0
        let mortal = plan.sensors.filter { !$0.isMains }
        for month in 0...(max(0, days) / 30) {
            var draw = chance.stream(.fault, 1 + Int64(month))
            let first = month * 30
            if draw.happens(0.08) {
                let victim = mortal[Int(draw.uniform(0, Double(mortal.count)))]
                let from = first + 5 + Int(draw.uniform(0, 20))
                plan.faults.deadSensors.append(
                    .init(device: victim.name, fromDay: from, untilDay: from + 2 + Int(draw.uniform(0, 12))))
            }
            for _ in 0..<draw.poisson(0.7) {
                let (day, minute) = (first + Int(draw.uniform(0, 30)), Int(draw.uniform(0, 1440)))
                let length = Int(draw.uniform(0, 1) * draw.uniform(0, 1) * 720) + 5
                plan.faults.outages.append(
                    .init(
                        from: PlanTime(day: day, minute: minute), to: PlanTime(day: day, minute: minute + length),
                        announced: draw.happens(0.5), isQueued: plan.lastSeen != .none && draw.happens(0.3)))
            }
            if plan.hasHeartbeats, draw.happens(0.3) {
                plan.faults.retainedReplays.append(
                    PlanTime(day: first + Int(draw.uniform(0, 30)), minute: Int(draw.uniform(0, 1440))))
            }
        }
    }
}

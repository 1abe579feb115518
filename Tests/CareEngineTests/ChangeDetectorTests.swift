import CareModel
import Foundation
import Testing

@testable import CareEngine

/// The detector against vectors made by an independent implementation (NumPy, SciPy).
@Suite struct ChangeDetectorGoldenTests {
    struct Golden: Decodable {
        struct Pattern: Decodable {
            var name: String
            var family: String
            var w: [String: Double]
        }

        var priorSpread: [Double]
        var transform: [String]
        var features: [String]
        var dow: [Int]
        var horizons: [Int]
        var patterns: [Pattern]
        /// By day, feature.
        var x: [[Double?]]
        var u: [[Double?]]
        /// By day, pattern, horizon.
        var win: [[[Double?]]]

        private enum CodingKeys: String, CodingKey {
            case transform, features, dow, horizons, patterns, x, u, win
            case priorSpread = "prior_sd"
        }
    }

    let golden: Golden
    /// By the golden features' order.
    let names = [
        "toilet_visits_night", "toilet_visits_day", "sleep_duration", "bed_exits_night", "night_out_of_bed",
        "bed_in_time", "bed_out_time", "kitchen_minutes", "meal_prep", "time_out_of_home", "room_transitions",
        "activity_minutes", "transition_speed", "weight", "bp_systolic", "heart_rate_resting", "fridge_opens",
    ]

    init() throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Golden/detector.json")
        golden = try JSONDecoder().decode(Golden.self, from: Data(contentsOf: file))
    }

    /// The first day of the vectors, a Thursday.
    let first = LocalDay(number: 20_000 + 3 - Int32(LocalDay(number: 20_000).weekday))

    /// The vectors' scales and priors: ours differ where other ones are better calibrated (docs/quality.md).
    var features: [WatchedFeature] {
        names.enumerated().map { index, name in
            let scale: WatchedFeature.Scale =
                switch golden.transform[index] {
                case "c": .count
                case "d": .duration
                default: .identity
                }
            return WatchedFeature(
                name: name, family: .activity, scale: scale, priorSpread: golden.priorSpread[index])
        }
    }

    @Test func thePatternsAreTheVectorsPatterns() {
        #expect(WatchedFeature.all.map(\.name) == names)
        #expect(ChangeDetector.horizons == golden.horizons)
        for (pattern, theirs) in zip(ChangePattern.all, golden.patterns) {
            #expect(pattern.family.rawValue == theirs.family)
            let weights = Dictionary(uniqueKeysWithValues: zip(pattern.members, pattern.weights))
            let expected = Dictionary(
                uniqueKeysWithValues: theirs.w.map { (golden.features.firstIndex(of: $0.key) ?? -1, $0.value) })
            #expect(weights == expected)
        }
    }

    private func day(_ number: Int) -> ChangeDetector.Day {
        var day = ChangeDetector.Day(day: first.advanced(by: Int32(number)))
        day.values = golden.x[number % golden.x.count]
        return day
    }

    @Test func scoresAndWindowsAgreeToNineDigits() throws {
        var detector = ChangeDetector()
        var (compared, known) = (0, 0)
        for number in golden.x.indices {
            let day = day(number)
            #expect(day.day.weekday == golden.dow[number])
            detector.observe(day, as: features)
            for (ours, theirs) in zip(detector.u(on: day.day), golden.u[number]) {
                compared += 1
                known += theirs == nil ? 0 : 1
                #expect(isClose(ours, theirs), "day \(number)")
            }
            for (pattern, theirs) in zip(ChangePattern.all, golden.win[number]) {
                for (ours, theirs) in zip(detector.scores(of: pattern), theirs) {
                    compared += 1
                    known += theirs == nil ? 0 : 1
                    #expect(isClose(ours, theirs), "day \(number) \(pattern.name)")
                }
            }
        }
        #expect(compared == 90 * (17 + 19 * 6) && known > 8000)
    }

    private func isClose(_ a: Double?, _ b: Double?) -> Bool {
        guard let a, let b else { return a == nil && b == nil }
        return abs(a - b) <= 1e-9 * max(1, abs(b))
    }

    @Test func theStateIsReadBackEqualAndIsSmall() throws {
        var detector = ChangeDetector()
        for number in 0..<40 { detector.observe(day(number)) }
        var writer = ByteWriter()
        detector.encode(into: &writer)
        var reader = ByteReader(writer.bytes)
        #expect(try ChangeDetector(from: &reader) == detector)
        #expect(writer.bytes.count <= 8192)
        let inMemory =
            detector.normals.count * MemoryLayout<OwnNormal>.stride + detector.scores.count * 8
            + detector.values.count * 4 + detector.reasons.count
        #expect(inMemory <= 8192)
    }

    @Test func aDayThatBecomesKnownLaterIsLearnedOnce() {
        var detector = ChangeDetector()
        for number in 0..<30 { detector.observe(day(number)) }
        var late = day(29)
        late.values = late.values.map { _ in nil }
        var gap = ChangeDetector()
        for number in 0..<29 { gap.observe(day(number)) }
        gap.observe(late)
        #expect(gap.u(on: late.day).allSatisfy { $0 == nil })
        gap.revise(day(29))
        #expect(gap.u(on: late.day).contains { $0 != nil })
        let once = gap
        gap.revise(day(29))
        #expect(gap == once)
    }

    @Test func theNewestDayKnownLateIsScoredAsAfterTheDayBefore() {
        var known = ChangeDetector()
        for number in 0..<29 { known.observe(day(number)) }
        var late = known
        known.observe(day(29))
        late.observe(ChangeDetector.Day(day: day(29).day))
        late.revise(day(29))
        for (one, other) in zip(known.u(on: day(29).day), late.u(on: day(29).day)) {
            #expect(abs((one ?? 99) - (other ?? 99)) < 0.01)
        }
        #expect(zip(known.normals, late.normals).allSatisfy { abs($0.previous - $1.previous) < 0.01 })
    }

    /// How far the first feature's mean may be off after thirty good days, some others, and sixty good ones again.
    private func missed(after days: Int, _ change: (inout ChangeDetector.Day) -> Void) -> (then: Double, later: Double)
    {
        var detector = ChangeDetector()
        for number in 0..<30 { detector.observe(day(number)) }
        for number in 30..<(30 + days) {
            var day = day(number)
            change(&day)
            detector.observe(day)
        }
        let then = detector.normals[0].missed.squareRoot()
        for number in (30 + days)..<(90 + days) { detector.observe(day(number)) }
        return (then, detector.normals[0].missed.squareRoot())
    }

    @Test func whatAFaultKeptFromBeingLearnedFadesAsTheMeanForgets() {
        func masked(_ days: Int, _ reason: Withheld) -> (then: Double, later: Double) {
            missed(after: days) { day in
                day.values[0] = nil
                day.withheld[0] = reason
            }
        }
        let (one, four) = (masked(1, .outage), masked(4, .deadSensor))
        // One day of about 25 that the mean rests on; the chances of four add as squares.
        #expect(one.then > 0.06 && one.then < 0.1)
        #expect(isClose(four.then, 2 * one.then))
        #expect(one.later > 0 && one.later < 0.4 * one.then)
        #expect(masked(8, .away).then == 0)
        let lossy = missed(after: 3) { $0.lossShare = 0.03 }
        #expect(lossy.then > 0 && lossy.then < one.then)
        // Another feature's sensor is dead: who was there is known less well.
        let beside = missed(after: 5) { day in
            day.values[1] = nil
            day.withheld[1] = .deadSensor
        }
        #expect(beside.then > 0 && beside.then < one.then)
    }

    /// What was not seen may have made it an ordinary day; a weight is what it is.
    @Test func aDayPartlyUnseenSpeaksLessForAChange() throws {
        var detector = ChangeDetector()
        for number in 0..<30 { detector.observe(day(number)) }
        var changed = try #require((30..<60).map { day($0) }.first { $0.values.count { $0 != nil } > 10 })
        changed.values = changed.values.map { $0.map { $0 * 0.3 } }
        func today(_ pattern: ChangePattern, seen: Double) -> Double? {
            var (seenPartly, detector) = (changed, detector)
            seenPartly.coverage = changed.coverage.map { _ in seen }
            detector.observe(seenPartly)
            return detector.scores(of: pattern)[0]
        }
        var families: Set<Alert.Family> = []
        for pattern in ChangePattern.all where pattern.members.count == 1 {
            guard let whole = today(pattern, seen: 1), let left = today(pattern, seen: 0.97) else { continue }
            let less = WatchedFeature.all[pattern.members[0]].isOfTheWholeDay ? 1.2 : 0
            #expect(abs(abs(left) - max(0, abs(whole) - less)) < 1e-6 && left * whole >= 0, "\(pattern.name)")
            families.insert(pattern.family)
        }
        #expect(families.count > 2 && families.contains(.meals), "\(families)")
    }

    /// After a fault, that day may have counted as one with visitors, or as one without.
    @Test func aDayThatIsNearlyCrowdedSaysLittleAfterAFault() throws {
        func today(_ pattern: ChangePattern, afterFault: Bool, nearly: Bool) throws -> Double {
            var detector = ChangeDetector()
            for number in 0..<30 {
                var day = day(number)
                if number == 28, afterFault {
                    day.values = day.values.map { _ in nil }
                    day.withheld = day.values.map { _ in .outage }
                }
                detector.observe(day)
            }
            var busy = try #require((30..<60).map { self.day($0) }.first { $0.values.count { $0 != nil } > 10 })
            busy.values = busy.values.map { $0.map { $0 * 2 } }
            busy.isNearlyCrowded = nearly
            detector.observe(busy)
            return try #require(detector.scores(of: pattern)[0])
        }
        let up = try #require(ChangePattern.all.first { $0.name == "activity up" })
        let usual = try today(up, afterFault: false, nearly: false)
        #expect(usual > 2)
        #expect(try today(up, afterFault: false, nearly: true) == usual)
        let sure = try today(up, afterFault: true, nearly: false)
        #expect(sure > usual - 0.7)
        #expect(try today(up, afterFault: true, nearly: true) < sure - 1)
    }

    @Test func aMaskedMemberSpeaksForNothing() throws {
        let pattern = try #require(ChangePattern.all.first { $0.name == "inactive" })
        let member = pattern.members[3]
        var u = [Double](repeating: ChangeDetector.unknown, count: WatchedFeature.all.count)
        var doubts = [Float](repeating: 0, count: WatchedFeature.all.count)
        for place in pattern.members { u[place] = -2 }
        func score() throws -> Double { try #require(pattern.score(u, doubts, from: 0).score) }
        u[member] = 0
        let asUsual = try score()
        u[member] = ChangeDetector.unknown
        // Without the sensor the others stand for it.
        #expect(try score() < asUsual)
        doubts[member] = 2
        #expect(try score() == asUsual)
        // It may have been anything.
        let doubt = pattern.score(u, doubts, from: 0).doubt
        #expect(doubt > 0.3 && doubt < 2)
        u[pattern.members[0]] = ChangeDetector.unknown
        #expect(pattern.score(u, doubts, from: 0) == (nil, 0))
        doubts[pattern.members[0]] = 2
        #expect(pattern.score(u, doubts, from: 0) == (nil, 2))
    }

    @Test func aMaskedDayIsTakenAsOneAgainstTheChange() throws {
        /// Days 60 to 64, of which day 62 is not there, and the last one.
        func detector(_ reason: Withheld) -> ChangeDetector {
            var detector = ChangeDetector()
            for number in 0..<65 {
                var day = day(number)
                if number == 62 {
                    day.values = day.values.map { _ in nil }
                    day.withheld = day.values.map { _ in reason }
                }
                detector.observe(day)
            }
            return detector
        }
        let (away, outage) = (detector(.away), detector(.outage))
        #expect(!away.isInDoubt && outage.isInDoubt)
        #expect(outage.evidence(withDoubt: false) == away.evidence())
        let fiveDays = try #require(ChangeDetector.horizons.firstIndex(of: 5))
        var (compared, kept) = (0, 0)
        for pattern in ChangePattern.all {
            let (plain, doubted) = (away.scores(of: pattern), outage.scores(of: pattern))
            guard let today = plain[0], let left = doubted[0] else { continue }
            // Two deviations not learned, of about 35 days; more where several features or a large u are in doubt.
            #expect(abs(today) - abs(left) < 0.2001 && left * today >= 0 && (left == 0 || abs(left) < abs(today)))
            guard let score = plain[fiveDays], let left = doubted[fiveDays] else { continue }
            // Four days seen, one masked, as 2 the other way; all five count.
            let sum = abs(score) * 4.0.squareRoot() - 2
            #expect(abs(left) * 5.0.squareRoot() <= max(0, sum) && abs(left) * 5.0.squareRoot() >= sum - 4 * 0.2001)
            #expect(left * score >= 0)
            compared += 1
            kept += left != 0 ? 1 : 0
        }
        #expect(compared > 10 && kept > 0)
    }

    @Test func daysWithoutNewsAreDaysNotSeen() {
        var stepped = ChangeDetector()
        var jumped = ChangeDetector()
        for number in 0..<30 {
            stepped.observe(day(number))
            jumped.observe(day(number))
        }
        for number in 30..<34 { stepped.observe(ChangeDetector.Day(day: first.advanced(by: Int32(number)))) }
        stepped.observe(day(34))
        jumped.observe(day(34))
        #expect(stepped == jumped)
    }
}

@Suite struct ChangePatternTests {
    let first = LocalDay(number: 20_000)

    /// Quantiles of Student's t as tables give them.
    @Test(arguments: [(2.447, 6.0, 1.960), (3.707, 6, 2.576), (2.262, 9, 1.960), (3.250, 9, 2.576)])
    func aScoreIsTheNormalOfTheSameChance(_ t: Double, _ freedom: Double, _ normal: Double) {
        #expect(abs(OwnNormal.normalScore(t, freedom: freedom) - normal) < 0.01)
        #expect(OwnNormal.normalScore(-t, freedom: freedom) == -OwnNormal.normalScore(t, freedom: freedom))
    }

    @Test func theSameDayIsRarerForWhomIsKnownForLong() throws {
        func score(after days: Int) throws -> Double {
            var normal = OwnNormal()
            for number in 0..<days {
                _ = normal.observe(number % 2 == 0 ? -1 : 1, on: first.advanced(by: Int32(number)), prior: 1)
            }
            normal.skip()
            let day = first.advanced(by: Int32(days))
            let expected = try #require(normal.expected(weekday: day.weekday, prior: 1))
            let u = normal.observe(expected.mean + 4 * expected.spread, on: day, prior: 1)
            return try #require(u)
        }
        #expect(try abs(score(after: 60) - OwnNormal.normalScore(4)) < 1e-9)
        #expect(try abs(score(after: 90) - OwnNormal.normalScore(4)) < 1e-9)
        #expect(try abs(score(after: 120) - OwnNormal.normalScore(4, freedom: 7.5)) < 1e-9)
        #expect(try abs(score(after: 200) - OwnNormal.normalScore(4, freedom: 9)) < 1e-9)
    }

    /// The meals family's evidence after forty usual days and five with so many openings of the fridge.
    private func meals(_ openings: Double) -> ChangeDetector.Evidence? {
        var detector = ChangeDetector()
        for number in 0..<45 {
            var day = ChangeDetector.Day(day: first.advanced(by: Int32(number)))
            for (feature, value) in ["fridge_opens": 8.0, "kitchen_minutes": 90, "meal_prep": 4] {
                guard let place = WatchedFeature.indexByName[feature] else { continue }
                day.values[place] = value + Double(number % 3) - 1
            }
            if number >= 40, let place = WatchedFeature.indexByName["fridge_opens"] { day.values[place] = openings }
            detector.observe(day)
        }
        return detector.evidence()[Alert.Family.changes.firstIndex(of: .meals) ?? 0]
    }

    @Test func moreOfSomethingTellsToo() throws {
        let many = try #require(meals(16))
        #expect(ChangePattern.all[many.pattern].name == "fridge up" && many.score > 0)
        #expect(many.margin == 1)
        let threshold = EngineSettings.thresholds(1)[Alert.Family.changes.firstIndex(of: .meals) ?? 0]
        #expect(many.strength > threshold + many.margin)
        let usual = try #require(meals(8))
        #expect(usual.strength < threshold + usual.margin)
    }

    @Test("every way in which a pattern can go has its words, and no words are of anything else")
    func words() {
        var named: Set<String> = []
        for pattern in ChangePattern.all {
            for (direction, other) in [("up", ChangePattern.Side.down), ("down", .up)] where pattern.side != other {
                let evidence = Alert.Evidence(
                    pattern: pattern.name, horizonDays: 2, direction: direction, strength: 4, threshold: 3,
                    probability: 1e-4, since: first, missingDays: [], historyDays: 40, coverage: 1)
                let words = AlertWords.change(pattern, evidence, [])
                #expect(words.title.en != "Changed pattern", "\(pattern.name) \(direction)")
                named.insert("pattern.\(pattern.name.replacing(" ", with: "_")).\(direction)")
            }
        }
        named.formUnion(WatchedFeature.all.map { "measure.\($0.name)" })
        named.formUnion(ConditionHint.allCases.map { "hint.\($0.rawValue)" })
        named.formUnion(
            ["sos", "fall_detected", "smoke", "gas", "carbon_monoxide", "water_leak"].map { "safety.\($0)" })
        for words in [WordCatalogue.swedish, .english] {
            let families = ["pattern.", "measure.", "hint.", "safety."]
            #expect(Set(words.texts.keys.filter { key in families.contains { key.hasPrefix($0) } }) == named)
            let asked = words.texts.keys.filter { $0.hasPrefix("change.ask.") }.map { String($0.dropFirst(11)) }
            #expect(asked.count > 5 && asked.allSatisfy { Alert.Family(rawValue: $0) != nil })
        }
    }
}

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

    /// Days for which the first feature's patterns are in doubt after thirty good days and some others.
    private func doubtfulDays(after days: Int, _ change: (inout ChangeDetector.Day) -> Void) throws -> [Double: Int] {
        let pattern = try #require(ChangePattern.all.first { $0.members.contains(0) })
        var detector = ChangeDetector()
        for number in 0..<30 { detector.observe(day(number)) }
        for number in 30..<(30 + days) {
            var day = day(number)
            change(&day)
            detector.observe(day)
        }
        var (counts, next) = ([Double: Int](), 30 + days)
        while detector.doubt(of: pattern) > 0, next < 300 {
            counts[detector.doubt(of: pattern), default: 0] += 1
            detector.observe(day(next))
            next += 1
        }
        return counts
    }

    @Test func aFaultIsRememberedForThreeWeeksAndAsMuchLongerAsItLastedAndFaintlyForNineMore() throws {
        func masked(_ days: Int, _ reason: Withheld) throws -> [Double: Int] {
            try doubtfulDays(after: days) { day in
                day.values[0] = nil
                day.withheld[0] = reason
            }
        }
        #expect(try masked(1, .outage) == [0.2: 21, 0.05: 63])
        #expect(try masked(8, .deadSensor) == [0.2: 28, 0.05: 63])
        #expect(try masked(90, .coverage) == [0.2: 42, 0.05: 63])
        #expect(try masked(8, .away) == [:])
        #expect(try doubtfulDays(after: 3) { $0.isImpaired = true } == [0.05: 21])
    }

    /// What was not seen may have made it an ordinary day; a weight is what it is.
    @Test func aDayPartlyUnseenSpeaksLessForAChange() throws {
        var detector = ChangeDetector()
        for number in 0..<30 { detector.observe(day(number)) }
        var changed = day(30)
        changed.values = day(30).values.map { $0.map { $0 * 0.3 } }
        func u(seen: Double) -> [Double?] {
            var (seenPartly, detector) = (changed, detector)
            seenPartly.coverage = changed.coverage.map { _ in seen }
            detector.observe(seenPartly)
            return detector.u(on: seenPartly.day)
        }
        for (index, pair) in zip(u(seen: 1), u(seen: 0.97)).enumerated() {
            guard let whole = pair.0, let left = pair.1 else { continue }
            if ["weight", "bp_systolic"].contains(WatchedFeature.all[index].name) {
                #expect(left == whole)
            } else if WatchedFeature.all[index].isOfTheWholeDay {
                #expect(abs(abs(left) - max(0, abs(whole) - 1.2)) < 1e-9 && left * whole >= 0)
            }
        }
    }

    @Test func aMaskedMemberSpeaksForNothing() throws {
        let pattern = try #require(ChangePattern.all.first { $0.name == "inactive" })
        let member = pattern.members[3]
        var u = [Double](repeating: ChangeDetector.unknown, count: WatchedFeature.all.count)
        for place in pattern.members { u[place] = -2 }
        func score(isMasked: Bool) throws -> Double { try #require(pattern.score(u, from: 0) { _ in isMasked }) }
        u[member] = 0
        let asUsual = try score(isMasked: false)
        u[member] = ChangeDetector.unknown
        #expect(try score(isMasked: true) == asUsual)
        // Without the sensor the others stand for it.
        #expect(try score(isMasked: false) < asUsual)
        u[pattern.members[0]] = ChangeDetector.unknown
        #expect(pattern.score(u, from: 0) { _ in true } == nil)
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
        let fiveDays = try #require(ChangeDetector.horizons.firstIndex(of: 5))
        var (compared, kept) = (0, 0)
        for pattern in ChangePattern.all {
            #expect(away.doubt(of: pattern) == 0 && outage.doubt(of: pattern) == 0.2)
            let (plain, doubted) = (away.scores(of: pattern), outage.scores(of: pattern))
            if let today = plain[0], let left = doubted[0] {
                #expect(isClose(left, today > 0 ? max(0, today - 0.2) : min(0, today + 0.2)))
            }
            guard let score = plain[fiveDays], let left = doubted[fiveDays] else { continue }
            // Four days seen, each by .2 less; one masked, as 2 the other way; all five count.
            let sum = abs(score) * 4.0.squareRoot()
            #expect(isClose(abs(left), max(0, sum - 4 * 0.2 - 2) / 5.0.squareRoot()), "\(pattern.name)")
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

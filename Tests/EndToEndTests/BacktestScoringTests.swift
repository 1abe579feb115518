import CareModel
import Simulator
import Testing

@testable import vardag

@Suite("Scoring of a backtest")
struct BacktestScoringTests {
    static let firstDay = LocalDay(year: 2026, month: 3, day: 2) ?? LocalDay(number: 0)
    static func day(_ number: Int) -> LocalDay { firstDay.advanced(by: Int32(number)) }

    private func trial(
        _ episodes: [PlantedEpisode], planted: [RaisedAlert], twin: [RaisedAlert] = [], days: Int = 150
    ) -> HomeTrial {
        let known = Set((0..<days).map(Self.day))
        return HomeTrial(
            home: "home001", firstDay: Self.firstDay, twin: TrialRun(alerts: twin, knownDays: known),
            plantings: [.init(run: TrialRun(alerts: planted, knownDays: known), episodes: episodes)], contexts: [:])
    }

    private func outcome(_ kind: EpisodeKind, days: Int, alertOn day: Int, _ family: Alert.Family)
        -> HomeTally.Outcome
    {
        let episode = PlantedEpisode(kind: kind, severity: .mild, first: Self.day(40), days: days)
        let tally = HomeTally(
            trial([episode], planted: [RaisedAlert(family: family, day: Self.day(day))]), alerts: \.alerts)
        return tally.outcomes[0]
    }

    /// Days 40 to 45 and three more.
    @Test(arguments: [(39, false), (40, true), (45, true), (48, true), (49, false)])
    func shortEpisodesCountUntilThreeDaysAfter(day: Int, isHit: Bool) {
        #expect(outcome(.utiLike, days: 6, alertOn: day, .toilet).isHit == isHit)
    }

    /// Days 40 to 88, and none more.
    @Test(arguments: [(39, false), (88, true), (89, false)])
    func slowOnesCountWhileTheyLast(day: Int, isHit: Bool) {
        #expect(outcome(.kitchenDecline, days: 49, alertOn: day, .meals).isHit == isHit)
    }

    @Test func anotherFamilyIsNoHit() {
        #expect(!outcome(.weightGain, days: 10, alertOn: 42, .vitals).isHit)
        #expect(outcome(.weightGain, days: 10, alertOn: 42, .weight).isHit)
    }

    /// An alert at the end of the first day comes one day after its beginning.
    @Test func delayCountsFromTheBeginningOfTheFirstDay() {
        #expect(outcome(.sleepShift, days: 14, alertOn: 40, .sleep).delay == 1)
        #expect(outcome(.sleepShift, days: 14, alertOn: 44, .sleep).delay == 5)
        #expect(outcome(.sleepShift, days: 14, alertOn: 70, .sleep).delay == nil)
    }

    /// Three of four found, one of them also on the twin: (3 - 1) / (4 - 1).
    @Test func whatTheTwinRaisesIsNoFinding() throws {
        let episodes = [30, 50, 70, 90].map {
            PlantedEpisode(kind: .inactiveDay, severity: .severe, first: Self.day($0), days: 1)
        }
        let planted = [30, 51, 72].map { RaisedAlert(family: .activity, day: Self.day($0)) }
        let twin = [RaisedAlert(family: .meals, day: Self.day(73))]
        let tallies = [HomeTally(trial(episodes, planted: planted, twin: twin), alerts: \.alerts)]
        let recall = try #require(tallies.excessRecall { _ in true })
        #expect(abs(recall - 2.0 / 3) < 1e-12)
        #expect(tallies.delays { $0 == .inactiveDay } == [1, 2, 3])
    }

    @Test func macroRecallIsTheMeanOverShapes() throws {
        let episodes = [
            PlantedEpisode(kind: .inactiveDay, severity: .mild, first: Self.day(30), days: 1),
            PlantedEpisode(kind: .inactiveDay, severity: .mild, first: Self.day(50), days: 1),
            PlantedEpisode(kind: .inactiveDay, severity: .mild, first: Self.day(70), days: 1),
            PlantedEpisode(kind: .weightGain, severity: .mild, first: Self.day(90), days: 10),
        ]
        let tallies = [
            HomeTally(
                trial(episodes, planted: [RaisedAlert(family: .weight, day: Self.day(92))]), alerts: \.alerts)
        ]
        #expect(tallies.macroRecall(EpisodeKind.known) { _ in true } == 0.5)
        #expect(tallies.macroRecall(EpisodeKind.known) { $0.kind == .gaitSlowing } == nil)
    }

    /// Alerts and days of the first two weeks do not count; those in the planted home never do.
    @Test func falseAlertsAreTheTwins() throws {
        let twin = [3, 20, 100].map { RaisedAlert(family: .sleep, day: Self.day($0)) }
        var trial = trial([], planted: [RaisedAlert(family: .sleep, day: Self.day(60))], twin: twin, days: 14 + 61)
        trial.contexts = [Self.day(20): [.visit], Self.day(21): [.visit]]
        let tally = HomeTally(trial, alerts: \.alerts)
        #expect(tally.days == 61)
        #expect(tally.falseAlerts.map(\.contexts) == [[.visit], []])
        #expect(tally.cleanDays == 59 && tally.daysByContext == [.visit: 2])
        #expect(abs(try #require([tally].falseRate) - 2 / (61 / 30.44)) < 1e-12)
    }

    /// A day that the twin's home could not show either says nothing about the mask.
    @Test func maskedInactivityNeedsASoundTwin() {
        let episodes = [30, 50, 70].map {
            PlantedEpisode(kind: .inactiveDay, severity: .severe, first: Self.day($0), days: 1)
        }
        var trial = trial(episodes, planted: [])
        trial.twin.maskedDays = [Self.day(50): [.outage]]
        trial.plantings[0].run.maskedDays = [Self.day(50): [.outage], Self.day(70): [.deadSensor]]
        let tally = HomeTally(trial, alerts: \.alerts)
        #expect(tally.inactive == 2 && tally.maskedInactive == 1)
        #expect(tally.maskedAs == [.deadSensor: 1])
    }

    @Test func deviationsAreCountedOnBothSides() {
        var trial = trial([], planted: [])
        trial.twin.deviations = [Self.day(20): [0.3, -2, 2.7], Self.day(21): [1.95]]
        let tallies = [HomeTally(trial, alerts: \.alerts)]
        #expect(tallies.deviationShare(\.deviations.beyond196) == 0.5)
        #expect(tallies.deviationShare(\.deviations.beyond258) == 0.25)
    }

    @Test func quantilesAreValuesThatOccur() {
        #expect(quantile(0.5, of: [1, 2, 3, 4]) == 2)
        #expect(quantile(0.9, of: Array(1...10)) == 9)
        #expect(quantile(0.9, of: [7]) == 7)
        #expect(quantile(0.5, of: [Int]()) == nil)
    }

    @Test func intervalsComeFromHowHomesDiffer() throws {
        func home(_ alerts: Int) -> HomeTally {
            let twin = (0..<alerts).map { RaisedAlert(family: .meals, day: Self.day(20 + $0)) }
            return HomeTally(trial([], planted: [], twin: twin, days: 14 + 30), alerts: \.alerts)
        }
        let alike = Array(repeating: home(1), count: 12)
        let bootstrap = Bootstrap(homes: 12, seed: 5)
        let narrow = try #require(bootstrap.interval(of: alike, \.falseRate))
        #expect(narrow.lowerBound == narrow.upperBound)
        let mixed = (0..<12).map { home($0 < 6 ? 0 : 4) }
        let wide = try #require(bootstrap.interval(of: mixed, \.falseRate))
        // Mean 2 a home, standard error 2 / sqrt(12) = 0.58: about 0.9 to 3.1.
        #expect((0.5...1.3).contains(wide.lowerBound * 30 / 30.44))
        #expect((2.7...3.5).contains(wide.upperBound * 30 / 30.44))
        #expect(Bootstrap(homes: 12, seed: 5).interval(of: mixed, \.falseRate) == wide)
    }

    /// Against the exact interval (Garwood 1936): 0: 0-3.69, 1: 0.025-5.57, 10: 4.80-18.39.
    @Test(arguments: [(0, 0, 3.69), (1, 0.025, 5.57), (10, 4.80, 18.39)])
    func poissonIntervals(count: Int, low: Double, high: Double) {
        let interval = HomeFigures.poissonInterval(count)
        #expect(abs(interval.lowerBound - low) < 0.05 && abs(interval.upperBound - high) < 0.05)
    }
}

import CareModel
import Foundation
import Testing

@testable import Pipeline

/// What the risk model gets beside a value.
@Suite struct FeatureUpdateTests {
    struct Update: Decodable, Equatable {
        struct Trend: Decodable, Equatable {
            var perWeek: Double?
            var direction: String?
            var probability: Double?

            private enum CodingKeys: String, CodingKey {
                case direction, probability
                case perWeek = "per_week"
            }
        }

        var value: Double?
        var baseline: [String: Double?]
        var trend: Trend
    }

    func update(_ trend: FeatureTrend?) throws -> Update {
        let feature = DailyFeature(
            home: "h", resident: "r", date: LocalDay(number: 20_000), feature: "outings", value: 2, unit: "count",
            coverage: 1, context: .alone, definitionVersion: 1, revision: 0,
            usual: Baseline(expected: 1.5, usualLow: 1, usualHigh: 2), trend: trend)
        let update = FeatureUpdate(feature: feature, pseudonym: "p")
        return try JSONDecoder().decode(Update.self, from: Data(update.body(key: update.key).utf8))
    }

    @Test func theTrendIsWritten() throws {
        let update = try update(FeatureTrend(perWeek: -0.25, direction: .down, probability: 0.9875))
        #expect(update.trend == .init(perWeek: -0.25, direction: "down", probability: 0.9875))
        #expect(update.value == 2 && update.baseline["usual_high"] == 2)
    }

    @Test func anUnknownTrendIsNull() throws {
        #expect(try update(nil).trend == .init())
        let steady = FeatureTrend(perWeek: 0, direction: .none, probability: 0)
        #expect(try update(steady).trend == .init(perWeek: 0, direction: "none", probability: 0))
    }
}

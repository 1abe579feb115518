import CareModel
import Testing

@testable import Web

@Suite("The trend in words")
struct TrendTextTests {
    private let last = WebFixture.day

    /// `value` by the number of days before the last.
    private func features(_ name: String, days: Int32 = 90, unit: String = "count", _ value: (Int32) -> Double?)
        -> [DailyFeature]
    {
        (0..<days).map {
            WebFixture.feature(name, day: last.advanced(by: -$0), value: value($0), unit: unit)
        }
    }

    private func texts(_ features: [DailyFeature], _ language: Language = .english) -> [String] {
        TrendTexts(FeatureName(features[0].feature), features, last: last, Phrases(language)).texts
    }

    @Test("a step is dated, and what is steady says that it may be chance")
    func step() {
        let visits = features("toilet_visits_night") { ($0 < 40 ? 4 : 1) + Double($0 * 5 % 7 % 2) }
        let english = texts(visits)
        #expect(english.count == 2)
        #expect(english[0].hasPrefix("30 days: steady, 0 a week (") && english[0].hasSuffix("; may be chance"))
        #expect(english[1].hasPrefix("90 days: rising since about 31 Aug, 0.3"))
        #expect(english[1].contains("; chance about once in "))
        let swedish = texts(visits, .swedish)
        #expect(swedish[0].hasPrefix("30 dagar: oförändrat, 0 i veckan ("))
        #expect(swedish[1].hasPrefix("90 dagar: stigande sedan omkring 31 aug, 0,3"))
    }

    @Test("of small whole numbers the median slope is none: said is how much it is at most, or that it rises")
    func ties() {
        let up = texts(counts("toilet_visits_night", rise: 1))
        #expect(up[1].hasPrefix("90 days: rising ") && up[1].contains(", at most 0.1"), "\(up)")
        let swedish = texts(counts("outings", rise: -1), .swedish)
        #expect(
            swedish[1].hasPrefix("90 dagar: sjunkande ") && swedish[1].contains(", högst \u{2212}0,0"), "\(swedish)")
        let slight = texts(counts("toilet_visits_night", rise: 0.7))
        #expect(slight[1].hasPrefix("90 days: rising ") && !slight[1].contains(" a week"), "\(slight)")
    }

    /// None, one or two a day, of the digits of pi, and over 90 days `rise` more.
    private func counts(_ name: String, rise: Double) -> [DailyFeature] {
        let digits = Array(
            "141592653589793238462643383279502884197169399375105820974944592307816406286208998628034825342117")
        return features(name) {
            (Double(digits[Int($0) + 1].wholeNumberValue ?? 0) / 5 + rise * Double(90 - $0) / 90).rounded(.down)
        }
    }

    @Test("times of the day go later or earlier, by minutes")
    func clock() {
        let up = texts(features("bed_out_time", unit: "min") { 420 + 2 * Double(90 - $0) })
        #expect(up[1] == "90 days: ever later gradually, 14 min a week (14 min to 14 min); chance at most once in 1000")
        let down = texts(features("bed_in_time", unit: "min") { 600 + 0.5 * Double($0) }, .swedish)
        #expect(down[0].hasPrefix("30 dagar: allt tidigare efter hand, \u{2212}3,5 min i veckan"))
    }

    @Test("shares are in percent, and a certain chance is told in times")
    func shares() {
        let share = texts(features("activity_share", unit: "1") { 0.5 - 0.01 * Double(90 - $0) / 7 })
        #expect(share[1].contains("falling gradually, \u{2212}1.0 % a week"))
        #expect(Phrases(.english).text(chance: 0.02) == "chance about once in 50")
        #expect(Phrases(.swedish).text(chance: 0.05) == "kan vara slump")
    }

    @Test("too few days are told, once; a difference has no trend of its own")
    func few() {
        #expect(texts(features("outings", days: 13) { _ in 1 }) == ["No trend yet: it takes 14 days with values."])
        #expect(texts(features("weight_delta_7d") { Double($0) }).isEmpty)
        // Many days, but none of the last thirty.
        let old = features("outings") { $0 < 40 ? nil : 2 }
        #expect(texts(old) == ["90 days: steady, 0 a week (0 to 0); may be chance"])
    }

    @Test("the page says it below the latest value, from days before those that it draws")
    func page() throws {
        let fixture = try WebFixture()
        try fixture.save(features("outings") { $0 < 25 || $0 > 70 ? Double(100 - $0) : nil })
        let request = PageRequest(path: "/residents/h1", language: .english)
        let html = try Pages().html(
            ResidentPage(
                home: "h1", fixture.store, WebFixture.working, HomeAnswers(status: nil, pictures: []),
                HomeBook(WebFixture.homes), request))
        #expect(html.contains("<p class=\"trend\">90 days: rising gradually, 7.0 a week (7.0 to 7.0); chance"))
        #expect(html.contains("<p class=\"trend\">30 days: rising gradually"))
        // The table is still of the days that are drawn.
        let oldest = last.advanced(by: -75)
        #expect(!html.contains("datetime=\"\(oldest)\""))
    }
}

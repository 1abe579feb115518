import CareModel
import Testing

@testable import Web

@Suite("The table of days")
struct FeatureTableTests {
    private let days = [WebFixture.day, WebFixture.day.previous]

    private func cells(_ features: DailyFeature...) -> [FeatureTable.Cell] {
        FeatureTable(features, days: days, Phrases(.english)).lines.first?.cells ?? []
    }

    @Test("missing is a dash with its coverage, never zero; a day without a row is a dash alone")
    func missing() {
        let cells = cells(WebFixture.feature("outings", value: nil, coverage: 0.629))
        #expect(cells.map(\.cellText) == ["–", "–"])
        #expect(cells.map(\.cellNote) == ["62 %", nil])
    }

    @Test("zero is zero")
    func zero() { #expect(cells(WebFixture.feature("outings", value: 0)).first?.cellText == "0") }

    @Test("coverage is shown where the value is kept out of detection, and never rounded up")
    func coverage() {
        #expect(cells(WebFixture.feature("outings", coverage: 0.9299)).first?.cellNote == "92 %")
        #expect(cells(WebFixture.feature("outings", coverage: 0.93)).first?.cellNote == nil)
    }

    @Test("a revision is told")
    func revision() {
        #expect(cells(WebFixture.feature("outings", revision: 2)).first?.cellNote == "revised 2")
    }

    @Test(
        "values are written as people say them",
        arguments: [
            ("bed_in_time", 615, "22:15"), ("bed_in_time", 750, "00:30"), ("bed_out_time", 415.6, "06:56"),
            ("first_activity", -20, "23:40"), ("weight", 71.26, "71.3"), ("room_transitions", 40, "40"),
            ("weight", .infinity, "–"),
            ("routine_distance", 0.136, "0.14"), ("weight_delta_1d", -0.4, "-0.40"),
            ("activity_share:x", 0.352, "35 %"),
        ])
    func values(feature: String, value: Double, text: String) {
        #expect(FeatureName(feature).text(value, .english) == text)
    }

    @Test("a feature's qualifier is a room, an appliance or a count")
    func qualifiers() {
        let names = ["activity_minutes:kök", "appliance_uses:kettle", "weight:count"]
        #expect(
            names.map { FeatureName($0).text(.english) }
                == ["Active minutes: kök", "Appliances used: kettle", "Weight: count"])
        #expect(FeatureName("appliance_uses:kettle").text(.swedish) == "Apparater använda: vattenkokare")
    }

    @Test("features come in a fixed order, rooms after their sum, unknown ones last")
    func order() {
        let names = ["zzz", "weight", "activity_minutes:kök", "activity_minutes", "toilet_visits_night"]
        let table = FeatureTable(names.map { WebFixture.feature($0, unit: "count") }, days: days, Phrases(.swedish))
        #expect(
            table.lines.map(\.featureText)
                == ["Toalettbesök, natt", "Aktiva minuter", "Aktiva minuter: kök", "Vikt", "zzz"])
    }
}

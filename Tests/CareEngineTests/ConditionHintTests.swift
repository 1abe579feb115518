import CareModel
import Foundation
import Testing

@testable import CareEngine

@Suite struct ConditionHintTests {
    let first = LocalDay(number: 20_000)

    /// Forty ordinary days, then `unusual`; by feature.
    private func detector(_ unusual: [[String: Double]]) -> (ChangeDetector, LocalDay) {
        let usual = [
            "toilet_visits_night": 1.0, "toilet_visits_day": 5, "night_out_of_bed": 12, "bed_exits_night": 1,
            "weight": 70,
        ]
        var detector = ChangeDetector()
        var day = first
        for number in 0..<(40 + unusual.count) {
            day = first.advanced(by: Int32(number))
            let changed = number < 40 ? [:] : unusual[number - 40]
            var values = ChangeDetector.Day(day: day)
            for (feature, value) in usual {
                guard let place = WatchedFeature.indexByName[feature] else { continue }
                let wobble = feature == "weight" ? 0.1 : 1
                values.values[place] = changed[feature] ?? value + (number % 2 == 0 ? 0 : wobble)
            }
            detector.observe(values)
        }
        return (detector, day)
    }

    private func found(_ unusual: [[String: Double]], _ family: Alert.Family) -> [ConditionHint] {
        let (detector, day) = detector(unusual)
        return ConditionHint.found(detector, on: day, family: family)
    }

    private let ill = [
        "toilet_visits_night": 4.0, "toilet_visits_day": 10, "night_out_of_bed": 50, "bed_exits_night": 4,
    ]

    @Test func allThreeSignsOverTheSameDaysResembleAnInfection() {
        #expect(found([ill, ill, ill], .toilet) == [.urinaryInfection])
        #expect(found([ill, ill, ill], .sleep) == [.urinaryInfection])
        #expect(found([ill, ill, ill], .meals) == [])
        #expect(found([], .toilet) == [])
        for missing in [["toilet_visits_day"], ["night_out_of_bed", "bed_exits_night"], ["toilet_visits_night"]] {
            let part = ill.filter { !missing.contains($0.key) }
            #expect(found([part, part, part], .toilet) == [])
        }
    }

    @Test func fastWeightGainAloneIsNotEnough() {
        let restless = ["toilet_visits_night": 4.0, "weight": 72.2]
        #expect(found([restless, restless], .weight) == [.heartFailure])
        #expect(found([["weight": 72.2], ["weight": 72.2]], .weight) == [])
        #expect(found([["toilet_visits_night": 4], ["toilet_visits_night": 4]], .weight) == [])
    }

    @Test(arguments: [
        ([71.5], true), ([71.0], false), ([70.8, 71.6, 72.1], true),
        ([70.3, 70.7, 71.0, 71.4, 71.8, 72.2, 72.4], true),
        ([70.2, 70.4, 70.6, 70.8, 71.0, 71.2, 71.4], false), ([68.0], false),
    ])
    func theGuidelinesGains(_ weights: [Double], _ isUp: Bool) {
        let (detector, day) = detector(weights.map { ["weight": $0] })
        #expect(ConditionSigns(detector, on: day).weightIsUp == isUp)
    }

    @Test func oneRestlessNightAmongUnknownOnesTellsNothing() {
        var (detector, day) = detector([])
        for _ in 0..<3 {
            day = day.next
            detector.observe(ChangeDetector.Day(day: day))
        }
        let signs = ConditionSigns(detector, on: day)
        #expect(!signs.isUp("toilet_visits_night", over: 2) && !signs.weightIsUp)
    }

    /// Day and night visits more than doubled from the 25th day on.
    private func illWard(hints: Bool) -> Ward {
        var ward = Ward(hints: hints)
        ward.live(through: 24, nightVisits: { 1 + $0 % 2 })
        for offset in 24..<28 {
            let day = first.advanced(by: Int32(offset))
            var readings = ward.ordinaryDay(day, nightVisits: 6)
            for clock in ["09:00", "10:00", "11:30", "15:00", "16:00", "17:00", "19:00", "20:30"] {
                readings += ward.movement("bathroom", ward.at(day, clock), seconds: 90)
            }
            for reading in readings.sorted(by: { $0.time < $1.time }) { ward.send(reading) }
        }
        ward.advance(to: ward.at(first.advanced(by: 28), "00:00"))
        return ward
    }

    @Test func itIsARemarkOnAnAlertAndOffUnlessSet() throws {
        let (off, on) = (illWard(hints: false), illWard(hints: true))
        let plain = try #require(off.careAlerts.first { $0.family == .toilet })
        let told = try #require(on.careAlerts.first { $0.family == .toilet })
        #expect(on.careAlerts.map(\.rule) == off.careAlerts.map(\.rule))
        #expect(plain.evidence?.resembles == nil && !plain.explanation.en.contains("diagnosis"))
        #expect(told.evidence?.resembles == ["uti_like"])
        #expect(told.explanation.en.hasPrefix(String(plain.explanation.en.dropLast())))
        #expect(told.explanation.en.contains("Pattern resembles that of a urinary tract infection"))
        #expect(told.explanation.en.contains("not a diagnosis"))
        #expect(told.explanation.sv.contains("ingen diagnos"))
        #expect(told.title == plain.title)
        let json = try JSONEncoder().encode(told)
        #expect(try JSONDecoder().decode(Alert.self, from: json) == told)
    }
}

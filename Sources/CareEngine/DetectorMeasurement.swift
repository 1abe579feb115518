import CareModel

/// The detector's cost: made-up residents through the detector alone, with nothing else around it.
///
/// The same numbers and the same arithmetic stand in `Benchmarks/detector_baseline.c`; both print the sum of all
/// evidence, so that a comparison of their times is one of equals.
package struct DetectorMeasurement {
    private var detectors: [ChangeDetector]
    private var draws: [UInt64]
    private var day = LocalDay(number: 20_000)
    /// Of all residents' families over all days.
    package private(set) var sum = 0.0

    package init(residents: Int) {
        detectors = Array(repeating: ChangeDetector(), count: residents)
        draws = (0..<residents).map { UInt64($0) &* 0x9E37_79B9_7F4A_7C15 &+ 1 }
    }

    /// Closes one day of every resident.
    package mutating func closeDay() {
        var values = ChangeDetector.Day(day: day)
        for resident in detectors.indices {
            for index in values.values.indices {
                let typical = Self.typical[index]
                values.values[index] = typical.value + typical.spread * Self.deviate(&draws[resident])
            }
            detectors[resident].observe(values)
            for evidence in detectors[resident].evidence() { sum += evidence?.strength ?? 0 }
        }
        day = day.next
    }

    /// Nearly normal: the sum of four uniform numbers, mean 0, variance 1.
    private static func deviate(_ state: inout UInt64) -> Double {
        var sum = 0.0
        for _ in 0..<4 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            sum += Double(state >> 33) / 2_147_483_648
        }
        return (sum - 2) * 1.732_050_807_568_877
    }

    /// By `WatchedFeature.all`.
    private static let typical: [(value: Double, spread: Double)] = [
        (3, 0.8), (6, 1.2), (450, 50), (3, 0.8), (20, 5), (660, 30), (430, 30), (90, 20), (5, 0.8), (90, 30), (120, 25),
        (350, 60), (0.15, 0.01), (70, 0.4), (135, 8), (72, 4), (12, 3),
    ]
}

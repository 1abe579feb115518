/// Percentile intervals by drawing homes with replacement (Efron 1979): what is counted over few homes is uncertain by
/// as much as the homes differ.
struct Bootstrap {
    static let draws = 1000

    private let samples: [[Int]]

    /// The same count and seed give the same draws.
    init(homes: Int, seed: UInt64) {
        var chance = SeededChance(seed: seed)
        samples = (0..<Self.draws).map { _ in
            (0..<homes).map { _ in Int(chance.uniform(0, Double(homes))) }
        }
    }

    /// The middle 95 % of a figure over the draws; nil where fewer than half of them have it.
    func interval(of tallies: [HomeTally], _ figure: ([HomeTally]) -> Double?) -> ClosedRange<Double>? {
        let values = samples.compactMap { sample in figure(sample.map { tallies[$0] }) }.sorted()
        guard values.count * 2 >= samples.count, let low = quantile(0.025, of: values),
            let high = quantile(0.975, of: values)
        else { return nil }
        return low...high
    }
}

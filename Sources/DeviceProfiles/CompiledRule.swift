import CareModel

/// A property's rule in the form that the hot path reads: plain numbers, no references.
struct CompiledRule: Sendable {
    var reads: PropertyRule.Form
    var quantity: Quantity
    var channel: UInt8
    var rank: UInt8
    var isInverted: Bool
    var takesNumbers: Bool
    var listedAs: DeviceKind?
    /// The factor, divisor and offset change nothing.
    var isCanonical: Bool
    /// Range in the table's words.
    var wordsFrom: UInt16
    var wordsTo: UInt16
    var measure: Measure
    var low: Double
    var high: Double
    var rescale: PropertyRule.Rescale
    /// NaN (equal to nothing) where unused.
    var nothing: (Double, Double)
    /// What any other word means; NaN: nothing.
    var otherwise: Double
    /// For a truth value that is stated as a number.
    var threshold: PropertyRule.Threshold?

    /// Whether a number means true; nil when it says neither.
    func truth(of number: Double) -> Bool? {
        if let threshold { return threshold.isBelow ? number < threshold.limit : number > threshold.limit }
        guard takesNumbers, number == 0 || number == 1 else { return nil }
        return number == 1
    }

    /// A stated number in the canonical unit; nil when it stands for "no value".
    @inline(__always)
    func canonical(_ number: Double) -> Double? {
        guard number.isFinite, number != nothing.0, number != nothing.1 else { return nil }
        var value = number
        if !isCanonical { value = value * measure.factor / measure.divisor + measure.offset }
        if value > rescale.above, value <= rescale.upTo { value = value * rescale.factor / rescale.divisor }
        return value
    }
}

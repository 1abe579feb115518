import CareModel

/// A property's rule in the form that the hot path reads: plain numbers, no references.
struct CompiledRule: Sendable {
    var reads: PropertyRule.Form
    var quantity: Quantity
    var channel: UInt8
    var rank: UInt8
    var isInverted: Bool
    var takesNumbers: Bool
    /// A number above it means true; NaN where a number is no level.
    var above: Double
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

import Foundation

/// Where days and values stand in a chart, in the units of its drawing.
struct ChartScale {
    static let width = 320.0
    static let height = 132.0
    private static let left = 44.0
    private static let right = 4.0
    private static let top = 8.0
    private static let bottom = 22.0

    let dayCount: Int
    /// A point stands in the middle of so many days.
    let daysPerPoint: Int
    let low: Double
    let high: Double

    /// `fromZero`: amounts are drawn from zero, so that a small change does not look like a large one; times of the
    /// day and measurements are not.
    init(values: [Double], dayCount: Int, daysPerPoint: Int = 1, fromZero: Bool) {
        self.daysPerPoint = daysPerPoint
        self.dayCount = max(dayCount, 1)
        var (low, high) = (values.min() ?? 0, values.max() ?? 1)
        if fromZero { (low, high) = (min(low, 0), max(high, 0)) }
        if low == high { (low, high) = (fromZero ? low : low - 1, high + 1) }
        let margin = (high - low) * 0.06
        self.low = fromZero && low == 0 ? 0 : low - margin
        self.high = high + margin
    }

    var dayWidth: Double { (Self.width - Self.left - Self.right) / Double(dayCount) }
    var plotLeft: Double { Self.left }
    var plotRight: Double { Self.width - Self.right }
    var plotTop: Double { Self.top }
    var plotBottom: Double { Self.height - Self.bottom }

    /// The middle of a day.
    func x(day index: Int) -> Double { Self.left + (Double(index) + 0.5) * dayWidth }

    /// The middle of a point's days.
    func x(point index: Int) -> Double { Self.left + (Double(index) + 0.5) * pointWidth }

    var pointWidth: Double { dayWidth * Double(daysPerPoint) }

    func y(_ value: Double) -> Double {
        plotBottom - (min(max(value, low), high) - low) / (high - low) * (plotBottom - plotTop)
    }

    /// Two to five round values across the plot; times of the day at whole hours.
    func ticks(isClockTime: Bool) -> [Double] {
        let steps: [Double] = isClockTime ? [60, 120, 180, 360, 720] : []
        let rough = (high - low) / 3
        let power = pow(10, floor(log10(rough)))
        let step =
            steps.first { (high - low) / $0 <= 4 }
            ?? [1, 2, 5, 10].map { $0 * power }.first { (high - low) / $0 <= 4 } ?? rough
        let first = (low / step).rounded(.up)
        return (0..<6).map { (first + Double($0)) * step }.filter { $0 <= high }
    }
}

import CareModel

/// The paths of a chart: what is missing is not drawn, and nothing is drawn across it.
struct ChartPlot {
    var band = PathText()
    var expected = PathText()
    var line = PathText()
    var dots = PathText()
    /// Values that are kept out of the comparison.
    var held = PathText()
    /// Days with a row and without a value.
    var missing = PathText()
    var away = PathText()
    var visitor = PathText()
    var hospital = PathText()
    var frame = PathText()
    /// A bracket over the days that an alert rests on.
    var mark = PathText()
    var trend = PathText()

    /// A straight line between two days.
    struct Line {
        var from: (day: Int, value: Double)
        var to: (day: Int, value: Double)
    }

    /// `points`: one entry a point of the scale, nil without a row; `shades`: one a day; `marked`: indexes of days.
    init(
        _ points: [DailyFeature?], _ scale: ChartScale, shades: [DailyFeature?], marked: ClosedRange<Int>? = nil,
        trend line: Line? = nil
    ) {
        drawFrame(scale)
        for case (let index, let day?) in shades.enumerated() { shade(day, scale.x(day: index), scale) }
        drawPoints(points, scale)
        drawBand(points.map { $0?.usual }, scale)
        if let marked {
            let half = scale.dayWidth / 2
            let (left, right) = (scale.x(day: marked.lowerBound) - half, scale.x(day: marked.upperBound) + half)
            mark.move(left, scale.plotBottom)
            mark.line(left, scale.plotTop - 5)
            mark.line(right, scale.plotTop - 5)
            mark.line(right, scale.plotBottom)
        }
        if let line {
            trend.move(scale.x(day: line.from.day), scale.y(line.from.value))
            trend.line(scale.x(day: line.to.day), scale.y(line.to.value))
        }
    }

    private mutating func drawPoints(_ points: [DailyFeature?], _ scale: ChartScale) {
        var hasPrevious = false
        for (index, day) in points.enumerated() {
            let x = scale.x(point: index)
            guard let day else {
                hasPrevious = false
                continue
            }
            guard let value = day.value, value.isFinite else {
                // A cross on the axis.
                missing.move(x - 2, scale.plotBottom - 2)
                missing.line(x + 2, scale.plotBottom + 2)
                missing.move(x - 2, scale.plotBottom + 2)
                missing.line(x + 2, scale.plotBottom - 2)
                hasPrevious = false
                continue
            }
            let y = scale.y(value)
            if hasPrevious { line.line(x, y) } else { line.move(x, y) }
            if day.withheld == nil { dots.dot(x, y) } else { held.dot(x, y) }
            hasPrevious = true
        }
    }

    private mutating func drawFrame(_ scale: ChartScale) {
        frame.move(scale.plotLeft, scale.plotTop)
        frame.line(scale.plotLeft, scale.plotBottom)
        frame.line(scale.plotRight, scale.plotBottom)
    }

    private mutating func shade(_ day: DailyFeature, _ x: Double, _ scale: ChartScale) {
        let (left, height) = (x - scale.dayWidth / 2, scale.plotBottom - scale.plotTop)
        switch day.context {
        case .alone: return
        case .away: away.box(x: left, y: scale.plotTop, width: scale.dayWidth, height: height)
        case .visitor: visitor.box(x: left, y: scale.plotTop, width: scale.dayWidth, height: height)
        case .hospital: hospital.box(x: left, y: scale.plotTop, width: scale.dayWidth, height: height)
        }
    }

    /// A step a point, so that a band of one point has a width too.
    private mutating func drawBand(_ usual: [Baseline?], _ scale: ChartScale) {
        let half = scale.pointWidth / 2
        var start = 0
        while start < usual.count {
            var run: [Baseline] = []
            for case let day? in usual[start...].prefix(while: { $0 != nil }) { run.append(day) }
            guard !run.isEmpty else {
                start += 1
                continue
            }
            for (offset, day) in run.enumerated() {
                let (x, high) = (scale.x(point: start + offset), scale.y(day.usualHigh))
                if offset == 0 { band.move(x - half, high) } else { band.line(x - half, high) }
                band.line(x + half, high)
                let y = scale.y(day.expected)
                if offset == 0 { expected.move(x - half, y) } else { expected.line(x - half, y) }
                expected.line(x + half, y)
            }
            for (offset, day) in run.enumerated().reversed() {
                let (x, low) = (scale.x(point: start + offset), scale.y(day.usualLow))
                band.line(x + half, low)
                band.line(x - half, low)
            }
            band.close()
            start += run.count
        }
    }
}

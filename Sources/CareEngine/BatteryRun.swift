import CareModel

/// The course of a battery since it last rose: how fast it goes down, and so how long it will last.
///
/// A straight line from the run's beginning: what a battery reports falls unevenly, and over less than a week or three
/// percent its rounding is all that is seen.
struct BatteryRun: Sendable, Equatable {
    var start: Timestamp
    var startPercent: Double
    /// The lowest value of the run, and when it was first reached.
    var lowest: Double
    var lowestAt: Timestamp

    /// A rise of as much is a new or charged battery; less is temperature.
    static let riseOfNewBattery = 10.0
    static let leastDays = 7.0
    static let leastDrop = 3.0

    init(percent: Double, at time: Timestamp) {
        start = time
        startPercent = percent
        lowest = percent
        lowestAt = time
    }

    mutating func take(_ percent: Double, at time: Timestamp) {
        guard time >= lowestAt else { return }
        if percent >= lowest + Self.riseOfNewBattery {
            self = BatteryRun(percent: percent, at: time)
        } else if percent < lowest {
            lowest = percent
            lowestAt = time
        }
    }

    /// Whole days until the battery is empty; nil while too little is known to say.
    func daysLeft(at now: Timestamp) -> Int? {
        let days = Double(lowestAt.milliseconds(since: start)) / 86_400_000
        let drop = startPercent - lowest
        guard days >= Self.leastDays, drop >= Self.leastDrop else { return nil }
        let left = lowest * days / drop - Double(now.milliseconds(since: lowestAt)) / 86_400_000
        return max(0, Int(left.rounded(.down)))
    }
}

extension BatteryRun {
    func encode(into writer: inout ByteWriter) {
        writer.write(start)
        writer.write(startPercent)
        writer.write(lowest)
        writer.write(lowestAt)
    }

    init(from reader: inout ByteReader) throws {
        start = try reader.readTimestamp()
        startPercent = try reader.readDouble()
        lowest = try reader.readDouble()
        lowestAt = try reader.readTimestamp()
    }
}

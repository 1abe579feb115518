package import Foundation

/// Civil time of one home: which local day and minute a moment belongs to, and back. A DST day has 23 or 25 hours.
///
/// Keeps the offset of the span between two transitions, because asking `TimeZone` for each reading is slow.
package struct HomeCalendar: Sendable {
    package let timeZone: TimeZone
    private var spanStart = Timestamp.distantPast
    private var spanEnd = Timestamp.distantPast
    private var spanOffset: Int64 = 0

    package init(timeZone: TimeZone) { self.timeZone = timeZone }

    /// Offset from UTC in milliseconds at a moment.
    package mutating func offset(at time: Timestamp) -> Int64 {
        if time >= spanStart, time < spanEnd { return spanOffset }
        return loadSpan(at: time)
    }

    private mutating func loadSpan(at time: Timestamp) -> Int64 {
        let date = Date(timeIntervalSince1970: Double(time.milliseconds) / 1000)
        spanOffset = Int64(timeZone.secondsFromGMT(for: date)) * 1000
        spanStart = time
        let horizon = time.adding(hours: 24 * 40)
        let next = timeZone.nextDaylightSavingTimeTransition(after: date)
        let transition = next.map { Timestamp(milliseconds: Int64(($0.timeIntervalSince1970 * 1000).rounded())) }
        spanEnd = min(transition ?? horizon, horizon)
        if spanEnd <= time { spanEnd = time.adding(milliseconds: 1) }
        return spanOffset
    }

    /// The local day that a moment belongs to.
    package mutating func day(of time: Timestamp) -> LocalDay {
        LocalDay(number: Int32((time.milliseconds + offset(at: time)).flooredDivision(by: 86_400_000)))
    }

    /// Milliseconds on the wall clock since local midnight, 0 ..< 86,400,000.
    package mutating func wallMilliseconds(of time: Timestamp) -> Int64 {
        let local = time.milliseconds + offset(at: time)
        return local - local.flooredDivision(by: 86_400_000) * 86_400_000
    }

    /// The moment at which the wall clock first reads `minutes` after midnight of `day` (minutes may be negative or
    /// above 1440 and then count on the wall clock of the neighbouring days). A time that the clock skips gives the
    /// first moment after the gap.
    package mutating func moment(_ day: LocalDay, minutes: Int = 0) -> Timestamp {
        let local = Int64(day.number) * 86_400_000 + Int64(minutes) * 60_000
        // The offset a day before and a day after bracket any transition near the wanted wall time.
        let before = offset(at: Timestamp(milliseconds: local - 86_400_000))
        let after = offset(at: Timestamp(milliseconds: local + 86_400_000))
        let early = Timestamp(milliseconds: local - max(before, after))
        if early.milliseconds + offset(at: early) == local { return early }
        let late = Timestamp(milliseconds: local - min(before, after))
        if late.milliseconds + offset(at: late) == local { return late }
        // Skipped: the wall clock jumps over `local` somewhere between `early` and `late`.
        var (low, high) = (early.milliseconds, late.milliseconds)
        while high - low > 1 {
            let middle = (low + high) / 2
            if middle + offset(at: Timestamp(milliseconds: middle)) >= local { high = middle } else { low = middle }
        }
        return Timestamp(milliseconds: high)
    }

    /// The first moment of a local day.
    package mutating func start(of day: LocalDay) -> Timestamp { moment(day) }
}

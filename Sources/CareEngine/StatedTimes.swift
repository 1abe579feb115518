import CareModel

/// Whether the times that a home's messages state can be believed: a clock that is wrong is wrong by the same for every
/// message, while messages that waited somewhere come ever less late.
struct StatedTimes: Sendable, Equatable {
    /// How late the latest messages came, milliseconds; a run of messages that came equally late.
    private(set) var lag: Int64 = 0
    private(set) var since = Timestamp.distantPast
    private(set) var count = 0
    /// The latest message came late, or was the first after a silence.
    private(set) var isLate = false
    /// The clock is known to be wrong, and what was read by it before that is marked.
    var isMarked = false

    /// Up to this a message is as good as live.
    static let liveMilliseconds: Int64 = 5 * 60_000
    fileprivate static let sameMilliseconds: Int64 = 60_000
    private static let fewest = 3
    private static let shortestMilliseconds: Int64 = 3 * 60_000

    init() {}

    /// Takes in how late a message came.
    mutating func note(lag: Int64, at time: Timestamp) {
        isLate = lag > Self.liveMilliseconds
        guard abs(lag) > Self.liveMilliseconds else {
            count = 0
            isMarked = false
            return
        }
        if count > 0, abs(lag - self.lag) <= Self.sameMilliseconds {
            count += 1
        } else {
            self.lag = lag
            since = time
            count = 1
            isMarked = false
        }
    }

    /// The home's clock is wrong: three messages within a minute of the same distance, over three minutes.
    func isWrong(at time: Timestamp) -> Bool {
        count >= Self.fewest && time.milliseconds(since: since) >= Self.shortestMilliseconds
    }

    /// The home's clock and this gateway's began to differ by most of an hour or more within the last half day: which of them
    /// is wrong is not known, nor whether it is night.
    func isInDoubt(at time: Timestamp) -> Bool {
        count > 0 && abs(lag) >= Self.doubtMilliseconds && time < since.adding(hours: Self.doubtHours)
    }

    private static let doubtMilliseconds: Int64 = 50 * 60_000
    private static let doubtHours: Int64 = 12

    func encode(into writer: inout ByteWriter) {
        writer.writeVariable(lag)
        writer.write(since)
        writer.writeVariable(Int64(count))
        writer.write(isLate)
        writer.write(isMarked)
    }

    init(from reader: inout ByteReader) throws {
        lag = try reader.readVariable()
        since = try reader.readTimestamp()
        count = Int(try reader.readVariable())
        isLate = try reader.readBool()
        isMarked = try reader.readBool()
    }
}

extension HomeEngine {
    /// Until the clock was known to be wrong its messages were read by it: there, and when they came, the day is not
    /// known.
    private mutating func markMisread(until time: Timestamp) {
        state.statedTimes.isMarked = true
        let (since, lag) = (state.statedTimes.since, state.statedTimes.lag)
        let isWithinHours = lag <= Self.longestMisreadMilliseconds
        markUnwatched(from: isWithinHours ? since.adding(milliseconds: -lag) : since, to: time)
        guard !isWithinHours else { return }
        let misread = TimeSpan(
            start: since.adding(milliseconds: -lag - StatedTimes.sameMilliseconds),
            end: time.adding(milliseconds: -lag + StatedTimes.sameMilliseconds))
        state.late.removeAll { misread.contains($0.time) }
    }

    /// What is misread by more lies too far from what surrounds the present to be mixed up with it; of a closed day it is
    /// dropped.
    private static let longestMisreadMilliseconds: Int64 = 3 * 3_600_000

    /// The readings with times that can be believed. What comes late was not watched while it happened.
    mutating func believed(_ readings: [Reading], at time: Timestamp) -> [Reading] {
        guard let first = readings.first, first.flags.rawValue & FlagBits.sourceTime != 0,
            first.flags.rawValue & (FlagBits.retained | FlagBits.historical) == 0
        else { return readings }
        let lag = time.milliseconds(since: first.time)
        if lag <= StatedTimes.liveMilliseconds, !state.statedTimes.isLate, state.statedTimes.count == 0 {
            return readings
        }
        let wasLate = state.statedTimes.isLate || time > state.homeHeard.adding(minutes: 10)
        state.statedTimes.note(lag: lag, at: time)
        guard lag > StatedTimes.liveMilliseconds else { return readings }
        if state.statedTimes.isWrong(at: time) {
            if !state.statedTimes.isMarked { markMisread(until: time) }
            return readings.map { reading in
                var reading = reading
                reading.time = reading.time.adding(milliseconds: state.statedTimes.lag)
                if reading.time > time { reading.time = time }
                return reading
            }
        }
        if wasLate {
            state.watchingSince = max(state.watchingSince, time)
            loseWhereabouts(until: time)
        }
        return readings
    }
}

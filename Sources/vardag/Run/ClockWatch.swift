import CSystemd

/// Whether the kernel has said for long that its clock is not set.
struct ClockWatch {
    static let patience = Duration.seconds(600)

    private var unsynchronisedSince: ContinuousClock.Instant?

    /// What the kernel says of its clock; nil where it does not tell (a sandbox that forbids the question).
    static func kernelIsSynchronised() -> Bool? {
        var state = timex()
        let result = adjtimex(&state)
        guard result >= 0 else { return nil }
        return result != TIME_ERROR && state.status & STA_UNSYNC == 0
    }

    /// True when it has been unsynchronised without a break for more than `patience`. Not to know changes nothing.
    mutating func judge(isSynchronised: Bool?, at now: ContinuousClock.Instant) -> Bool {
        if isSynchronised == true { unsynchronisedSince = nil }
        if isSynchronised == false, unsynchronisedSince == nil { unsynchronisedSince = now }
        return unsynchronisedSince.map { $0.duration(to: now) > Self.patience } ?? false
    }
}

/// When a failed delivery is tried again: after a time that doubles with each failure and of which chance takes a part
/// ("full jitter"), so that many destinations that come back together are not all asked together.
///
/// Source: M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
enum RetryPlan {
    static let shortestSeconds = 1.0
    static let longestSeconds = 300.0
    /// After so long without any success what is older than that is given up.
    static let giveUpHours: Int64 = 24

    /// `chance` is 0 to 1; `failures` in a row, at least 1.
    static func pauseSeconds(after failures: Int, chance: Double) -> Double {
        let most = shortestSeconds * Double(1 << min(max(failures - 1, 0), 20))
        return max(0.1, chance * min(most, longestSeconds))
    }
}

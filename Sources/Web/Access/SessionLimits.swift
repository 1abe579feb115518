import CareModel

/// How long a login lasts.
enum SessionLimits {
    /// Without anything done by a person; a page that renews itself does nothing.
    static let restMinutes: Int64 = 60
    /// Who did nothing since then is logged out.
    static func restSince(_ now: Timestamp) -> Timestamp { now.adding(minutes: -restMinutes) }
    /// A working shift.
    static let hours: Int64 = 12
    /// An activity is noted at most so often.
    static let noteSeconds: Int64 = 60
}

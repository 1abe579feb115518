/// How long a login lasts.
enum SessionLimits {
    /// Without anything done by a person; a page that renews itself does nothing.
    static let restMinutes: Int64 = 60
    /// A working shift.
    static let hours: Int64 = 12
    /// An activity is noted at most so often.
    static let noteSeconds: Int64 = 60
}

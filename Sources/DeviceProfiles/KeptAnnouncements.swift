/// Which announcements of a home are kept, within `LearnedMessage.countLimit` and `totalLimitBytes`.
struct KeptAnnouncements: Sendable {
    private struct Entry {
        var digest: Int
        var bytes: Int
    }

    private var entries: [String: Entry] = [:]
    private(set) var bytes = 0

    var count: Int { entries.count }

    /// Notes an announcement; false when the same is kept already, or there is no room for it.
    mutating func take(_ topic: String, digest: Int, bytes size: Int) -> Bool {
        let known = entries[topic]
        let total = bytes - (known?.bytes ?? 0) + size
        guard known?.digest != digest, known != nil || entries.count < LearnedMessage.countLimit,
            total <= LearnedMessage.totalLimitBytes || total <= bytes
        else { return false }
        entries[topic] = Entry(digest: digest, bytes: size)
        bytes = total
        return true
    }
}

import Store

/// Whether the broker is to send again what it retains: once for each version of the program, which may understand
/// announcements that an older one could not read. A session that is kept never gets them otherwise.
struct RetainedAnew {
    private(set) var isWanted = false
    /// All that was retained has come: the marker that was published after the subscription is back.
    private var hasCome = false

    static let checkpoint = "retained_read_by"

    init() {}

    init(store: CareStore) throws {
        isWanted = try store.checkpoint(Self.checkpoint) != Vardag.version
    }

    mutating func markerCameBack() { hasCome = isWanted }

    /// To be called when all that has come is on disk; before that a crash makes the next start ask again.
    mutating func noteIfTaken(_ store: CareStore) throws {
        guard hasCome else { return }
        try store.write { try $0.setCheckpoint(Self.checkpoint, Vardag.version) }
        (isWanted, hasCome) = (false, false)
    }
}

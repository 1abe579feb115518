import Synchronization

/// What comes out while one request is answered, for its row in the access log.
final class RequestNotes: Sendable {
    /// The account that somebody tried to log in to.
    let login = Mutex<String?>(nil)
}

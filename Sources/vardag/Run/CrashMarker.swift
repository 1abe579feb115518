import Foundation

/// Remembers across a crash what was being processed, so that one message that traps cannot stop every home.
///
/// A small file beside the database. Normally it says only that a batch is being processed. After an end in a batch
/// the next start is careful and names each message before it looks into it; a message named by a second crash is from
/// then on kept unread. To be killed is no crash: `FaultSignals` tells them apart. Only a message that the process was
/// killed on twice (as one that eats all memory) is kept unread, too.
final class CrashMarker {
    private let path: String
    private let file: FileHandle
    /// Messages (by digest) during which the process died, and how often.
    private var suspects: [Int64: Int] = [:]
    /// Messages left of the careful stretch after an unclean end.
    private var carefulLeft = 0
    /// The message being looked into, in the careful stretch.
    private var current: Int64?

    static let carefulMessages = 20_000
    static let unreadAfter = 2

    private enum Line {
        static let idle = "idle"
        static let batch = "batch"
        static let message = "message"
    }

    init(database: String) throws {
        path = database + ".inflight"
        if !FileManager.default.fileExists(atPath: path) {
            _ = FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
        }
        guard let handle = FileHandle(forUpdatingAtPath: path) else {
            throw CocoaError(.fileWriteNoPermission, userInfo: [NSFilePathErrorKey: path])
        }
        file = handle
        read()
        FaultSignals.note(in: handle.fileDescriptor)
    }

    var isCareful: Bool { carefulLeft > 0 }

    /// The process died on this message before, twice: it is not looked into again.
    func isUnreadable(_ digest: Int64) -> Bool {
        !suspects.isEmpty && (suspects[digest] ?? 0) >= Self.unreadAfter
    }

    func beginBatch() { if !isCareful { write(Line.batch) } }

    func begin(_ digest: Int64) {
        absolve()
        guard isCareful else { return }
        carefulLeft -= 1
        current = digest
        write("\(Line.message) \(digest)")
    }

    /// Everything of the batch is processed; what follows is only the commit.
    func endBatch() {
        absolve()
        write(Line.idle)
    }

    /// The current message did no harm: that the process was killed on it once means nothing.
    private func absolve() {
        if let current, !isUnreadable(current) { suspects[current] = nil }
        current = nil
    }

    /// The file: the state on the first line, then a line for each suspect.
    private func read() {
        let bytes = (try? file.readToEnd()).flatMap { $0 } ?? Data()
        let lines = String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self).split(separator: "\n")
        for line in lines.dropFirst() {
            let words = line.split(separator: " ")
            if words.count == 2, let digest = Int64(words[0]), let count = Int(words[1]) { suspects[digest] = count }
        }
        guard let state = lines.first?.split(separator: " ") else { return }
        if state.first == "batch" { carefulLeft = Self.carefulMessages }
        if state.first == "message", state.count == 2, let digest = Int64(state[1]) {
            // The crash before this one, in a batch, was this message's too.
            suspects[digest, default: FaultSignals.isNoted(in: bytes.count) ? 1 : 0] += 1
            carefulLeft = Self.carefulMessages
        }
        write(Line.idle)
    }

    private func write(_ state: String) {
        var text = state + "\n"
        for (digest, count) in suspects.sorted(by: { $0.key < $1.key }) { text += "\(digest) \(count)\n" }
        do {
            try file.seek(toOffset: 0)
            try file.write(contentsOf: Data(text.utf8))
            try file.truncate(atOffset: UInt64(text.utf8.count))
        } catch {
            // A full disk must not stop the alarm; without the marker only the crash guard is weaker.
            return
        }
    }
}

import Foundation

/// How far each log is with the broker: in a file, a line for each log, its last confirmed line and its path.
struct FeedPosition {
    struct Unreadable: Error, CustomStringConvertible {
        let description: String
    }

    private let file: String?
    private let logs: [String]
    /// By log: lines confirmed.
    var lines: [Int]

    /// `file` nil: from the beginning, and nothing is remembered. Throws `Unreadable`.
    init(file: String?, logs: [String]) throws {
        self.file = file
        self.logs = logs
        lines = Array(repeating: 0, count: logs.count)
        guard let file, FileManager.default.fileExists(atPath: file) else { return }
        guard let data = FileManager.default.contents(atPath: file) else {
            throw Unreadable(description: "\(file): cannot be read")
        }
        for (number, line) in String(decoding: data, as: UTF8.self).split(separator: "\n").enumerated() {
            let words = line.split(separator: " ", maxSplits: 1)
            guard words.count == 2, let count = Int(words[0]) else {
                throw Unreadable(description: "\(file):\(number + 1): not a line number and a log's path")
            }
            if let index = logs.firstIndex(of: String(words[1])) { lines[index] = count }
        }
    }

    /// Replaces the file in one step.
    func save() throws {
        guard let file else { return }
        let text = zip(lines, logs).map { "\($0) \($1)\n" }.joined()
        try Data(text.utf8).write(to: URL(fileURLWithPath: file), options: .atomic)
    }
}

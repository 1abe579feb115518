import CareModel
import DeviceProfiles

/// Reads lines of a recorded log quickly: the form that `mosquitto_sub -F %j` prints, its keys in any order. A line
/// of any other form goes to `RecordedMessage`, which is slower and says what is wrong.
package struct LogLine {
    /// Why a line is no message.
    package struct Unreadable: Error, Hashable {
        package let reason: String
    }

    /// Reads one line without its line break.
    package static func read(_ line: ArraySlice<UInt8>) throws(Unreadable) -> IncomingMessage {
        var reader = LogLine()
        if let message = reader.quick(line.span, line) { return message }
        do {
            let message = try RecordedMessage(line: Array(line))
            guard let time = message.receivedAt else {
                throw Unreadable(reason: "the line has no `tst` with an offset")
            }
            return IncomingMessage(
                topic: message.topic, payload: message.payload, isRetained: message.isRetained, receivedAt: time)
        } catch let problem as RecordedMessage.Unreadable {
            throw Unreadable(reason: problem.description)
        } catch {
            throw Unreadable(reason: (error as? Unreadable)?.reason ?? "\(error)")
        }
    }

    private var at = 0

    private enum Key { case time, topic, retain, payload, other }

    private mutating func quick(_ line: Span<UInt8>, _ text: ArraySlice<UInt8>) -> IncomingMessage? {
        var message = IncomingMessage(topic: "", payload: [], receivedAt: .distantPast)
        guard take(UInt8(ascii: "{"), line) else { return nil }
        while true {
            guard let key = key(line), take(UInt8(ascii: ":"), line), value(of: key, line, text, &message) else {
                return nil
            }
            if take(UInt8(ascii: ","), line) { continue }
            guard take(UInt8(ascii: "}"), line), at == line.count, message.receivedAt != .distantPast,
                !message.topic.isEmpty
            else { return nil }
            return message
        }
    }

    private mutating func take(_ byte: UInt8, _ line: Span<UInt8>) -> Bool {
        guard at < line.count, line[at] == byte else { return false }
        at &+= 1
        return true
    }

    private mutating func key(_ line: Span<UInt8>) -> Key? {
        guard let (from, to) = plainText(line) else { return nil }
        switch to - from {
        case 3 where line[from] == UInt8(ascii: "t") && line[from + 1] == UInt8(ascii: "s"): return .time
        case 5 where line[from] == UInt8(ascii: "t"): return .topic
        case 6 where line[from] == UInt8(ascii: "r"): return .retain
        case 7 where line[from] == UInt8(ascii: "p") && line[from + 6] == UInt8(ascii: "d"): return .payload
        // An unknown key of another length or beginning could still mean something.
        case 3 where line[from] == UInt8(ascii: "q"), 3 where line[from] == UInt8(ascii: "m"),
            10 where line[from] == UInt8(ascii: "p"):
            return .other
        default: return nil
        }
    }

    private mutating func value(
        of key: Key, _ line: Span<UInt8>, _ source: ArraySlice<UInt8>, _ message: inout IncomingMessage
    ) -> Bool {
        switch key {
        case .time:
            guard let (from, to) = plainText(line) else { return false }
            guard let time = Timestamp(iso8601: line.extracting(from..<to)) else { return false }
            message.receivedAt = time
            return true
        case .topic:
            guard let (from, to) = plainText(line) else { return false }
            let start = source.startIndex
            message.topic = String(decoding: source[start + from..<start + to], as: UTF8.self)
            return true
        case .retain:
            if take(UInt8(ascii: "1"), line) {
                message.isRetained = true
                return true
            }
            return take(UInt8(ascii: "0"), line)
        case .payload:
            // Given twice, the last one counts, as with the other keys.
            message.payload.removeAll()
            return text(line, into: &message.payload)
        case .other: return digits(line)
        }
    }

    private mutating func digits(_ line: Span<UInt8>) -> Bool {
        let from = at
        while at < line.count, line[at] &- UInt8(ascii: "0") <= 9 { at &+= 1 }
        return at == from + 1 || at > from && line[from] != UInt8(ascii: "0")
    }

    /// A string without escapes: its place between the quotes.
    private mutating func plainText(_ line: Span<UInt8>) -> (Int, Int)? {
        guard take(UInt8(ascii: "\""), line) else { return nil }
        let from = at
        while true {
            let chunk = TextChunk(line, at: at)
            at &+= chunk.count
            if chunk.count < 8 { return take(UInt8(ascii: "\""), line) ? (from, at - 1) : nil }
        }
    }

    /// A string with at most the escapes that JSON within JSON needs.
    private mutating func text(_ line: Span<UInt8>, into bytes: inout [UInt8]) -> Bool {
        guard take(UInt8(ascii: "\""), line) else { return false }
        var copy = [UInt8](repeating: 0, count: line.count - at + MemoryLayout<UInt64>.size)
        guard let length = unescape(line, into: copy.mutableSpan) else { return false }
        copy.removeLast(copy.count - length)
        bytes = copy
        return true
    }

    /// Whole chunks are stored, of which the next store overwrites what is too much: `copy` has room for one more.
    private mutating func unescape(_ line: Span<UInt8>, into copy: consuming MutableSpan<UInt8>) -> Int? {
        var room = copy.mutableBytes
        var to = 0
        while true {
            let chunk = TextChunk(line, at: at)
            room.storeBytes(of: chunk.bytes.littleEndian, toByteOffset: to, as: UInt64.self)
            at &+= chunk.count
            to &+= chunk.count
            if chunk.count == 8 { continue }
            if take(UInt8(ascii: "\""), line) { return to }
            guard take(UInt8(ascii: "\\"), line), at < line.count else { return nil }
            let byte = line[at]
            guard byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "/") else {
                return nil
            }
            room.storeBytes(of: byte, toByteOffset: to, as: UInt8.self)
            at &+= 1
            to &+= 1
        }
    }
}

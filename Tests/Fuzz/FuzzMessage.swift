import CareModel

/// One message of a fuzzer's input: `[!]topic US payload`, messages with two RS in between; `!` says retained.
struct FuzzMessage {
    var topic: String
    var payload: [UInt8]
    var isRetained = false

    /// So many messages of an input are read.
    static let limit = 8
    static let receivedAt = Timestamp(seconds: 1_795_348_800)
    private static let record: UInt8 = 0x1e
    private static let unit: UInt8 = 0x1f

    var bytes: [UInt8] { Array((isRetained ? "!" : "").utf8) + Array(topic.utf8) + [Self.unit] + payload }

    static func join(_ messages: ArraySlice<FuzzMessage>) -> [UInt8] {
        Array(messages.map(\.bytes).joined(separator: [record, record]))
    }

    static func read(_ input: [UInt8]) -> [FuzzMessage] {
        var messages: [FuzzMessage] = []
        var rest = input[...]
        while messages.count < limit, !rest.isEmpty {
            let end = rest.indices.first { rest[$0] == record && $0 + 1 < rest.endIndex && rest[$0 + 1] == record }
            messages.append(FuzzMessage(rest[..<(end ?? rest.endIndex)]))
            rest = end.map { rest[($0 + 2)...] } ?? []
        }
        return messages
    }

    private init(_ bytes: ArraySlice<UInt8>) {
        isRetained = bytes.first == UInt8(ascii: "!")
        let text = isRetained ? bytes.dropFirst() : bytes
        let split = text.firstIndex(of: Self.unit) ?? text.endIndex
        topic = String(decoding: text[..<split], as: UTF8.self)
        payload = Array(text[split...].dropFirst())
    }

    init(topic: String, payload: [UInt8]) {
        self.topic = topic
        self.payload = payload
    }
}

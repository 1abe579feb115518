import CareModel

/// A payload convention whose structure a profile cannot say: which topics are its own, and which device of a message
/// states what.
///
/// What a key means and in which unit stays in the convention's file in `Devices/`. A value of a convention belongs to
/// one home and holds what it has learned there; it has no clock and no IO, and the same messages in the same order
/// give the same reports.
protocol Convention: Sendable {
    /// As in `convention:` of the profile.
    static var name: String { get }

    init()

    /// Whether a topic is of this convention; may depend on what was learned.
    func owns(_ topic: MessageTopic) -> Bool

    /// Reads a message on a topic that it owns into the report. A `PayloadFault` quarantines the message; what was
    /// reported before it is dropped.
    mutating func read(_ message: DeviceMessage, into report: inout MessageReport) throws(PayloadFault)
}

/// A topic below the base topic of its home, with what it alone tells: found once and kept with the route.
final class MessageTopic: Hashable, Sendable {
    let text: String
    let levels: [String]
    /// Where the parts stand, for a convention that lists its topics.
    let place: TopicPlace?
    /// The devices of its home, and those whose topics this one is or begins with, the longest first.
    let home: DevicePlaces
    let listed: [DevicePlaces.Listed]
    /// Of the text, found once.
    private let hash: Int

    init(_ text: String) {
        hash = text.hashValue
        self.text = text
        levels = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        (place, home, listed) = (nil, .none, [])
    }

    init(_ topic: MessageTopic, place: TopicPlace?, home: DevicePlaces) {
        (text, levels, hash, self.place, self.home) = (topic.text, topic.levels, topic.hash, place, home)
        listed = home.listed(on: topic)
    }

    static func == (a: MessageTopic, b: MessageTopic) -> Bool { a === b || a.text == b.text }

    func hash(into hasher: inout Hasher) { hasher.combine(hash) }

    /// The level, or empty where there is none.
    subscript(_ index: Int) -> String { levels.indices.contains(index) ? levels[index] : "" }
}

/// A message for a convention.
struct DeviceMessage: Sendable {
    let topic: MessageTopic
    /// The home's base topic with a slash at its end; empty where none is known. Topics that a payload names are below
    /// it, whether it says so or not.
    let base: String
    let payload: [UInt8]
    let isRetained: Bool
    /// Nil only for a line of `vardag decode` without a stamp.
    let receivedAt: Timestamp?

    /// The payload as JSON.
    func json() throws(PayloadFault) -> JSONValue { try JSONValue(payload) }

    /// A JSON object or list as such, a text in quotes without them, anything else as trimmed text. An empty payload is
    /// an empty text.
    func value() throws(PayloadFault) -> JSONValue {
        let (from, to) = PayloadReader.trimmed(payload.span, 0, payload.count)
        guard from < to else { return .text("") }
        switch payload[from] {
        case UInt8(ascii: "{"), UInt8(ascii: "["): return try json()
        case UInt8(ascii: "\""): return (try? json()) ?? .text(text)
        default: return .text(text)
        }
    }

    /// The payload as text without white space around it.
    var text: String {
        let (from, to) = PayloadReader.trimmed(payload.span, 0, payload.count)
        return PayloadReader.text(payload.span, from, to)
    }

    var isEmpty: Bool { payload.isEmpty }

    /// Tells announcements apart.
    var digest: Int { payload.reduce(5381) { ($0 &* 33) ^ Int($1) } }

    /// The first byte that is no white space.
    var firstByte: UInt8? { payload.first { $0 > 0x20 } }

    /// A topic that a payload names, below the home's base topic.
    func below(_ topic: String) -> String { topic.hasPrefix(base) ? String(topic.dropFirst(base.count)) : topic }
}

import CareModel

/// The time that a payload states for itself, and whether it can be believed.
enum SourceTime: Hashable, Sendable {
    case none
    case at(Timestamp)
    /// Read as if it were UTC.
    case withoutZone(Timestamp)
    case unreadable

    /// How far a stated time may be from the time of receipt.
    static let pastLimitHours: Int64 = 30 * 24
    static let futureLimitMinutes: Int64 = 5
    /// 2015-01-01: before it a clock was never set.
    static let earliest = Timestamp(seconds: 1_420_070_400)
    /// 2100-01-01, for want of a time of receipt.
    static let latest = Timestamp(seconds: 4_102_444_800)

    /// Seconds or milliseconds since 1970, told apart by their size; 0 and less is a clock that was never set.
    init(epoch number: Double) {
        switch number {
        case 1e11..<1e15: self = .at(Timestamp(milliseconds: Int64(number)))
        case 0..<1e11: self = .at(Timestamp(milliseconds: Int64(number * 1000)))
        default: self = .unreadable
        }
    }

    /// Nil for anything else.
    init?(iso8601 text: Span<UInt8>) {
        guard let stated = Timestamp.Stated(iso8601: text) else { return nil }
        self = stated.hasOffset ? .at(stated.time) : .withoutZone(stated.time)
    }

    /// A time in ISO 8601 or since 1970, as a number or as text.
    init(_ value: JSONValue?) {
        switch value {
        case .number(let number): self = SourceTime(epoch: number)
        case .text(let text):
            if let time = SourceTime(iso8601: text.utf8.span) {
                self = time
            } else if let number = Double(text) {
                self = SourceTime(epoch: number)
            } else {
                self = .unreadable
            }
        case nil, .null: self = .none
        default: self = .unreadable
        }
    }

    /// The stated time where it is credible. Without a time of receipt only clocks that were never set are refused.
    func credible(receivedAt: Timestamp?) -> Timestamp? {
        guard let receivedAt else {
            if case .at(let time) = self, time >= Self.earliest, time < Self.latest { return time }
            return nil
        }
        let soonest = receivedAt.adding(minutes: Self.futureLimitMinutes)
        switch self {
        case .at(let time):
            let oldest = receivedAt.adding(hours: -Self.pastLimitHours)
            return time >= oldest && time <= soonest && time >= Self.earliest ? time : nil
        case .withoutZone(let time):
            return time >= receivedAt.adding(minutes: -Self.futureLimitMinutes) && time <= soonest ? time : nil
        case .none, .unreadable:
            return nil
        }
    }
}

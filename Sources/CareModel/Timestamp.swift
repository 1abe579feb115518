/// A moment in time: whole milliseconds since 1970-01-01T00:00:00Z.
///
/// Milliseconds in an integer rather than `Date`: exact, hashable, eight bytes, and the same in every replay.
package struct Timestamp: Hashable, Comparable, Sendable {
    package var milliseconds: Int64

    @inlinable package init(milliseconds: Int64) { self.milliseconds = milliseconds }

    package init(seconds: Int64) { milliseconds = seconds * 1000 }

    package static func < (a: Timestamp, b: Timestamp) -> Bool { a.milliseconds < b.milliseconds }

    package static let distantPast = Timestamp(milliseconds: .min / 4)
    package static let distantFuture = Timestamp(milliseconds: .max / 4)

    /// This moment moved by whole milliseconds.
    package func adding(milliseconds delta: Int64) -> Timestamp { Timestamp(milliseconds: milliseconds + delta) }
    /// This moment moved by whole seconds.
    package func adding(seconds: Int64) -> Timestamp { adding(milliseconds: seconds * 1000) }
    /// This moment moved by whole minutes.
    package func adding(minutes: Int64) -> Timestamp { adding(milliseconds: minutes * 60_000) }
    /// This moment moved by whole hours.
    package func adding(hours: Int64) -> Timestamp { adding(milliseconds: hours * 3_600_000) }

    /// Milliseconds from `other` to this moment; negative when `other` is later.
    package func milliseconds(since other: Timestamp) -> Int64 { milliseconds - other.milliseconds }
    /// Minutes from `other` to this moment.
    package func minutes(since other: Timestamp) -> Double { Double(milliseconds(since: other)) / 60_000 }
}

extension Timestamp: CustomStringConvertible {
    /// The years of four digits, 0000 to 9999, which is what ISO 8601 can say.
    private static let writable: ClosedRange<Int64> = -62_167_219_200_000...253_402_300_799_999

    /// ISO 8601 in UTC with milliseconds where there are any: `2026-11-22T06:30:00Z`, `2026-11-22T06:30:00.250Z`. A
    /// moment outside the years that can be written, such as `distantPast`, is told as the nearest that can.
    package var description: String {
        let milliseconds = min(max(milliseconds, Self.writable.lowerBound), Self.writable.upperBound)
        let day = LocalDay(number: Int32(milliseconds.flooredDivision(by: 86_400_000)))
        let inDay = milliseconds - Int64(day.number) * 86_400_000
        let (hour, minute) = (inDay / 3_600_000, inDay / 60_000 % 60)
        let (second, fraction) = (inDay / 1000 % 60, inDay % 1000)
        var text = day.description
        text += "T" + padded(hour, 2) + ":" + padded(minute, 2) + ":" + padded(second, 2)
        if fraction != 0 { text += "." + padded(fraction, 3) }
        return text + "Z"
    }

    /// Reads ISO 8601 with an offset: `2026-11-22T06:30:00Z`, `...:00.123456+01:00`, `...+0100`, and the doubled form
    /// `...Z+0000` that `mosquitto_sub -F %j` prints. Nil without an offset, or when a field is out of range.
    package init?(iso8601 text: some StringProtocol) {
        let bytes = Array(text.utf8)
        self.init(iso8601: bytes.span)
    }

    /// As `init(iso8601:)`, from bytes.
    package init?(iso8601 bytes: Span<UInt8>) {
        guard let stated = Stated(iso8601: bytes), stated.hasOffset else { return nil }
        self = stated.time
    }

    /// A time as it is written: where it has no offset, as if it were UTC.
    package struct Stated: Sendable {
        package let time: Timestamp
        package let hasOffset: Bool

        package init?(iso8601 bytes: Span<UInt8>) {
            var parser = TimestampParser()
            guard let time = parser.parse(bytes) else { return nil }
            (self.time, hasOffset) = (time, parser.hasOffset)
        }
    }
}

extension Timestamp: Codable {
    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let value = Timestamp(iso8601: text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "not an ISO 8601 time with an offset: \(text)"))
        }
        self = value
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

func padded(_ value: some BinaryInteger, _ width: Int) -> String {
    let digits = String(value)
    return digits.count >= width ? digits : String(repeating: "0", count: width - digits.count) + digits
}

extension Int64 {
    /// Division that rounds towards minus infinity.
    package func flooredDivision(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}

/// Reads one ISO 8601 time from bytes, without allocation.
private struct TimestampParser {
    private var at = 0
    private(set) var hasOffset = false

    mutating func parse(_ bytes: Span<UInt8>) -> Timestamp? {
        guard let year = digits(4, bytes), take(UInt8(ascii: "-"), bytes), let month = digits(2, bytes),
            take(UInt8(ascii: "-"), bytes),
            let day = digits(2, bytes), take(UInt8(ascii: "T"), bytes) || take(UInt8(ascii: " "), bytes),
            let hour = digits(2, bytes), take(UInt8(ascii: ":"), bytes), let minute = digits(2, bytes)
        else { return nil }
        var second = 0
        if take(UInt8(ascii: ":"), bytes) {
            guard let value = digits(2, bytes) else { return nil }
            second = value
        }
        guard let fraction = fractionMilliseconds(bytes) else { return nil }
        hasOffset = at < bytes.count
        guard let offsetMinutes = hasOffset ? offset(bytes) : 0, at == bytes.count else { return nil }
        guard let date = LocalDay(year: year, month: month, day: day), hour <= 24, minute < 60, second <= 60
        else { return nil }
        let seconds = Int64(date.number) * 86_400 + Int64(hour * 3600 + minute * 60 + second - offsetMinutes * 60)
        return Timestamp(milliseconds: seconds * 1000 + Int64(fraction))
    }

    @inline(__always)
    private mutating func digits(_ count: Int, _ bytes: Span<UInt8>) -> Int? {
        guard at &+ count <= bytes.count else { return nil }
        var value = 0
        for offset in 0..<count {
            let digit = bytes[at &+ offset] &- UInt8(ascii: "0")
            guard digit <= 9 else { return nil }
            value = value &* 10 &+ Int(digit)
        }
        at &+= count
        return value
    }

    @inline(__always)
    private mutating func take(_ byte: UInt8, _ bytes: Span<UInt8>) -> Bool {
        guard at < bytes.count, bytes[at] == byte else { return false }
        at &+= 1
        return true
    }

    private mutating func fractionMilliseconds(_ bytes: Span<UInt8>) -> Int? {
        guard take(UInt8(ascii: "."), bytes) || take(UInt8(ascii: ","), bytes) else { return 0 }
        var (value, scale, seen) = (0, 100, 0)
        while at < bytes.count, bytes[at] &- UInt8(ascii: "0") <= 9 {
            value += Int(bytes[at] &- UInt8(ascii: "0")) * scale
            scale /= 10
            seen += 1
            at += 1
        }
        return seen > 0 ? value : nil
    }

    private mutating func offset(_ bytes: Span<UInt8>) -> Int? {
        if take(UInt8(ascii: "Z"), bytes) {
            return at == bytes.count ? 0 : signedOffset(bytes)
        }
        return signedOffset(bytes)
    }

    private mutating func signedOffset(_ bytes: Span<UInt8>) -> Int? {
        let sign: Int
        if take(UInt8(ascii: "+"), bytes) {
            sign = 1
        } else if take(UInt8(ascii: "-"), bytes) {
            sign = -1
        } else {
            return nil
        }
        guard let hours = digits(2, bytes) else { return nil }
        var minutes = 0
        if at < bytes.count {
            _ = take(UInt8(ascii: ":"), bytes)
            guard let value = digits(2, bytes) else { return nil }
            minutes = value
        }
        guard hours <= 18, minutes < 60 else { return nil }
        return sign * (hours * 60 + minutes)
    }
}

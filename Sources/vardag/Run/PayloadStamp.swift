import CareModel

/// Finds the time that a payload states of itself, for message time without a stamp on the message: the value of
/// `last_seen`, `timestamp` or `time` as ISO 8601 or seconds or milliseconds since 1970.
enum PayloadStamp {
    private static let keys = ["\"last_seen\":", "\"timestamp\":", "\"time\":"].map { Array($0.utf8) }

    static func find(in payload: [UInt8]) -> Timestamp? {
        for key in keys {
            guard let start = payload.firstRange(of: key)?.upperBound else { continue }
            var rest = payload[start...].drop { $0 == 0x20 }
            if rest.first == UInt8(ascii: "\"") {
                rest = rest.dropFirst()
                let text = String(decoding: rest.prefix { $0 != UInt8(ascii: "\"") }, as: UTF8.self)
                if let time = Timestamp(iso8601: text) { return time }
            } else if let number = Int64(
                String(decoding: rest.prefix { $0 &- UInt8(ascii: "0") <= 9 }, as: UTF8.self))
            {
                return number > 100_000_000_000 ? Timestamp(milliseconds: number) : Timestamp(seconds: number)
            }
        }
        return nil
    }
}

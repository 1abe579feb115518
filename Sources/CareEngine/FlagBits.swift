import CareModel

/// The flags of a reading as bits: the general set operations of another module cost more than all else that is done
/// for a reading.
enum FlagBits {
    static let retained = ReadingFlags.retained.rawValue
    static let historical = ReadingFlags.historical.rawValue
    static let backlog = ReadingFlags.backlog.rawValue
    static let past = retained | historical | backlog
    static let implausible = ReadingFlags.implausible.rawValue
}

import CareModel

/// The flags of a reading as bits: the general set operations of another module cost more than all else that is done
/// for a reading.
enum FlagBits {
    static var retained: UInt8 { ReadingFlags.retained.rawValue }
    static var historical: UInt8 { ReadingFlags.historical.rawValue }
    static var backlog: UInt8 { ReadingFlags.backlog.rawValue }
    static var past: UInt8 { retained | historical | backlog }
    static var sourceTime: UInt8 { ReadingFlags.sourceTime.rawValue }
    static var implausible: UInt8 { ReadingFlags.implausible.rawValue }
}

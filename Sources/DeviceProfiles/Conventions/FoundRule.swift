/// The profile's rule of a key, found once for values that come again and again. Good for the reports of one decoder.
struct FoundRule: Sendable {
    let key: String
    /// Wins over the profile's; empty: none.
    let unit: String
    /// The part of the device; empty: as the key says.
    let channel: String
    let channelNumber: UInt8
    /// In the table of rules as long as it is of this generation.
    let index: Int32
    let generation: Int
}

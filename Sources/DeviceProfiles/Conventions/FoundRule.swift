/// The profile's rule of a key, found once for values that come again and again. Good for the reports of one decoder.
///
/// By reference: each value leads to it.
final class FoundRule: Sendable {
    let key: String
    /// Wins over the profile's; empty: none.
    let unit: String
    /// The part of the device; empty: as the key says.
    let channel: String
    let channelNumber: UInt8
    /// In the table of rules as long as it is of this generation.
    let index: Int32
    let generation: Int
    /// The members of an object count as the message's.
    let isContainer: Bool

    init(
        key: String, unit: String, channel: String, channelNumber: UInt8, index: Int32, generation: Int,
        isContainer: Bool
    ) {
        (self.key, self.unit, self.channel, self.channelNumber) = (key, unit, channel, channelNumber)
        (self.index, self.generation, self.isContainer) = (index, generation, isContainer)
    }
}

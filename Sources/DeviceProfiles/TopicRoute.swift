import CareModel

/// What a topic means: found once per topic by `PayloadDecoder.route`, kept by the caller.
///
/// Valid until the home is bound again or `decode` reports `.learned`.
package struct TopicRoute: Hashable, Sendable {
    /// The index given to `PayloadDecoder.bind`.
    package let home: Int
    /// The device's number in its home; nil for topics of no single listed device.
    package let device: UInt16?
    let meaning: Meaning
    let kind: DeviceKind
    /// The rules that the payload is read by.
    let table: UInt32
    /// The rule of an attribute topic in that table.
    let rule: Int32
    /// The bridge, for what it says about itself and its devices.
    let bridge: Int32
    /// For a convention, below the home's base topic; for an unlisted device, in full.
    let topic: MessageTopic?

    enum Meaning: UInt8, Hashable, Sendable {
        /// A JSON object with a device's state; also self-monitoring.
        case state
        /// One property's plain value on a topic of its own.
        case attribute
        case availability
        case bridgeState, bridgeDevices
        /// Of the convention whose index is `rule`.
        case convention
        /// A JSON object with the state of a device that the home file does not list.
        case unlisted
        /// Known and no reading: commands, groups, other bridge topics.
        case ignored
        /// Below a home's base topic, but of no known device or convention.
        case unknown
    }

    init(
        home: Int, device: UInt16? = nil, meaning: Meaning, kind: DeviceKind = .other, table: UInt32 = 0,
        rule: Int32 = PropertyTable.ignored, bridge: Int32 = -1, topic: MessageTopic? = nil
    ) {
        self.home = home
        self.device = device
        self.meaning = meaning
        self.kind = kind
        self.table = table
        self.rule = rule
        self.bridge = bridge
        self.topic = topic
    }
}

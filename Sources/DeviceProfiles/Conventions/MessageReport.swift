import CareModel

/// What a convention finds in one message, device by device.
///
/// `device` begins a device; everything until the next one is about it.
struct MessageReport {
    /// The readings of one device in one message.
    struct DeviceReadings {
        /// What the convention calls the device, lasting: an address where there is one.
        var address: String
        /// Other names that the home's file may have for it: the address wins.
        var otherNames: [String] = []
        /// Several devices speak on this topic, so that only its address tells whose message it is.
        var isShared: Bool
        /// So many levels of the topic lead to it: a shorter topic in the home's file is that of something around it.
        var levels: Int
        /// Of device 0; with `occupancy` and `presence` as stated.
        var readings: [Reading] = []
        /// Name of the part that each reading belongs to, beside `readings`; kept only for `vardag decode`.
        var channelNames: [String] = []
        /// What its bare inputs say, beside what its readings say.
        var inputs: [Reading] = []
    }

    /// What an announcement says that a device will state.
    struct Entity: Hashable, Sendable {
        var device: String
        var quantity: Quantity
        var unit = ""
        /// As the announcement names it.
        var stateTopic: String
        /// Empty where the whole payload is the value.
        var valueTemplate = ""
        /// Silence after which its value counts no longer; 0 where none is stated.
        var expireAfterSeconds = 0
    }

    private(set) var devices: [DeviceReadings] = []
    private(set) var entities: [Entity] = []
    /// The message teaches something: it is kept and read again after a restart.
    private(set) var isKept = false
    /// Of several such messages on one topic, which it is.
    private(set) var keptPart = ""
    /// The convention's bridge itself came or went.
    private(set) var isBridgeOnline: Bool?

    private var table: PropertyTable
    private let context: ReadingContext
    private var reader: PayloadReader

    init(table: PropertyTable, context: ReadingContext) {
        self.table = table
        self.context = context
        reader = PayloadReader(context, first: 0)
    }

    /// Ends the report and gives the rules back, with what was remembered of them.
    mutating func finish() -> PropertyTable {
        endDevice()
        return table
    }

    /// Begins a device. `otherNames`: what else it may be listed by. `isShared`: the topic is also that of other
    /// devices. `levels`: so many of the topic's levels (without an empty one in front) lead to it, where something
    /// around it may be a device too.
    mutating func device(
        _ address: String, otherNames: [String] = [], isShared: Bool = false, levels: Int = 1
    ) {
        endDevice()
        var device = DeviceReadings(address: address, otherNames: otherNames, isShared: isShared, levels: levels)
        device.readings.reserveCapacity(8)
        devices.append(device)
        reader = PayloadReader(context, first: 0)
    }

    private mutating func endDevice() {
        guard let last = devices.indices.last else { return }
        reader.settle(table.listsBattery, into: &devices[last].readings)
        devices[last].channelNames = reader.channelNames
        reader.stamp(&devices[last].inputs)
        reader.sourceTime = .none
    }

    // MARK: Values of the device

    /// Takes a value by the profile's rule of the key. `unit` and `channel` win over the profile's and the key's.
    mutating func value(_ key: String, _ value: JSONValue?, unit: String = "", channel: String = "") {
        guard let value, let last = devices.indices.last else { return }
        let rule = table.rule(key: key, unit: unit)
        reader.read(value, rule, part: channel, table: &table, into: &devices[last].readings)
    }

    /// Takes a value by a rule that the device or its announcement states.
    mutating func value(_ rule: PropertyRule, _ value: JSONValue?, unit: String = "", channel: String = "") {
        guard let value, let last = devices.indices.last else { return }
        let index = table.rule(rule, unit: unit)
        reader.read(value, index, part: channel, table: &table, into: &devices[last].readings)
    }

    /// Takes every member of an object by the profile's rule of its key.
    mutating func members(of object: JSONValue?, channel: String = "") {
        for member in object?.members ?? [:] { value(member.key, member.value, channel: channel) }
    }

    /// Takes the state of an input of which only the installer knows what is wired to it: what it means is decided by
    /// the kind of the device in the home's file; without one it means nothing.
    mutating func input(_ isOn: Bool, channel: String = "") {
        guard let last = devices.indices.last else { return }
        devices[last].inputs.append(
            Reading(
                device: 0, quantity: .heartbeat, channel: table.profile.channelNumber(channel),
                flags: ReadingFlags(rawValue: context.flags), value: isOn ? 1 : 0, time: context.time))
    }

    /// `isAsleep`: the device goes between its reports, and says that it is offline each time.
    mutating func availability(_ state: Availability, isAsleep: Bool = false) {
        guard let last = devices.indices.last else { return }
        // `vardag decode` shows what was stated.
        let state = isAsleep && state == .offline && !context.isComplete ? .sleeping : state
        devices[last].readings.append(
            Reading(
                device: 0, quantity: .availability, flags: ReadingFlags(rawValue: context.flags),
                value: Double(state.rawValue), time: context.time))
        if context.isComplete { reader.note(part: "") }
    }

    enum Availability: Int { case online, offline, sleeping }

    /// The device's own time for its readings in this message.
    mutating func time(_ time: SourceTime) { reader.sourceTime = time }

    /// The device's readings in this message are history.
    mutating func historical() { reader.isHistorical = true }

    /// The rule that the profile has for a key.
    func rule(of key: String) -> PropertyRule? { table.profile.properties[key] }

    // MARK: About the message

    mutating func declare(_ entity: Entity) { entities.append(entity) }

    /// `part`: of several messages that teach on one topic, which this is.
    mutating func keep(as part: String = "") {
        isKept = true
        keptPart = part
    }

    mutating func bridge(isOnline: Bool) { isBridgeOnline = isOnline }
}

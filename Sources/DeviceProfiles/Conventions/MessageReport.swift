import CareModel

/// What a convention finds in one message, device by device; used again for the next message.
///
/// `device` begins a device; everything until the next one is about it.
struct MessageReport: Sendable {
    struct Device: Sendable {
        /// What the convention calls the device, lasting: an address where there is one.
        var address: String
        /// Other names that the home's file may have for it: the address wins.
        var otherNames: [String]
        /// Several devices speak on this topic, so that only its address tells whose message it is.
        var isShared: Bool
        /// So many levels of the topic lead to it: a shorter topic in the home's file is that of something around it.
        var levels: Int
        /// Its part of the report's readings.
        var readings: Range<Int>
        /// Its part of the report's inputs.
        var inputs: Range<Int>
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

    private(set) var devices: [Device] = []
    /// Of device 0; with `occupancy` and `presence` as stated.
    private(set) var readings: [Reading] = []
    /// Name of the part that each reading belongs to, beside `readings`; kept only for `vardag decode`.
    private(set) var channelNames: [String] = []
    /// What bare inputs say, beside what the readings say.
    private(set) var inputs: [Reading] = []
    private(set) var entities: [Entity] = []
    /// The message teaches something: it is kept and read again after a restart.
    private(set) var isKept = false
    /// Of several such messages on one topic, which it is.
    private(set) var keptPart = ""
    /// The convention's bridge itself came or went.
    private(set) var isBridgeOnline: Bool?

    /// The message taught something or told of the bridge.
    var teaches: Bool { isKept || isBridgeOnline != nil }

    private var table: PropertyTable
    private var context: ReadingContext
    private var reader: PayloadReader

    /// More room is not kept for the next message.
    private static let keptRoom = 4096

    init(table: PropertyTable, context: ReadingContext) {
        self.table = table
        self.context = context
        reader = PayloadReader(context, first: 0)
    }

    /// Begins the report of another message.
    mutating func begin(_ context: ReadingContext) {
        self.context = context
        devices.removeAll(keepingCapacity: devices.capacity <= Self.keptRoom)
        readings.removeAll(keepingCapacity: readings.capacity <= Self.keptRoom)
        if !channelNames.isEmpty { channelNames = [] }
        if !inputs.isEmpty { inputs = [] }
        if !entities.isEmpty { entities = [] }
        if isKept { (isKept, keptPart) = (false, "") }
        isBridgeOnline = nil
    }

    /// Ends the report.
    mutating func finish() { endDevice() }

    /// Ends the report and appends what it says of the devices that the home's file lists. A device that measures nothing
    /// gives a heartbeat at the time `heartbeat`, where one is given. Gives the indexes of the other devices.
    mutating func finish(on topic: MessageTopic, heartbeat: Timestamp?, into stated: inout [Reading]) -> [Int] {
        endDevice()
        var unlisted: [Int] = []
        for index in devices.indices {
            guard let number = topic.home.device(devices[index], topic: topic), let kind = topic.home.kind(of: number)
            else {
                unlisted.append(index)
                continue
            }
            let first = stated.count
            append(index, as: number, kind, to: &stated)
            if let heartbeat, stated[first...].allSatisfy({ $0.quantity == .reportInterval }) {
                stated.append(Reading(device: number, quantity: .heartbeat, value: 1, time: heartbeat))
            }
        }
        return unlisted
    }

    /// Begins a device. `otherNames`: what else it may be listed by. `isShared`: the topic is also that of other
    /// devices. `levels`: so many of the topic's levels (without an empty one in front) lead to it, where something
    /// around it may be a device too.
    mutating func device(
        _ address: String, otherNames: [String] = [], isShared: Bool = false, levels: Int = 1
    ) {
        endDevice()
        devices.append(
            Device(
                address: address, otherNames: otherNames, isShared: isShared, levels: levels,
                readings: readings.count..<readings.count, inputs: inputs.count..<inputs.count))
        reader.begin(context, first: readings.count)
    }

    private mutating func endDevice() {
        guard let last = devices.indices.last else { return }
        reader.settle(table.listsBattery, into: &readings)
        if context.isComplete { channelNames += reader.channelNames }
        let (first, firstInput) = (devices[last].readings.lowerBound, devices[last].inputs.lowerBound)
        if firstInput < inputs.count { reader.stamp(&inputs, from: firstInput) }
        devices[last].readings = first..<readings.count
        devices[last].inputs = firstInput..<inputs.count
    }

    /// The last reading of the device so far.
    var lastReading: Reading? {
        guard let device = devices.last, device.readings.lowerBound < readings.count else { return nil }
        return readings.last
    }

    private func append(_ index: Int, as number: UInt16, _ kind: DeviceKind, to stated: inout [Reading]) {
        for i in devices[index].readings {
            var reading = readings[i]
            reading.device = number
            if reading.quantity == .occupancy || reading.quantity == .presence {
                reading.quantity = kind.meaning(of: reading.quantity)
            }
            stated.append(reading)
        }
        for i in devices[index].inputs {
            guard let quantity = kind.meaningOfInput else { return }
            var reading = inputs[i]
            (reading.device, reading.quantity) = (number, quantity)
            stated.append(reading)
        }
    }

    // MARK: Values of the device

    /// Takes a value by the profile's rule of the key. `unit` and `channel` win over the profile's and the key's.
    mutating func value(_ key: String, _ value: JSONValue?, unit: String = "", channel: String = "") {
        guard let value, !devices.isEmpty else { return }
        let rule = table.rule(key: key, unit: unit)
        reader.read(value, rule, part: channel, table: &table, into: &readings)
    }

    /// The rule of a key, for values of it that come again and again.
    mutating func find(_ key: String, unit: String = "", channel: String = "") -> FoundRule {
        FoundRule(
            key: key, unit: unit, channel: channel, channelNumber: table.channelNumber(channel),
            index: table.rule(key: key, unit: unit), generation: table.generation,
            isContainer: table.profile.properties[key]?.reads == .container)
    }

    /// Takes a value by a rule that was found in this or an earlier message.
    mutating func value(_ found: FoundRule, _ value: JSONValue?) {
        guard let value, !devices.isEmpty else { return }
        let index =
            found.generation == table.generation ? found.index : table.rule(key: found.key, unit: found.unit)
        reader.read(
            value, index, part: found.channel, channel: found.channelNumber, table: &table, into: &readings)
    }

    /// Takes a value by a rule that the device or its announcement states.
    mutating func value(_ rule: PropertyRule, _ value: JSONValue?, unit: String = "", channel: String = "") {
        guard let value, !devices.isEmpty else { return }
        let index = table.rule(rule, unit: unit)
        reader.read(value, index, part: channel, table: &table, into: &readings)
    }

    /// Takes every member of an object by the profile's rule of its key.
    mutating func members(of object: JSONValue?, channel: String = "") {
        for member in object?.members ?? .init() { value(member.key, member.value, channel: channel) }
    }

    /// Takes the state of an input of which only the installer knows what is wired to it: what it means is decided by
    /// the kind of the device in the home's file; without one it means nothing.
    mutating func input(_ isOn: Bool, channel: String = "") {
        guard !devices.isEmpty else { return }
        inputs.append(
            Reading(
                device: 0, quantity: .heartbeat, channel: table.profile.channelNumber(channel),
                flags: ReadingFlags(rawValue: context.flags), value: isOn ? 1 : 0, time: context.time))
    }

    /// `isAsleep`: the device goes between its reports, and says that it is offline each time.
    mutating func availability(_ state: Availability, isAsleep: Bool = false) {
        guard !devices.isEmpty else { return }
        // `vardag decode` shows what was stated.
        let state = isAsleep && state == .offline && !context.isComplete ? .sleeping : state
        readings.append(
            Reading(
                device: 0, quantity: .availability, flags: ReadingFlags(rawValue: context.flags),
                value: Double(state.rawValue), time: context.time))
        if context.isComplete { reader.note(part: "") }
    }

    /// The device, or what announces it, says that it reports at least once in so many seconds.
    mutating func reports(everySeconds seconds: Double) {
        guard !devices.isEmpty, Quantity.reportInterval.plausible?.contains(seconds) == true else { return }
        readings.append(
            Reading(
                device: 0, quantity: .reportInterval, flags: ReadingFlags(rawValue: context.flags), value: seconds,
                time: context.time))
        if context.isComplete { reader.note(part: "") }
    }

    enum Availability: Int { case online, offline, sleeping }

    /// The device's own time for its readings in this message.
    mutating func time(_ time: SourceTime) { reader.sourceTime = time }

    /// The device's readings in this message are history.
    mutating func historical() { reader.isHistorical = true }

    /// `vardag decode` shows what was stated and announced, also when it is known.
    var isComplete: Bool { context.isComplete }

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

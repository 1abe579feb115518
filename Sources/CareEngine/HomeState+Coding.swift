import CareModel
import Foundation

/// The state on disk. The version stands beside the bytes in the store; a version that this code does not know is
/// rebuilt from the kept messages instead of guessed at.
extension HomeState {
    /// The version written now.
    package static let version = 10

    package func encoded() -> [UInt8] {
        var writer = ByteWriter(reserving: 8192 + 16 * (today?.events.count ?? 0))
        writer.write(clock)
        writer.write(optional: openDay) { $0.write($1) }
        writer.write(optional: yesterday) { $1.encode(into: &$0) }
        writer.write(optional: today) { $1.encode(into: &$0) }
        writer.write(list: ahead) { $1.encode(into: &$0, base: .init(milliseconds: 0)) }
        writer.write(list: late) { $1.encode(into: &$0, base: .init(milliseconds: 0)) }
        writer.write(optional: lateDueAt) { $0.write($1) }
        writer.write(list: tracks) { $1.encode(into: &$0) }
        writer.write(list: health) { writer, health in
            writer.write(health.lastHeard)
            writer.write(optional: health.offlineSince) { $0.write($1) }
            writer.writeVariable(health.reportInterval)
            writer.write(optional: health.battery) { $0.write($1) }
            writer.write(optional: health.batteryRun) { $1.encode(into: &$0) }
        }
        writer.write(homeHeard)
        writer.write(lastActivity)
        writer.write(optional: leftAt) { $0.write($1) }
        writer.write(watchingSince)
        writer.write(seesAgainSince)
        writer.write(isHeld)
        writer.write(whereaboutsLostAt)
        writer.write(optional: bridgeOfflineSince) { $0.write($1) }
        statedTimes.encode(into: &writer)
        writer.write(list: alarmsOn.sorted()) { $0.write($1) }
        writer.write(list: lastPress.sorted { $0.key < $1.key }) {
            $0.write($1.key); $0.write($1.value)
        }
        whereabouts.encode(into: &writer)
        encodeEntered(into: &writer)
        encodeLearned(into: &writer)
        beats.encode(into: &writer)
        writer.write(lossShare)
        habits.encode(into: &writer)
        past.encode(into: &writer)
        return writer.bytes
    }

    private func encodeLearned(into writer: inout ByteWriter) {
        writer.write(list: deviceRhythms) { $0.write(list: $1.longestGaps) { $0.write($1) } }
        writer.write(list: homeRhythm.longestGaps) { $0.write($1) }
        detector.encode(into: &writer)
        history.encode(into: &writer)
        writer.write(list: serving.sorted()) { $0.write($1) }
        writer.write(list: firstActivities) { $0.write($1) }
        writer.write(list: longestInactivities) { $0.write($1) }
        writer.write(list: families) { $1.encode(into: &$0) }
        // Alerts are few and in their published form anyway.
        let json = JSONEncoder()
        json.outputFormatting = .sortedKeys
        writer.write((try? json.encode(book.alerts)).map { [UInt8]($0) } ?? [])
    }

    /// Reads a state of the current version. Throws `ByteCodingError` when the bytes are damaged.
    package init(decoding bytes: [UInt8]) throws {
        var reader = ByteReader(bytes)
        clock = try reader.readTimestamp()
        openDay = try reader.readOptional { try $0.readDay() }
        yesterday = try reader.readOptional { try DayLog(from: &$0) }
        today = try reader.readOptional { try DayLog(from: &$0) }
        ahead = try reader.readList { try LoggedEvent(from: &$0, base: .init(milliseconds: 0)) }
        late = try reader.readList { try LoggedEvent(from: &$0, base: .init(milliseconds: 0)) }
        lateDueAt = try reader.readOptional { try $0.readTimestamp() }
        tracks = try reader.readList { try DeviceTrack(from: &$0) }
        health = try reader.readList { reader in
            DeviceHealth(
                lastHeard: try reader.readTimestamp(), offlineSince: try reader.readOptional { try $0.readTimestamp() },
                reportInterval: try reader.readVariable(), battery: try reader.readOptional { try $0.readDouble() },
                batteryRun: try reader.readOptional { try BatteryRun(from: &$0) })
        }
        homeHeard = try reader.readTimestamp()
        lastActivity = try reader.readTimestamp()
        leftAt = try reader.readOptional { try $0.readTimestamp() }
        watchingSince = try reader.readTimestamp()
        seesAgainSince = try reader.readTimestamp()
        isHeld = try reader.readBool()
        whereaboutsLostAt = try reader.readTimestamp()
        bridgeOfflineSince = try reader.readOptional { try $0.readTimestamp() }
        statedTimes = try StatedTimes(from: &reader)
        alarmsOn = Set(try reader.readList { try $0.read(UInt32.self) })
        let presses = try reader.readList { (try $0.read(UInt16.self), try $0.readTimestamp()) }
        lastPress = Dictionary(presses, uniquingKeysWith: max)
        whereabouts = try Whereabouts(from: &reader)
        try decodeEntered(from: &reader)
        try decodeLearned(from: &reader)
        beats = try Beats(from: &reader)
        lossShare = try reader.readDouble()
        habits = try Habits(from: &reader)
        past = try FeaturePast(from: &reader)
    }

    private mutating func decodeLearned(from reader: inout ByteReader) throws {
        deviceRhythms = try reader.readList { Rhythm(longestGaps: try $0.readList { try $0.read(UInt16.self) }) }
        homeRhythm = Rhythm(longestGaps: try reader.readList { try $0.read(UInt16.self) })
        detector = try ChangeDetector(from: &reader)
        self.history = try DayHistory(from: &reader)
        serving = Set(try reader.readList { try $0.read(UInt16.self) })
        firstActivities = try reader.readList { try $0.readDouble() }
        longestInactivities = try reader.readList { try $0.readDouble() }
        families = try reader.readList { try FamilyWatch(from: &$0) }
        guard families.count == Alert.Family.changes.count else { throw ByteCodingError("another set of families") }
        let alerts = Data(try reader.readBytes())
        do {
            book = AlertBook(alerts: try JSONDecoder().decode([Alert].self, from: alerts))
        } catch {
            throw ByteCodingError("alerts: \(error)")
        }
    }
}

extension DayLog {
    /// The form in which a closed day is kept.
    package func encoded() -> [UInt8] {
        var writer = ByteWriter(reserving: 1024 + 8 * events.count)
        encode(into: &writer)
        return writer.bytes
    }

    /// Throws `ByteCodingError` when the bytes are damaged.
    package init(decoding bytes: [UInt8]) throws {
        var reader = ByteReader(bytes)
        try self.init(from: &reader)
    }

    func encode(into writer: inout ByteWriter) {
        writer.write(day)
        carry.encode(into: &writer)
        var base = Timestamp(milliseconds: Int64(day.number) * 86_400_000)
        writer.write(base)
        // Plain loops: these lists are long, and the general way costs ten times as much an element.
        writer.writeVariable(Int64(events.count))
        for event in events {
            event.encode(into: &writer, base: base)
            base = event.time
        }
        writer.writeVariable(Int64(heard.count))
        for slots in heard { slots.encode(into: &writer) }
        unwatched.encode(into: &writer)
        bridgeOffline.encode(into: &writer)
        writer.write(isNearlyCrowded)
        writer.write(list: powered.sorted { $0.key < $1.key }) { writer, powered in
            writer.write(powered.key)
            writer.write(list: powered.value.words) { $0.write($1) }
        }
        writer.write(optional: indoorTemperature) { writer, range in
            writer.write(range.lowerBound)
            writer.write(range.upperBound)
        }
        writer.write(list: silenceLimits) { $0.writeVariable($1) }
        writer.write(list: published) { writer, published in
            writer.write(published.feature)
            writer.write(optional: published.value) { $0.write($1) }
            writer.write(published.coverage)
            writer.write(published.context.rawValue)
            writer.write(published.withheld?.rawValue ?? "")
            writer.writeVariable(Int64(published.revision))
        }
    }

    init(from reader: inout ByteReader) throws {
        day = try reader.readDay()
        carry = try DayCarry(from: &reader)
        var base = try reader.readTimestamp()
        events = try reader.readList { reader in
            let event = try LoggedEvent(from: &reader, base: base)
            base = event.time
            return event
        }
        heard = try reader.readList { try SlotSet(from: &$0) }
        unwatched = try SlotSet(from: &reader)
        bridgeOffline = try SlotSet(from: &reader)
        isNearlyCrowded = try reader.readBool()
        let minutes = try reader.readList { reader in
            (try reader.read(UInt16.self), MinuteSet(words: try reader.readList { try $0.read(UInt64.self) }))
        }
        powered = Dictionary(minutes, uniquingKeysWith: { $1 })
        indoorTemperature = try reader.readOptional { reader in
            let low = try reader.readDouble()
            return low...max(low, try reader.readDouble())
        }
        silenceLimits = try reader.readList { try $0.readVariable() }
        published = try reader.readList { reader in
            let feature = try reader.readString()
            let value = try reader.readOptional { try $0.readDouble() }
            let coverage = try reader.readDouble()
            let name = try reader.readString()
            guard let context = DayContext(rawValue: name) else { throw ByteCodingError("unknown context \(name)") }
            let reason = try reader.readString()
            return PublishedFeature(
                feature: feature, value: value, coverage: coverage, context: context,
                withheld: Withheld(rawValue: reason), revision: Int(try reader.readVariable()))
        }
    }
}

extension LoggedEvent {
    /// The time as a difference from `base`, whole values in the fewest bytes.
    func encode(into writer: inout ByteWriter, base: Timestamp) {
        let whole = Int64(exactly: value)
        writer.writeVariable(time.milliseconds(since: base))
        writer.writeVariable(Int64(device))
        writer.write(quantity.rawValue | (whole == nil ? 0x80 : 0))
        writer.write(channel)
        if let whole { writer.writeVariable(whole) } else { writer.write(value) }
    }

    init(from reader: inout ByteReader, base: Timestamp) throws {
        time = base.adding(milliseconds: try reader.readVariable())
        device = UInt16(truncatingIfNeeded: try reader.readVariable())
        let code = try reader.readByte()
        guard let quantity = Quantity(rawValue: code & 0x7f) else { throw ByteCodingError("unknown quantity \(code)") }
        self.quantity = quantity
        channel = try reader.readByte()
        value = code & 0x80 == 0 ? Double(try reader.readVariable()) : try reader.readDouble()
    }
}

extension DayCarry {
    func encode(into writer: inout ByteWriter) {
        writer.write(list: tracks) { $1.encode(into: &$0) }
        writer.write(list: lastHeard) { $0.write($1) }
        writer.write(homeHeard)
        writer.write(lastActivity)
        writer.write(optional: unseenSince) { $0.write($1) }
        writer.write(optional: perhapsOutSince) { $0.write($1) }
        writer.write(optional: awaySince) { $0.write($1) }
    }

    init(from reader: inout ByteReader) throws {
        tracks = try reader.readList { try DeviceTrack(from: &$0) }
        lastHeard = try reader.readList { try $0.readTimestamp() }
        homeHeard = try reader.readTimestamp()
        lastActivity = try reader.readTimestamp()
        unseenSince = try reader.readOptional { try $0.readTimestamp() }
        perhapsOutSince = try reader.readOptional { try $0.readTimestamp() }
        awaySince = try reader.readOptional { try $0.readTimestamp() }
    }
}

extension DeviceTrack {
    func encode(into writer: inout ByteWriter) {
        writer.write(level.rawValue)
        writer.write(since)
        writer.write(reported)
    }

    init(from reader: inout ByteReader) throws {
        let code = try reader.readByte()
        guard let level = Level(rawValue: code) else { throw ByteCodingError("unknown level \(code)") }
        self.level = level
        since = try reader.readTimestamp()
        reported = try reader.readTimestamp()
    }
}

extension DayHistory {
    func encode(into writer: inout ByteWriter) {
        writer.write(list: profiles) { writer, profile in
            writer.write(profile.day)
            writer.write(profile.profile.minutes)
        }
        writer.write(list: weights) { writer, weight in
            writer.write(weight.day)
            writer.write(weight.value)
        }
    }

    init(from reader: inout ByteReader) throws {
        let profiles = try reader.readList { reader in
            Profile(day: try reader.read(Int32.self), profile: DayProfile(minutes: try reader.readBytes()))
        }
        let weights = try reader.readList { Weight(day: try $0.read(Int32.self), value: try $0.readDouble()) }
        self.init(profiles: profiles, weights: weights)
    }
}

extension SlotSet {
    func encode(into writer: inout ByteWriter) {
        writer.write(words.0)
        writer.write(words.1)
        writer.write(words.2)
    }

    init(from reader: inout ByteReader) throws {
        self.init(words: (try reader.read(), try reader.read(), try reader.read()))
    }
}

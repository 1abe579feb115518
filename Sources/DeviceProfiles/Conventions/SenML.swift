import CareModel

/// Packs of SenML records in JSON (RFC 8428, with the units of RFC 8798) on any topic with a level `senml`.
///
/// A record's device and what it measures stand in one name: `urn:dev:mac:0024befffe804ff1:heart`. What is measured is
/// found by the last part (names.yaml); where there is none, by the unit, as the profile says under `unit Cel`.
struct SenML: Convention {
    static let name = "senml"

    private var names = FreeNames()
    /// Of base names, then names.
    private var splits: [String: [String: Split]] = [:]
    private var splitCount = 0

    private static let splitLimit = 2000
    private static let lengthLimit = 256

    private static let recordLimit = 10_000
    /// Of the format that RFC 8428 defines.
    private static let version = 10.0
    /// Times below it (2^28 s) are relative to now.
    private static let relativeLimit = 268_435_456.0
    private static let separators: Set<Character> = ["/", ":", "_", ".", "-", ";"]

    /// What later records of the pack take from earlier ones.
    private struct Base {
        var name = ""
        var time = 0.0
        var unit = ""
        var value = 0.0
    }

    /// Device and measured part of a name.
    private final class Split: Sendable {
        let device: String
        let key: String
        /// Of the measured part, for the unit that it had first.
        let rule: FoundRule?
        /// It says that what is measured is a setting.
        let isSetting: Bool

        init(device: String, key: String, rule: FoundRule?, isSetting: Bool) {
            (self.device, self.key, self.rule, self.isSetting) = (device, key, rule, isSetting)
        }
    }

    private struct Record {
        var name: Split
        var time: SourceTime
        var unit: String
        var value: JSONValue
        /// Seconds within which the sensor says that it gives the next; nil where it says nothing.
        var updateTime: Double?
    }

    func owns(_ topic: MessageTopic) -> Bool {
        topic.levels.contains { $0.lowercased() == "senml" || $0.lowercased() == "sensml" }
    }

    mutating func read(_ message: DeviceMessage, into report: inout MessageReport) throws(PayloadFault) {
        guard !message.isEmpty else { return }
        let pack = try message.json()
        let elements = pack.elements
        let listed = elements.isEmpty ? [pack] : elements
        guard !listed[0].members.isEmpty else {
            throw PayloadFault(reason: "a list of SenML records was expected", offset: 0)
        }
        var base = Base()
        var records: [Record] = []
        for element in listed.prefix(Self.recordLimit) {
            records.append(try resolve(element, &base, message, &report))
        }
        let isShared = records.contains {
            $0.name !== records[0].name && $0.name.device != records[0].name.device
        }
        var last: Record?
        for record in records {
            let device = record.name.device
            if device != last?.name.device || record.time != last?.time {
                report.device(device.isEmpty ? message.topic.text : device, isShared: isShared)
                report.time(record.time)
            }
            last = record
            take(record, into: &report)
            if let seconds = record.updateTime { report.reports(everySeconds: seconds) }
        }
    }

    // MARK: Records

    private mutating func resolve(
        _ element: JSONValue, _ base: inout Base, _ message: DeviceMessage, _ report: inout MessageReport
    ) throws(PayloadFault) -> Record {
        let fields = try Fields(element)
        if let version = fields.version, version > Self.version {
            throw PayloadFault(reason: "SenML of a later version", offset: 0)
        }
        if let name = fields.baseName { base.name = name }
        if let time = fields.baseTime { base.time = time }
        if let unit = fields.baseUnit { base.unit = unit }
        if let value = fields.baseValue { base.value = value }
        // Data (`vd`) and sums (`s`) are no readings.
        let value = fields.value.map { .number(base.value + $0) } ?? fields.truth ?? fields.text ?? JSONValue.null
        let unit = fields.unit ?? base.unit
        return Record(
            name: known(base.name, fields.name ?? "", unit: unit, &report),
            time: Self.time(base.time + (fields.time ?? 0), receivedAt: message.receivedAt), unit: unit,
            value: value, updateTime: fields.updateTime)
    }

    /// The members of a record, found in one pass.
    private struct Fields {
        var version, baseTime, baseValue, time, updateTime, value: Double?
        var baseName, baseUnit, name, unit: String?
        var truth, text: JSONValue?

        /// A field whose name ends in `_` must be understood.
        init(_ element: JSONValue) throws(PayloadFault) {
            for member in element.members {
                switch member.key {
                case "bver": version = member.value.number
                case "bn": baseName = member.value.text
                case "bt": baseTime = member.value.number
                case "bu": baseUnit = member.value.text
                case "bv": baseValue = member.value.number
                case "n": name = member.value.text
                case "t": time = member.value.number
                case "ut": updateTime = member.value.number
                case "u": unit = member.value.text
                case "v": value = member.value.number
                case "vb": truth = member.value
                case "vs": text = member.value
                case let key where key.utf8.last == UInt8(ascii: "_"):
                    throw PayloadFault(reason: "the SenML field `\(key.prefix(32))` must be understood", offset: 0)
                default: break
                }
            }
        }
    }

    /// In seconds: since 1970, or before and after now. 0 is now.
    private static func time(_ seconds: Double, receivedAt: Timestamp?) -> SourceTime {
        guard seconds != 0 else { return .none }
        guard seconds.magnitude < 1e11 else { return .unreadable }
        let milliseconds = Int64((seconds * 1000).rounded())
        if seconds >= relativeLimit { return .at(Timestamp(milliseconds: milliseconds)) }
        return receivedAt.map { .at(Timestamp(milliseconds: $0.milliseconds + milliseconds)) } ?? .none
    }

    private mutating func known(
        _ base: String, _ name: String, unit: String, _ report: inout MessageReport
    ) -> Split {
        if let known = splits[base]?[name] { return known }
        let (device, key) = split(base, name, report)
        let rule = names.meaning(of: key, in: report).map { meaning in
            report.find(
                meaning.found.key, unit: meaning.reads == .number ? unit : "", channel: meaning.found.channel)
        }
        let isSetting = rule == nil && names.isSetting(key, in: report)
        let new = Split(device: device, key: key, rule: rule, isSetting: isSetting)
        if splitCount < Self.splitLimit, base.utf8.count + name.utf8.count <= Self.lengthLimit {
            splits[base, default: [:]][name] = new
            splitCount += 1
        }
        return new
    }

    private mutating func split(_ base: String, _ name: String, _ report: MessageReport) -> (String, String) {
        let full = base + name
        if full.hasPrefix("urn:dev:") {
            let id = full.split(separator: ":", maxSplits: 3).last ?? ""
            guard let end = id.firstIndex(where: { [":", "/", "_", ";"].contains($0) }) else { return (full, "") }
            return (String(full[..<end]), String(full[full.index(after: end)...]))
        }
        if !base.isEmpty, !name.isEmpty, !name.contains("/"), !name.contains(":") {
            return (Self.trimmed(base), name)
        }
        if let at = full.lastIndex(where: { $0 == "/" || $0 == ":" }) {
            let key = String(full[full.index(after: at)...])
            if names.find(key, in: report) != nil { return (Self.trimmed(String(full[..<at])), key) }
        }
        let isKey = names.find(full, in: report) != nil || names.isSetting(full, in: report)
        return isKey ? ("", full) : (Self.trimmed(full), "")
    }

    private static func trimmed(_ name: String) -> String {
        String(name[..<(name.lastIndex { !separators.contains($0) }.map { name.index(after: $0) } ?? name.startIndex)])
    }

    // MARK: Meaning

    private mutating func take(_ record: Record, into report: inout MessageReport) {
        if let rule = record.name.rule {
            if rule.unit == record.unit {
                report.value(rule, record.value)
            } else {
                _ = names.take(record.name.key, record.value, unit: record.unit, into: &report)
            }
        } else if !record.name.isSetting {
            report.value("unit " + record.unit, record.value)
        }
    }
}

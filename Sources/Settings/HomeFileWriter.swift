package import CareModel
import Foundation

/// Writes a home's YAML file, for `vardag home new` and for simulated homes.
package struct HomeFileWriter {
    private let id: String
    private let resident: String
    private let timeZone: TimeZone
    private let baseTopic: String

    /// Checks what the command line says of the home; nil when something is wrong. The diagnostics' paths are the
    /// options' names: `--id`, `--time-zone`, `--base-topic`, `--resident`.
    package init?(
        id: String, timeZone: String, baseTopic: String? = nil, resident: String? = nil, into diagnostics: Diagnostics
    ) {
        func option(_ name: String, _ text: String) -> FormValue {
            FormValue(
                content: .scalar(text: text, isQuoted: true), outerName: "", step: .key(name), path: name, line: 1,
                column: 1, diagnostics: diagnostics)
        }
        let checkedID = option("--id", id).identifier()
        let zone = option("--time-zone", timeZone).timeZone()
        let base = baseTopic.map { option("--base-topic", $0).topic() } ?? "homes/\(id)"
        let person = resident.map { option("--resident", $0).identifier() } ?? id
        guard let checkedID, let zone, let base, let person else { return nil }
        self.id = checkedID
        self.timeZone = zone
        self.baseTopic = base
        self.resident = person
    }

    /// The home's file from an installer's list (`device,kind,room,placement[,topic]`); nil when the list has errors,
    /// all of which are in `diagnostics`. Unknown kinds and placements stay as written, with a warning.
    package func yaml(devicesFile path: String, into diagnostics: Diagnostics) -> String? {
        let errorsBefore = diagnostics.errorCount
        guard let list = InstallerList(path, into: diagnostics) else { return nil }
        var devices = DeviceList(baseTopic: baseTopic)
        devices.read(list.rows)
        guard diagnostics.errorCount == errorsBefore else { return nil }
        let definition = HomeDefinition(
            id: id, resident: resident, timeZone: timeZone, baseTopic: baseTopic, devices: devices.entries.map(\.device)
        )
        return Self.yaml(definition, devices: devices.entries)
    }

    /// The file of a home that already is one.
    package static func yaml(for home: HomeDefinition) -> String {
        let entries = home.devices.map {
            DeviceEntry(device: $0, kindWord: $0.kind.rawValue, placementWord: $0.placement.rawValue)
        }
        return yaml(home, devices: entries)
    }

    private static func yaml(_ home: HomeDefinition, devices: [DeviceEntry]) -> String {
        let night = "{from: \"\(clock(home.night.from))\", to: \"\(clock(home.night.to))\"}"
        return """
            # A home: who lives there and which devices watch over it. `vardag check` says what is wrong in here.
            # Text that YAML could take for something else (on, 12:30) stands in quotes.
            home: \(YAMLScalar.written(home.id))
            # What alerts and features are kept under.
            resident: \(YAMLScalar.written(home.resident))
            time_zone: \(YAMLScalar.written(zoneName(home.timeZone)))
            # Every topic of this home is inside this one.
            base_topic: \(YAMLScalar.written(home.baseTopic))
            # The hours that count as night, by the clock on the wall.
            night: \(night)
            # Hours without a sign from any device after which somebody should look in.
            welfare_check_hours: \(home.welfareCheckHours)
            \(visits(home.plannedVisits))
            # When medicine is to be taken, for a home with a dispenser: medication_times: ["08:00", "20:00"]
            # How many people live here, where it is more than one: persons: 2
            # The gateway's area whose settings hold here: area: north
            # Accepted false alerts about changes per 30 days, where not the area's: alert_budget: 0.5, 1 or 2
            # Alerts about changes say which condition they resemble: condition_hints: on or off
            \(carePlan(home.carePlan))

            # kind: \(words(DeviceKind.self, except: .other)).
            # placement: \(words(Placement.self, except: .other)), or leave it out.
            # address: what its convention calls it, where several devices speak on one topic (docs/devices.md).
            # topic: where it is not `<base_topic>/zigbee2mqtt/<device>` (self_monitoring: `<base_topic>/vitals/#`).
            devices:\(devices.isEmpty ? " []" : "")

            """ + devices.map { line($0, baseTopic: home.baseTopic) }.joined()
    }

    /// Foundation renames UTC.
    private static func zoneName(_ zone: TimeZone) -> String { zone.identifier == "GMT" ? "UTC" : zone.identifier }

    private static func line(_ entry: DeviceEntry, baseTopic: String) -> String {
        let device = entry.device
        var text = "  - {device: \(YAMLScalar.written(device.name)), kind: \(YAMLScalar.written(entry.kindWord))"
        if !device.room.isEmpty { text += ", room: \(YAMLScalar.written(device.room))" }
        if !entry.placementWord.isEmpty { text += ", placement: \(YAMLScalar.written(entry.placementWord))" }
        if device.topic != DeviceList.defaultTopic(of: device.name, kind: device.kind, baseTopic: baseTopic) {
            text += ", topic: \(YAMLScalar.written(device.topic))"
        }
        if !device.address.isEmpty { text += ", address: \(YAMLScalar.written(device.address))" }
        let kept = device.kind == .other || device.placement == .other
        return text + (kept ? "}  # kept as other: no such kind or placement\n" : "}\n")
    }

    private static func visits(_ visits: [PlannedVisit]) -> String {
        guard !visits.isEmpty else {
            return
                "# Weekly visits, such as home care: planned_visits: [{days: [mon, wed], from: \"08:00\", to: \"08:30\"}]"
        }
        let lines = visits.map { visit in
            let days = PlannedVisit.Weekday.allCases.filter(visit.days.contains).map(\.rawValue).joined(separator: ", ")
            return "  - {days: [\(days)], from: \"\(clock(visit.from))\", to: \"\(clock(visit.to))\"}"
        }
        return (["# Weekly visits, such as home care.", "planned_visits:"] + lines).joined(separator: "\n")
    }

    private static func clock(_ minute: Int) -> String {
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        return "\(two(minute / 60)):\(two(minute % 60))"
    }

    private static func words<T: CaseIterable & RawRepresentable & Equatable>(_ type: T.Type, except other: T) -> String
    where T.RawValue == String {
        T.allCases.filter { $0 != other && !$0.rawValue.isEmpty }.map(\.rawValue).joined(separator: ", ")
    }
}

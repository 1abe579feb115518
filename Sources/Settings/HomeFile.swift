package import CareModel
import Foundation

/// A home's YAML file.
package enum HomeFile {
    /// Reads one home; nil when it has errors, all of which are in `diagnostics`. Devices are numbered by position.
    package static func load(_ path: String, into diagnostics: Diagnostics) -> HomeDefinition? {
        FormFile.read(path, into: diagnostics, placedHome)?.definition
    }

    /// As `load(_:into:)`, from text; `path` is what messages call it.
    package static func read(text: String, path: String, into diagnostics: Diagnostics) -> HomeDefinition? {
        FormFile.read(text: text, path: path, into: diagnostics, placedHome)?.definition
    }

    /// A home and the places of what must be unique among homes.
    struct PlacedHome {
        let definition: HomeDefinition
        let id: FormValue
        /// Of `base_topic`, or of `home` where the base topic follows from it.
        let baseTopic: FormValue
        /// Of `area`, where it is given.
        let area: FormValue?
    }

    static func placedHome(_ file: FormValue) -> PlacedHome? {
        file.map(
            required: ["home", "time_zone", "devices"],
            optional: [
                "resident", "base_topic", "night", "welfare_check_hours", "planned_visits", "medication_times",
                "persons", "area", "alert_budget", "condition_hints", "contacts", "plan", "key",
            ],
            placedHome(form:))
    }

    private static func placedHome(form: FormReader) -> PlacedHome? {
        let id = form["home"]?.identifier()
        let resident = form["resident"].map { $0.identifier() } ?? id
        let zone = form["time_zone"]?.timeZone()
        let base = form["base_topic"].map { $0.topic() } ?? id.map { "homes/\($0)" }
        let night = form["night"].map { $0.map(optional: ["from", "to"], night(form:)) } ?? NightWindow()
        let hours = form["welfare_check_hours"].map { $0.integer(in: 1...168) } ?? 4
        let visits = plannedVisits(form)
        let medication = form["medication_times"].map { $0.list().map { $0.map { $0.minuteOfDay() } } } ?? []
        let persons = form["persons"].map { $0.integer(in: 1...9) } ?? 1
        let area = form["area"].map { $0.identifier() }
        let budget = form["alert_budget"].map { $0.alertBudget() }
        let hints = form["condition_hints"].map { $0.truth() }
        let carePlan = CarePlan(form: form)
        var devices = DeviceList(baseTopic: base)
        if let values = form["devices"]?.list() {
            if values.isEmpty { form["devices"]?.warning("the home has no devices; list at least one") }
            if values.count > Int(UInt16.max) { form["devices"]?.error("a home has at most \(UInt16.max) devices") }
            devices.read(values)
        }
        guard let id, let resident, let zone, let base, let night, let hours, let visits, let medication, let persons,
            let carePlan, let place = form["home"]
        else { return nil }
        // Given, but with errors.
        if case .some(nil) = area { return nil }
        if case .some(nil) = budget { return nil }
        if case .some(nil) = hints { return nil }
        let definition = HomeDefinition(
            id: id, resident: resident, timeZone: zone, baseTopic: base, night: night, welfareCheckHours: hours,
            plannedVisits: visits, medicationTimes: medication.compactMap { $0 }.sorted(),
            persons: persons, area: area ?? nil, alertBudget: budget ?? nil, conditionHints: hints ?? nil,
            carePlan: carePlan, devices: devices.entries.map(\.device))
        return PlacedHome(
            definition: definition, id: place, baseTopic: form["base_topic"] ?? place, area: form["area"])
    }

    /// Nil when one of them is wrong.
    private static func plannedVisits(_ form: FormReader) -> [PlannedVisit]? {
        guard let value = form["planned_visits"] else { return [] }
        let visits = value.list()?.map(plannedVisit)
        guard let visits, !visits.contains(nil) else { return nil }
        return visits.compactMap { $0 }
    }

    private static func plannedVisit(_ value: FormValue) -> PlannedVisit? {
        value.map(required: ["days", "from", "to"]) { form in
            let words = form["days"]?.list()
            if let days = form["days"], words?.isEmpty == true {
                days.error("\(days.label) needs at least one day, such as [mon, wed]")
            }
            let days = words?.map { $0.choice(of: PlannedVisit.Weekday.self) }
            let (from, to) = (form["from"]?.minuteOfDay(), form["to"]?.minuteOfDay())
            guard let days, !days.isEmpty, !days.contains(nil), let from, let to else { return nil }
            guard from < to else {
                form["to"]?.error(
                    "a planned visit ends after it begins, on the same day; split one that crosses midnight")
                return nil
            }
            return PlannedVisit(days: Set(days.compactMap { $0 }), from: from, to: to)
        }
    }

    private static func night(form: FormReader) -> NightWindow? {
        let from = form["from"].map { $0.minuteOfDay() } ?? NightWindow().from
        let to = form["to"].map { $0.minuteOfDay() } ?? NightWindow().to
        guard let from, let to else { return nil }
        guard from != to else {
            form.value.error("the night begins and ends at the same time; `from` and `to` must differ")
            return nil
        }
        return NightWindow(from: from, to: to)
    }
}

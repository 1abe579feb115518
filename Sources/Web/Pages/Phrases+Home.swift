import CareModel

extension Phrases {
    func text(_ kind: Circumstance.Kind) -> String { say("circumstance.\(kind.rawValue)") }

    func text(_ step: HomeStep) -> String { say("entry.\(step.rawValue)") }

    func text(_ context: DayContext) -> String { say("context.\(context.rawValue)") }

    func text(_ reason: Withheld) -> String { say("withheld.\(reason.rawValue)") }

    func text(_ life: DeviceStatus.Life) -> String { say("life.\(life.rawValue)") }

    func text(_ kind: DeviceKind) -> String { say("device.\(kind.rawValue)") }

    /// Nil where the placement says nothing.
    func text(_ placement: Placement) -> String? {
        placement == .none ? nil : say("placement.\(placement.rawValue)")
    }

    func text(_ group: FeatureGroup) -> String { say("group.\(group)") }

    /// The sensor, as a home lacks it.
    func text(_ need: SensorNeed) -> String { say("need.\(need)") }

    /// What explains an alert away: a circumstance, a device, or another alert's id.
    func text(suppressedBy reason: String) -> String {
        if let kind = Circumstance.Kind(rawValue: reason) { return text(kind) }
        let parts = reason.split(separator: ":", maxSplits: 1)
        if parts.count == 2, parts[0] == "device_offline" {
            return say("deviceNotHeard", ["device": parts[1]])
        }
        return reason
    }

    /// The room, appliance or other qualifier of a feature.
    func text(qualifier: Substring) -> String {
        if qualifier == "count" { return say("qualifier.count") }
        return Placement(rawValue: String(qualifier)).flatMap { text($0) } ?? String(qualifier)
    }

    /// `mån 16 nov`, `Mon 16 Nov`.
    func text(_ day: LocalDay) -> String { "\(catalogue.weekdays[day.weekday]) \(shortText(day))" }

    /// `16 nov`.
    func shortText(_ day: LocalDay) -> String {
        let (_, month, number) = day.civil
        return "\(number) \(catalogue.months[month - 1])"
    }

    /// A stretch of time in words: `3 h 5 min`, `2 d 4 h`.
    func text(minutes: Int) -> String {
        if minutes < 60 { return "\(max(minutes, 0)) min" }
        if minutes < 48 * 60 {
            return minutes % 60 == 0 ? "\(minutes / 60) h" : "\(minutes / 60) h \(minutes % 60) min"
        }
        let hours = minutes / 60 % 24
        return hours == 0 ? "\(minutes / 1440) d" : "\(minutes / 1440) d \(hours) h"
    }

    func text(minutesAgo minutes: Int) -> String {
        minutes < 1 ? say("justNow") : say("ago", ["time": text(minutes: minutes)])
    }
}

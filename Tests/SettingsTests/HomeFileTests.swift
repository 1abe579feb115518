import CareModel
import Foundation
import Settings
import Testing

private func read(_ text: String) -> (HomeDefinition?, [String]) {
    let diagnostics = Diagnostics()
    let home = HomeFile.read(text: text, path: "h.yaml", into: diagnostics)
    return (home, diagnostics.sorted.map(\.description))
}

@Suite struct HomeFileTests {
    @Test func defaults() throws {
        let (home, problems) = read(
            """
            home: anna
            time_zone: Europe/Stockholm
            devices:
              - {device: bath, kind: motion, room: bathroom}
              - {device: on, kind: door, room: hallway, placement: outer_door, topic: homes/anna/z2/on}
              - {device: 12:30, kind: self_monitoring}
            """)
        #expect(problems == [])
        let read = try #require(home)
        #expect(read.id == "anna")
        #expect(read.resident == "anna")
        #expect(read.timeZone.identifier == "Europe/Stockholm")
        #expect(read.baseTopic == "homes/anna")
        #expect(read.night == NightWindow(from: 1320, to: 360))
        #expect(read.welfareCheckHours == 4)
        #expect(
            read.devices == [
                Device(
                    number: 0, name: "bath", kind: .motion, room: "bathroom", placement: .none,
                    topic: "homes/anna/zigbee2mqtt/bath"),
                Device(
                    number: 1, name: "on", kind: .door, room: "hallway", placement: .outerDoor,
                    topic: "homes/anna/z2/on"),
                Device(
                    number: 2, name: "12:30", kind: .selfMonitoring, room: "", placement: .none,
                    topic: "homes/anna/vitals/#"),
            ])
    }

    @Test func everyKeyIsRead() throws {
        let (home, problems) = read(
            """
            home: anna
            resident: r-17
            time_zone: America/St_Johns
            base_topic: ward/3/anna
            night: {from: 23:15, to: "07:00"}
            welfare_check_hours: 6
            area: north
            alert_budget: 0.5
            condition_hints: on
            devices: [{device: a, kind: bed}]
            """)
        #expect(problems == [])
        let read = try #require(home)
        #expect(read.resident == "r-17")
        #expect(read.area == "north" && read.conditionHints == true)
        #expect(read.alertBudget == 0.5)
        #expect(read.timeZone.identifier == "America/St_Johns")
        #expect(read.devices.map(\.topic) == ["ward/3/anna/zigbee2mqtt/a"])
        #expect(read.night == NightWindow(from: 23 * 60 + 15, to: 420))
        #expect(read.welfareCheckHours == 6)
    }

    @Test func aBudgetIsOneOfThree() {
        let (home, problems) = read(
            """
            home: anna
            time_zone: Europe/Stockholm
            alert_budget: 3
            devices: [{device: a, kind: bed}]
            """)
        #expect(home == nil)
        #expect(problems.count == 1 && problems[0].hasPrefix("h.yaml:3:15: error:"))
    }

    @Test func weeklyVisitsAreRead() throws {
        let (home, problems) = read(
            """
            home: anna
            time_zone: Europe/Stockholm
            planned_visits:
              - {days: [mon, wed], from: "08:00", to: "08:30"}
              - {days: [sun], from: 19:15, to: 20:00}
            devices: [{device: a, kind: bed}]
            """)
        #expect(problems == [])
        #expect(
            home?.plannedVisits == [
                PlannedVisit(days: [.mon, .wed], from: 480, to: 510), PlannedVisit(days: [.sun], from: 1155, to: 1200),
            ])
        let written = HomeFileWriter.yaml(for: try #require(home))
        #expect(read(written).0?.plannedVisits == home?.plannedVisits)
    }

    @Test func everyMistakeInAWeeklyVisitHasItsPlace() {
        let (home, problems) = read(
            """
            home: anna
            time_zone: Europe/Stockholm
            planned_visits:
              - {days: [mon, wendesday], from: "08:00", to: "08:30"}
              - {days: [], from: "22:00", to: "06:00"}
              - {days: [tue], from: "8", to: "09:00"}
              - {from: "08:00", to: "09:00"}
            devices: [{device: a, kind: bed}]
            """)
        #expect(home == nil)
        let expected = [
            "h.yaml:4:18: error: `planned_visits[0].days[1]` must be one of mon, tue, wed, thu, fri, sat, sun, "
                + "read `wendesday`",
            "h.yaml:5:12: error: `planned_visits[1].days` needs at least one day, such as [mon, wed]",
            "h.yaml:6:25: error: `planned_visits[2].from` must be a time of day such as \"22:00\", read `8`",
            "h.yaml:7:5: error: `planned_visits[3]`: the key `days` is missing",
        ]
        #expect(problems == expected)
        let (_, late) = read(
            "home: a\ntime_zone: UTC\nplanned_visits: [{days: [fri], from: 22:00, to: 06:00}]\n"
                + "devices: [{device: a, kind: bed}]\n")
        #expect(late.count == 1)
        #expect(late.first?.hasPrefix("h.yaml:3:49: error: ") == true)
        #expect(late.first?.contains("the same day") == true)
    }

    @Test func unknownWordsAreWarningsAndKeptAsOther() throws {
        let (home, problems) = read(
            """
            home: a
            time_zone: UTC
            devices:
              - {device: a, kind: moton, placement: cabinet}
            """)
        #expect(home?.devices.map(\.kind) == [.other])
        #expect(home?.devices.map(\.placement) == [.other])
        #expect(problems.count == 2)
        #expect(
            problems.first == "h.yaml:4:23: warning: unknown kind `moton` is kept as `other`; did you mean `motion`?")
        #expect(
            problems.last?.hasPrefix("h.yaml:4:41: warning: unknown placement `cabinet` is kept as `other`; known: ")
                == true)
    }

    @Test func allErrorsAtOnce() {
        let (home, problems) = read(
            """
            home: anna åberg
            time_zone: Europe/Stokholm
            night: {from: 22:00, to: 22:00}
            welfare_check_hours: 0
            base_topic: homes/+
            devices:
              - {device: a, kind: motion, rom: bath}
              - {kind: motion}
              - {device: a, kind: motion, topic: homes/a/#}
              - motion
              - {device: "", kind: ""}
            """)
        #expect(home == nil)
        let expected = [
            "h.yaml:1:7: error: `home` must be 1 to 64 of the letters A-Z and a-z, digits, `_` and `-`, "
                + "read `anna åberg`",
            "h.yaml:2:12: error: `time_zone` must be an IANA time zone such as `Europe/Stockholm`, "
                + "read `Europe/Stokholm`; did you mean `Europe/Stockholm`?",
            "h.yaml:3:8: error: the night begins and ends at the same time; `from` and `to` must differ",
            "h.yaml:4:22: error: `welfare_check_hours` must be a whole number from 1 to 168, read `0`",
            "h.yaml:5:13: error: `base_topic` must be a topic such as `homes/anna`; the wildcards `+` and `#` "
                + "cannot be in it, read `homes/+`",
            "h.yaml:7:31: error: unknown key `rom`; did you mean `room`?",
            "h.yaml:8:5: error: `devices[1]`: the key `device` is missing",
            "h.yaml:9:14: error: the device `a` is given twice, first on line 7; give each device its own name",
            "h.yaml:9:38: error: `devices[2].topic` must be a topic such as `homes/anna/zigbee2mqtt/door`; "
                + "the wildcards `+` and `#` cannot be in it, read `homes/a/#`",
            "h.yaml:10:5: error: `devices[3]` must be a map (lines of `key: value`), read `motion`",
            "h.yaml:11:14: error: `devices[4].device` must be a name, read ``",
            "h.yaml:11:24: warning: unknown kind `` is kept as `other`; known: motion, presence, door, bed, chair, "
                + "climate, illuminance, vibration, power, leak, smoke, button, medication, self_monitoring",
        ]
        #expect(problems == expected)
    }

    @Test func topicsStayInsideTheHomeAndApart() {
        let (home, problems) = read(
            """
            home: anna
            time_zone: UTC
            devices:
              - {device: a, kind: motion, topic: homes/annabel/a}
              - {device: b, kind: motion, topic: homes/anna/b}
              - {device: c, kind: motion, topic: homes/anna/b}
              - {device: v, kind: self_monitoring}
              - {device: w, kind: self_monitoring, topic: homes/anna/vitals/scale}
              - {device: "x#", kind: motion}
              - {device: /y, kind: motion}
            """)
        #expect(home == nil)
        let expected = [
            "h.yaml:4:38: error: `devices[0].topic` must be inside the home's base topic `homes/anna/`, "
                + "read `homes/annabel/a`",
            "h.yaml:6:38: error: the topic `homes/anna/b` is already that of `b` on line 5; "
                + "give each device its own `topic`",
            "h.yaml:8:47: error: the topic `homes/anna/vitals/scale` of `w` is inside `homes/anna/vitals/#` of `v`; "
                + "give one of them another `topic`",
            "h.yaml:9:14: error: `x#` cannot be a topic's end: the wildcards `+` and `#` cannot be in it; "
                + "give the device a `topic`",
            "h.yaml:10:14: error: `/y` cannot be a topic's end: a level is empty (`//`, or `/` at an end); "
                + "give the device a `topic`",
        ]
        #expect(problems == expected)
    }

    @Test(arguments: [
        ("Stockholm", "Europe/Stockholm"), ("europe/stockholm", "Europe/Stockholm"), ("Helsinky", "Europe/Helsinki"),
    ])
    func aTimeZoneIsSuggested(word: String, meant: String) {
        let (_, problems) = read("home: a\ntime_zone: \(word)\ndevices: [{device: a, kind: bed}]\n")
        #expect(problems.count == 1)
        #expect(problems.first?.hasSuffix("did you mean `\(meant)`?") == true)
    }

    @Test(arguments: ["CET", "GMT+2", "EST", "+01:00", "Europe/../UTC", "Mars/Olympus"])
    func whatIsNoPlaceIsNoTimeZone(word: String) {
        let (home, _) = read("home: a\ntime_zone: \(word)\ndevices: [{device: a, kind: bed}]\n")
        #expect(home == nil)
    }
}

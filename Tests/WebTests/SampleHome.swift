import CareModel
import Foundation

/// What the engine would tell of a home: two days, four devices, a hospital stay and a planned visit.
struct SampleHome: Sendable {
    var status: HomeStatus
    var pictures: [DayPicture]

    /// Local midnight of `WebFixture.day` in Stockholm: 22:00 in UTC of the day before.
    static let midnight = Timestamp(seconds: Int64(WebFixture.day.number) * 86_400 - 7200)

    static func span(_ from: Int64, _ to: Int64) -> TimeSpan {
        TimeSpan(start: midnight.adding(minutes: from), end: midnight.adding(minutes: to))
    }

    /// `text` goes into every name.
    static func unlisted(_ text: String = "") -> UnlistedDevice {
        UnlistedDevice(
            address: "aa:01" + text, convention: "shelly", topic: "homes/h1/x/porch" + text, model: "P1" + text,
            quantities: [.motion, .battery], lastHeard: WebFixture.start,
            lastStated: [Reading(device: 0, quantity: .battery, value: 71.5, time: WebFixture.start)])
    }

    static let triggers = [
        SensorTrigger(device: 1, quantity: .contactOpen, value: 1, heardAt: WebFixture.start),
        SensorTrigger(device: 0, quantity: .temperature, value: 21.46, heardAt: WebFixture.start.adding(seconds: -5)),
    ]

    /// `text` goes into every name.
    init(_ id: String, text: String = "") {
        let now = WebFixture.start
        func device(_ number: UInt16, _ name: String, _ kind: DeviceKind, _ placement: Placement) -> Device {
            Device(
                number: number, name: name + text, kind: kind, room: "kök" + text, placement: placement,
                topic: "homes/\(id)/\(name)")
        }
        status = HomeStatus(
            home: id, resident: "Resident" + text, at: now, lastHeard: now.adding(minutes: -1),
            lastActivity: now.adding(minutes: -95),
            circumstances: [
                Circumstance(kind: .visit, from: now.adding(hours: 2), until: now.adding(hours: 3), by: "Kim" + text)
            ],
            devices: [
                DeviceStatus(
                    device: device(0, "motion", .motion, .none), life: .alive, lastHeard: now.adding(minutes: -1),
                    silenceLimitMinutes: 240, batteryPercent: 71.9),
                DeviceStatus(
                    device: device(1, "door", .door, .outerDoor), life: .silent, lastHeard: now.adding(hours: -50),
                    silenceLimitMinutes: 1500),
                DeviceStatus(
                    device: device(2, "bed", .bed, .bed), life: .offline, lastHeard: now.adding(hours: -3),
                    silenceLimitMinutes: 250, batteryPercent: 9),
                DeviceStatus(
                    device: device(3, "kettle", .power, .kettle), life: .unheard, lastHeard: nil,
                    silenceLimitMinutes: 1500),
            ])
        let previous = Self.span(-1440, 0)
        pictures = [
            DayPicture(
                day: WebFixture.day.previous, span: previous,
                rooms: [.init(name: "kök" + text, active: [Self.span(-1000, -990)]), .init(name: "wc", active: [])],
                inBed: [Self.span(-1440, -1020)], away: [Self.span(-600, -480)], visitors: [Self.span(-300, -240)],
                unseen: [Self.span(-120, -60)], context: .visitor),
            DayPicture(
                day: WebFixture.day, span: TimeSpan(start: Self.midnight, end: now),
                rooms: [
                    .init(name: "kök" + text, active: [Self.span(420, 421), Self.span(425, 445)]),
                    .init(name: "wc", active: [Self.span(400, 404)]),
                ], inBed: [Self.span(0, 395)]),
        ]
    }
}

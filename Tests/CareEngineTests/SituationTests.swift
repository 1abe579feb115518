import CareModel
import Testing

@testable import CareEngine

@Suite struct SituationTests {
    let first = LocalDay(number: 20_000)

    /// Sends a day's readings up to a clock time; from then on only the devices' own reports, for `hours`.
    func motionless(_ ward: inout Ward, _ day: LocalDay, from clock: String, hours: Int) {
        let start = ward.at(day, clock)
        let kinds: Set<Quantity> = [.battery]
        for reading in ward.ordinaryDay(day) + ward.ordinaryDay(day.next) {
            guard reading.time < start.adding(hours: Int64(hours)) else { break }
            if reading.time < start || kinds.contains(reading.quantity) { ward.send(reading) }
        }
        ward.advance(to: start.adding(hours: Int64(hours)))
    }

    @Test func aFallAtHomeIsNoticedWhileTheSensorsLive() throws {
        var ward = Ward()
        ward.live(through: 20)
        motionless(&ward, first.advanced(by: 20), from: "11:10", hours: 10)
        let alert = try #require(ward.careAlerts.first { $0.rule == "silence_while_home" })
        #expect(alert.priority == .p1 && alert.family == .situation && alert.state == .firing)
        // The longest own silence is under three hours, so the limit is its half again and an hour.
        let hours = try #require(alert.raisedAt).minutes(since: ward.at(first.advanced(by: 20), "11:01")) / 60
        #expect(hours >= 3.9 && hours < 6.5)
    }

    @Test func noActivityYetIsNoticedAtItsExactDeadline() throws {
        var ward = Ward()
        ward.live(through: 20)
        motionless(&ward, first.advanced(by: 20), from: "00:00", hours: 14)
        let alert = try #require(ward.careAlerts.first { $0.rule == "no_activity_yet" })
        #expect(alert.priority == .p2 && alert.state == .firing)
        let raised = try #require(alert.raisedAt)
        let lag = raised.minutes(since: ward.at(first.advanced(by: 20), "07:00"))
        #expect(lag >= 90 && lag <= 200)
        // Exactly at the deadline, not when the next message came.
        #expect(raised.milliseconds % 60_000 == 0)
        #expect(ward.careAlerts.count { $0.state == .firing } == 1)
    }

    @Test(arguments: ["03:00", "09:10", "16:00"])
    func aHomeThatFallsSilentIsUnknownNotInactive(clock: String) {
        var ward = Ward()
        ward.live(through: 20)
        let day = first.advanced(by: 20)
        let start = ward.at(day, clock)
        for reading in ward.ordinaryDay(day) where reading.time < start { ward.send(reading) }
        ward.advance(to: start.adding(hours: 48))
        #expect(ward.careAlerts.isEmpty)
        #expect(ward.alerts.contains { $0.rule == "home_unreachable" && $0.priority == .technical })
        #expect(ward.alerts.contains { $0.rule == "welfare_check" && $0.priority == .p2 && $0.family == .technical })
        // It comes back: the technical alerts are over, and the missed days raise nothing.
        for offset in 22..<26 {
            for reading in ward.ordinaryDay(first.advanced(by: Int32(offset)))
            where reading.time > start.adding(hours: 48) {
                ward.send(reading)
            }
        }
        #expect(ward.careAlerts.isEmpty)
        #expect(ward.alerts.filter { $0.rule == "home_unreachable" }.allSatisfy { $0.state == .resolved })
    }

    /// The bridge said that it went; that it came back was lost.
    @Test func aHomeWhoseBridgeNeverSaidThatItIsBackIsInReachOnceItsSensorsSpeak() {
        var ward = Ward()
        ward.live(through: 20)
        let day = first.advanced(by: 20)
        let start = ward.at(day, "09:00")
        for reading in ward.ordinaryDay(day) where reading.time < start { ward.send(reading) }
        ward.bridge(online: false, at: start)
        ward.advance(to: start.adding(hours: 2))
        #expect(ward.alerts.count { $0.rule == "home_unreachable" && $0.state == .firing } == 1)
        for offset in 20..<24 {
            for reading in ward.ordinaryDay(first.advanced(by: Int32(offset)))
            where reading.time > start.adding(hours: 2) {
                ward.send(reading)
            }
        }
        let said = ward.alerts.filter { $0.rule == "home_unreachable" }.map(\.state)
        #expect(said == [.resolved])
        #expect(ward.careAlerts.isEmpty)
    }

    /// A bridge that kept what the sensors said while it had no network, with the sensors' times.
    @Test func lateReadingsOfAHomeOutOfReachRaiseNothingAgainAndAgain() {
        var ward = Ward()
        ward.live(through: 20)
        let day = first.advanced(by: 20)
        let start = ward.at(day, "09:00")
        let back = start.adding(hours: 10)
        for reading in ward.ordinaryDay(day) where reading.time < start { ward.send(reading) }
        ward.advance(to: back)
        for reading in ward.ordinaryDay(day) where reading.time > start && reading.time < back {
            ward.send(reading, receivedAt: back)
        }
        for reading in ward.ordinaryDay(day) where reading.time > back { ward.send(reading) }
        let said = ward.alerts.filter { $0.rule == "home_unreachable" }.map(\.state)
        #expect(said == [.resolved])
        #expect(ward.careAlerts.isEmpty)
    }

    @Test func silenceBehindADeadSensorIsSuppressedNotRaised() {
        var ward = Ward()
        ward.live(through: 20)
        let day = first.advanced(by: 20)
        let start = ward.at(day, "08:30")
        // The living room's sensor dies; the resident sits there; everything else goes on reporting itself.
        for reading in ward.ordinaryDay(day) {
            let isDead = reading.device == ward.number("lounge")
            if reading.time < start || (!isDead && reading.quantity == .battery) { ward.send(reading) }
        }
        #expect(ward.careAlerts.allSatisfy { $0.state == .suppressed || $0.state == .resolved })
        #expect(ward.alerts.contains { $0.rule == "device_offline" && $0.place == "lounge" })
    }

    @Test func aGatewayThatWasDownRaisesNothing() {
        var ward = Ward()
        ward.live(through: 20)
        let day = first.advanced(by: 20)
        let (down, up) = (ward.at(day, "05:00"), ward.at(day, "19:00"))
        for reading in ward.ordinaryDay(day) where reading.time < down { ward.send(reading) }
        var out: [Effect] = []
        ward.engine.unwatched(from: down, to: up, recall: { _ in nil }, into: &out)
        ward.keep(out)
        for reading in ward.ordinaryDay(day) where reading.time > up { ward.send(reading) }
        for offset in 21..<24 {
            for reading in ward.ordinaryDay(first.advanced(by: Int32(offset))) { ward.send(reading) }
        }
        #expect(ward.alerts.isEmpty)
        #expect(ward.value("activity_minutes", day) == nil)
    }

    @Test func goingOutIsNotSilence() {
        var ward = Ward()
        ward.live(through: 20)
        let day = first.advanced(by: 20)
        let left = ward.at(day, "13:00").adding(minutes: 1)
        for reading in ward.ordinaryDay(day) where reading.time < left || reading.quantity == .battery {
            ward.send(reading)
        }
        #expect(ward.careAlerts.map(\.rule) == ["not_returned_home"])
    }

    @Test func aDeviceTheBridgeCallsOfflineIsHeldTenMinutes() {
        var ward = Ward()
        ward.live(through: 2)
        let time = ward.at(first.advanced(by: 2), "10:00")
        ward.send(ward.reading("kitchen", 1, at: time, quantity: .availability))
        ward.advance(to: time.adding(minutes: 9))
        #expect(ward.alerts.isEmpty)
        ward.advance(to: time.adding(minutes: 11))
        #expect(ward.alerts.first?.rule == "device_offline")
        #expect(ward.alerts.first?.raisedAt == time.adding(minutes: 10))
        for reading in ward.movement("kitchen", time.adding(minutes: 20)) { ward.send(reading) }
        #expect(ward.alerts.first?.state == .resolved)
    }

    @Test("a retained \"offline\" tells of a device that was never heard, and of no other")
    func retainedOffline() {
        var ward = Ward()
        ward.live(through: 2)
        let time = ward.at(first.advanced(by: 2), "10:00")
        ward.send(ward.reading("kitchen", 1, at: time, quantity: .availability, flags: .retained))
        ward.advance(to: time.adding(minutes: 11))
        #expect(ward.alerts.isEmpty)
        // What the bridge says now counts, and what it retains does not take it back.
        ward.send(ward.reading("kitchen", 1, at: time.adding(minutes: 12), quantity: .availability))
        ward.send(ward.reading("kitchen", 1, at: time.adding(minutes: 13), quantity: .availability, flags: .retained))
        ward.advance(to: time.adding(minutes: 23))
        #expect(ward.alerts.first?.raisedAt == time.adding(minutes: 22))

        var fresh = Ward()
        fresh.send(fresh.reading("lounge", 0, at: time))
        fresh.send(fresh.reading("kitchen", 1, at: time, quantity: .availability, flags: .retained))
        fresh.advance(to: time.adding(minutes: 11))
        #expect(fresh.alerts.map(\.rule) == ["device_offline"])
    }
}

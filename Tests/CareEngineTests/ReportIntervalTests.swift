import CareModel
import Testing

@testable import CareEngine

/// What a device says of how often it reports.
@Suite struct ReportIntervalTests {
    let first = LocalDay(number: 20_000)

    private func hours(_ count: Int64) -> Int64 { count * 3_600_000 }

    /// When the device was called offline, in minutes after it was last heard; nil when it was not within `days`.
    private func missedAfterMinutes(_ ward: Ward, _ device: String, lastHeard: Timestamp, days: Int64) -> Double? {
        var ward = ward
        var time = lastHeard
        while time < lastHeard.adding(hours: 24 * days) {
            time = time.adding(minutes: 30)
            for other in ["kitchen", "bathroom", "bedroom"] where other != device {
                ward.send(ward.reading(other, 90, at: time, quantity: .battery))
            }
        }
        return ward.alerts.first { $0.rule == "device_offline" && $0.place == device }?.raisedAt?
            .minutes(since: lastHeard)
    }

    private func newHome(
        stating seconds: Double?, flags: ReadingFlags = [], days: Int64 = 1
    ) -> Double? {
        var ward = Ward()
        let start = ward.at(first, "08:00")
        if let seconds {
            ward.send(ward.reading("lounge", seconds, at: start, quantity: .reportInterval, flags: flags))
        }
        ward.send(ward.reading("lounge", 90, at: start, quantity: .battery))
        return missedAfterMinutes(ward, "lounge", lastHeard: start, days: days)
    }

    @Test func aDeviceIsMissedByItsOwnWordFromTheFirstDay() {
        #expect(newHome(stating: nil) == nil)
        #expect(newHome(stating: 60) == 240)
        #expect(newHome(stating: 7200) == 360)
        #expect(newHome(stating: 36_000) == nil)
        #expect(newHome(stating: 36_000, days: 2) == 1800)
    }

    @Test func whatWasStatedLongAgoCountsAndWhatCannotBeDoesNot() {
        #expect(newHome(stating: 60, flags: .retained) == 240)
        #expect(newHome(stating: 1e9, flags: .implausible, days: 2) == nil)
        #expect(newHome(stating: 60, flags: .historical) == nil)
    }

    @Test func aPromiseIsNoSignOfLife() {
        var ward = Ward()
        let start = ward.at(first, "08:00")
        ward.send(ward.reading("lounge", 60, at: start, quantity: .reportInterval))
        #expect(ward.engine.status().devices.first { $0.device.name == "lounge" }?.life == .unheard)
        ward.send(ward.reading("lounge", 90, at: start, quantity: .battery))
        #expect(ward.engine.status().devices.first { $0.device.name == "lounge" }?.life == .alive)
        #expect(ward.engine.status().devices.first { $0.device.name == "lounge" }?.silenceLimitMinutes == 240)
    }

    @Test func aDeviceThatPromisesLittleIsGivenTheTime() {
        var ward = Ward()
        ward.live(through: 8)
        let day = first.advanced(by: 8)
        let last = ward.at(day, "00:10")
        ward.send(ward.reading("lounge", 90, at: last, quantity: .battery))
        #expect(missedAfterMinutes(ward, "lounge", lastHeard: last, days: 1) == 240)
        ward.send(ward.reading("lounge", 28_800, at: last, quantity: .reportInterval))
        #expect(missedAfterMinutes(ward, "lounge", lastHeard: last, days: 2) == 1440)
    }

    @Test func whatADeviceKeepsToWinsOverWhatItPromises() {
        let seldom = Rhythm(longestGaps: [100, 140, 144])
        #expect(seldom.deviceLimit(stated: 60_000) == seldom.deviceLimit())
        #expect(seldom.deviceLimit(stated: hours(24)) == hours(72))
        let often = Rhythm(longestGaps: [1, 1, 2])
        #expect(often.deviceLimit(isMains: true, stated: hours(2)) == hours(6))
        #expect(Rhythm().deviceLimit(isMains: true, stated: 60_000) == hours(1))
    }

    @Test func itIsKeptWithTheState() throws {
        var ward = Ward()
        let start = ward.at(first, "08:00")
        ward.send(ward.reading("lounge", 600, at: start, quantity: .reportInterval))
        let state = ward.engine.state
        #expect(state.health[Int(ward.number("lounge"))].reportInterval == 600_000)
        #expect(try HomeState(decoding: state.encoded()) == state)
    }
}

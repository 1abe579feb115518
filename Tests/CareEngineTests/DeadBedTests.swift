import CareModel
import Testing

@testable import CareEngine

/// The bed's sensor died while somebody lay there: its last word is not believed for as long as it is silent.
@Suite struct DeadBedTests {
    let first = LocalDay(number: 20_000)
    var day: LocalDay { first.advanced(by: 20) }

    /// Twenty ordinary days, and ordinary days without the bed from 23:30 on the last of them; `keep` takes the day's
    /// number after that.
    func ward(days: Int32, _ keep: (inout Ward, Int32, Reading) -> Bool = { _, _, _ in true }) -> Ward {
        var ward = Ward()
        ward.live(through: 19)
        let (bed, dead) = (ward.number("bed"), ward.at(day.previous, "23:30"))
        for offset in -1..<days {
            for reading in ward.ordinaryDay(day.advanced(by: offset)) {
                if reading.device == bed, reading.time > dead { continue }
                if offset < 0 || keep(&ward, offset, reading) { ward.send(reading) }
            }
        }
        return ward
    }

    @Test func whoGoesOutIsOut() {
        var ward = ward(days: 3)
        ward.advance(to: ward.at(day.advanced(by: 3), "00:00"))
        #expect(ward.alerts.contains { $0.rule == "device_offline" && $0.place == "bed" })
        #expect(ward.value("outings", day.previous) == 1)
        #expect(ward.value("outings", day.next) == 1)
        #expect(ward.value("time_out_of_home", day.next) == ward.value("time_out_of_home", day.previous))
        // An afternoon's silence at home is not sleep either.
        #expect(ward.engine.isInBed == false)
    }

    @Test func whoLiesStillIsMissed() throws {
        var still = Timestamp.distantFuture
        var ward = ward(days: 2) { ward, offset, reading in
            still = ward.at(day.next, "08:01")
            return offset < 1 || reading.time < still || reading.quantity == .battery
        }
        ward.advance(to: ward.at(day.next, "20:00"))
        let told = try #require(ward.careAlerts.first)
        #expect(told.rule == "silence_while_home" && told.priority == .p1 && told.onset <= still)
    }

    /// Out since 13:00; on the third night the bed is heard again and says that nobody lies there.
    @Test func aBedThatIsHeardAgainBringsNobodyHome() throws {
        for isEmpty in [true, false] {
            var ward = ward(days: 2) { ward, offset, reading in
                reading.time <= ward.at(day, "13:02") || reading.quantity == .battery
            }
            let left = try #require(ward.engine.state.leftAt)
            let heard = ward.at(day.advanced(by: 2), "03:00")
            ward.send(ward.reading("bed", isEmpty ? 0 : 1, at: heard))
            #expect(ward.engine.state.leftAt == left && ward.engine.isInBed == !isEmpty)
            #expect(ward.engine.state.lastActivity < heard)
            ward.sendReports(of: day.advanced(by: 2), from: "03:01", to: "23:59")
            #expect(!ward.careAlerts.contains { $0.rule == "no_activity_yet" })
            ward.advance(to: ward.at(day.advanced(by: 3), "00:00"))
            guard isEmpty else { continue }
            #expect(ward.value("time_out_of_home", day.next) == 1440)
            #expect(ward.value("time_out_of_home", day.advanced(by: 2)) == 1440)
        }
    }

    /// Back in bed, and no other sensor in the bedroom saw it.
    @Test func whoMayBeBackInBedIsLookedForLater() throws {
        var ward = ward(days: 1) { ward, _, reading in reading.time < ward.at(day, "00:50") }
        for reading in ward.movement("bathroom", ward.at(day, "02:04")) { ward.send(reading) }
        ward.sendReports(of: day, from: "00:50", to: "06:30", except: "bed")
        #expect(ward.careAlerts.isEmpty)
        let told = try #require(ward.alerts.first { $0.rule == "unseen_since_outage" })
        #expect(told.family == .technical && told.onset == ward.moment(day, "02:04"))
        #expect(told.raisedAt == told.onset.adding(minutes: 4 * (try #require(ward.engine.limits.bathroom[1]))))
    }
}

import CareModel
import Testing

@testable import Simulator

struct FaultTests {
    private func home(days: Int = 8, _ change: (inout Faults) -> Void) -> SimulatedHome {
        var plan = Plan()
        change(&plan.faults)
        return SimulatedLife.home(days: days, plan: plan)
    }

    private let clean = SimulatedLife.home(days: 8)

    private func withoutLinkQuality(_ payload: String) -> String {
        payload.replacing(/"linkquality":\d+/, with: "")
    }

    @Test func duplicatesDifferOnlyInLinkQuality() {
        let home = home { $0.duplicateShare = 0.1 }
        let added = Set(home.messages).subtracting(clean.messages)
        #expect(Set(clean.messages).isSubset(of: home.messages))
        #expect(Double(added.count) / Double(clean.messages.count) > 0.07)
        for twice in added {
            #expect(
                clean.messages(from: String(twice.topic.split(separator: "/").last ?? "")).contains {
                    (0...400).contains(twice.at.milliseconds(since: $0.at))
                        && withoutLinkQuality($0.payload) == withoutLinkQuality(twice.payload)
                })
        }
    }

    @Test func oldStateComesJustBeforeTheNew() {
        let home = home { $0.staleShare = 1 }
        let bed = home.messages(from: "bed")
        let changes = clean.transitions(of: "bed", to: "\"occupancy\":true")
        for at in changes.dropFirst() {
            let states = bed.filter { $0.at == at }.map { $0.payload.contains("\"occupancy\":true") }
            #expect(states == [false, true])
        }
    }

    @Test func missingOffsStayOn() {
        let home = home { $0.missingOffShare = 0.3 }
        let kept = home.messages(from: "kitchen-motion").filter { $0.payload.contains("\"occupancy\":false") }.count
        let usual = clean.messages(from: "kitchen-motion").filter { $0.payload.contains("\"occupancy\":false") }.count
        #expect(Double(kept) < 0.85 * Double(usual))
    }

    @Test func deadSensorIsSilentAndLaterOffline() throws {
        let home = home { $0.deadSensors = [.init(device: "bathroom-motion", fromDay: 3)] }
        let row = try #require(home.rows("dead_sensor:bathroom-motion").first)
        #expect(!home.messages(from: "bathroom-motion").contains { $0.at >= row.start })
        let offline = home.messages(from: "bathroom-motion/availability").last
        #expect(offline?.payload == #"{"state":"offline"}"# && offline?.at == row.start.adding(hours: 25))
        #expect(home.messages(from: "bedroom-motion") == clean.messages(from: "bedroom-motion"))
    }

    @Test(arguments: [false, true]) func outageIsSilent(announced: Bool) throws {
        let home = home {
            $0.outages = [
                .init(from: PlanTime(day: 2, minute: 600), to: PlanTime(day: 3, minute: 60), announced: announced)
            ]
        }
        let row = try #require(home.rows("outage").first)
        let inside = home.messages.filter { $0.at >= row.start && $0.at < row.end }
        #expect(inside.map(\.payload) == (announced ? [#"{"state":"offline"}"#] : []))
        #expect(clean.messages.filter { $0.at >= row.start && $0.at < row.end }.count > 200)
    }

    @Test func droppedMessagesAreAShare() {
        let home = home { $0.droppedShare = 0.2 }
        #expect(Set(home.messages).isSubset(of: clean.messages))
        #expect((0.74...0.86).contains(Double(home.messages.count) / Double(clean.messages.count)))
    }

    @Test func retainedReplayRepeatsTheLastStates() {
        let home = home { $0.retainedReplays = [PlanTime(day: 2, minute: 600)] }
        let added = home.messages.filter { $0.retained }.dropFirst(14)
        #expect(added.count == 14 + 12)
        for message in added where message.topic.split(separator: "/").count == 4 {
            #expect(
                clean.messages.contains {
                    $0.topic == message.topic && $0.payload == message.payload && $0.at <= message.at
                })
        }
    }

    @Test func nullFloodIsOnlyNulls() {
        let home = home { $0.nullFloods = [PlanTime(day: 2, minute: 600)] }
        let added = Set(home.messages).subtracting(clean.messages)
        #expect(added.count == 120)
        #expect(added.allSatisfy { !$0.payload.contains("true") && $0.payload.contains(":null") })
    }

    @Test func skewMovesOnlyLastSeen() throws {
        let home = home { $0.clockSkewSeconds = 3600 }
        let message = try #require(home.messages(from: "climate").first)
        #expect(message.payload.contains("\"last_seen\":\"\(message.at.adding(hours: 1))\""))
        #expect(home.messages.count == clean.messages.count)
    }

    /// Whatever the arrival, the same states were measured at the same times; what is due after the last day never comes.
    @Test(arguments: [(0.3, 0.0), (0.0, 0.1)]) func delayedMessagesKeepTheirOwnTime(outOfOrder: Double, late: Double) {
        var plan = Plan(lastSeen: .iso8601)
        let punctual = SimulatedLife.home(days: 8, plan: plan)
        plan.faults.outOfOrderShare = outOfOrder
        plan.faults.lateShare = late
        let delayed = SimulatedLife.home(days: 8, plan: plan)
        func contents(_ home: SimulatedHome) -> Set<String> { Set(home.messages.map { $0.topic + $0.payload }) }
        let lost = contents(punctual).subtracting(contents(delayed)).count
        #expect(contents(delayed).isSubset(of: contents(punctual)))
        #expect(late == 0 ? lost == 0 : Double(lost) < late * 0.3 * Double(punctual.messages.count))
        #expect(delayed.messages != punctual.messages)
        #expect(zip(delayed.messages, delayed.messages.dropFirst()).allSatisfy { $0.at <= $1.at })
        var calendar = delayed.calendar()
        let moved = Set(delayed.messages).subtracting(punctual.messages)
        #expect(Double(moved.count) > 0.05 * Double(punctual.messages.count))
        for message in moved {
            guard let match = message.payload.firstMatch(of: /"last_seen":"([^"]+)"/),
                let measured = Timestamp(iso8601: match.1)
            else {
                Issue.record("no last_seen in \(message.line)")
                continue
            }
            #expect(measured <= message.at)
            if late == 0 { #expect(calendar.day(of: measured) == calendar.day(of: message.at)) }
        }
    }

    @Test func lastSeenMayBeAnEpoch() throws {
        let home = SimulatedLife.home(days: 1, plan: Plan(lastSeen: .epochMilliseconds))
        let message = try #require(home.messages(from: "climate").first)
        #expect(message.payload.contains("\"last_seen\":\(message.at.milliseconds),"))
    }
}

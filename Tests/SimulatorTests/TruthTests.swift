import CareModel
import Testing

@testable import Simulator

struct TruthTests {
    private let home = SimulatedLife.home(days: 21)

    private func within(_ rows: [TruthRow]) -> [TruthRow] {
        guard let first = home.messages.first?.at, let last = home.messages.last?.at else { return [] }
        return rows.filter { $0.start > first && $0.end < last }
    }

    @Test func everyToiletVisitIsSeenInTheBathroom() {
        let seen = home.messages(from: "bathroom-motion").filter { $0.payload.contains("\"occupancy\":true") }
        let visits = within(home.rows("toilet_visit"))
        #expect(visits.count > 80)
        for visit in visits {
            #expect(seen.contains { $0.at >= visit.start && $0.at <= visit.end }, "\(visit.csvLine)")
        }
    }

    /// Outside visits by anybody, the bathroom sees nobody.
    @Test func bathroomIsSilentOtherwise() {
        let present = home.rows("toilet_visit") + home.rows("visit")
        for at in home.transitions(of: "bathroom-motion", to: "\"occupancy\":true") {
            #expect(present.contains { $0.start <= at && at <= $0.end }, "\(at)")
        }
    }

    @Test func outingsBeginAndEndAtTheDoorAndNothingMovesBetween() {
        let opened = home.transitions(of: "front-door", to: "\"contact\":false")
        let moved = ["bathroom", "bedroom", "hallway", "kitchen", "living-room"].flatMap {
            home.transitions(of: $0 + "-motion", to: "\"occupancy\":true")
        }
        let outings = within(home.rows("outing"))
        #expect(outings.count > 5)
        for outing in outings {
            #expect(opened.contains { abs($0.milliseconds(since: outing.start)) <= 12_000 })
            #expect(opened.contains { abs($0.milliseconds(since: outing.end)) <= 1000 })
            #expect(!moved.contains { $0 > outing.start && $0 < outing.end })
        }
    }

    @Test func bedFollowsSleep() {
        let down = home.transitions(of: "bed", to: "\"occupancy\":true")
        for frame in within(home.rows("sleep")) {
            #expect(down.contains { abs($0.milliseconds(since: frame.start)) < 120_000 })
        }
    }

    @Test func csvIsTheFixedForm() {
        let lines = home.truthCSV.split(separator: "\n")
        #expect(lines[0] == "start,end,kind,severity,planted")
        #expect(lines.dropFirst().allSatisfy { $0.split(separator: ",", omittingEmptySubsequences: false).count == 5 })
        #expect(home.truth.allSatisfy { !$0.planted })
    }
}

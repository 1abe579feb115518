import Foundation
import Testing

@testable import CareModel

@Suite("Rules and rooms by their words")
struct RuleTests {
    @Test("the rules that an action plan may name are those of docs/alerts.md, but for the gateway's own")
    func rules() throws {
        let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let text = try String(contentsOf: root.appending(path: "docs/alerts.md"), encoding: .utf8)
        let table = text.prefix(upTo: try #require(text.range(of: "\n\nLife:")).lowerBound)
        let first = table.split(separator: "\n").filter { $0.hasPrefix("| `") }.map { $0.split(separator: "|")[0] }
        let told = first.filter { !$0.contains("disk_full") }.flatMap {
            $0.matches(of: /`([a-z_<>]+)`/).map { String($0.1) }
        }
        let all = told.flatMap { rule in
            rule == "change_in_<family>" ? Alert.Family.changes.map { "change_in_\($0.rawValue)" } : [rule]
        }
        #expect(Set(all) == Set(Alert.homeRules) && all.count == Alert.homeRules.count)
    }

    @Test("a room's name says what it is for, in both languages")
    func rooms() {
        #expect(RoomUse.bathroom.isSaid(by: "Badrum 2") && RoomUse.bathroom.isSaid(by: "wc"))
        #expect(RoomUse.kitchen.isSaid(by: "kök") && RoomUse.kitchen.isSaid(by: "KITCHEN"))
        #expect(RoomUse.bedroom.isSaid(by: "sängkammare") && !RoomUse.bedroom.isSaid(by: "bathroom"))
    }
}

import Foundation
import Testing

extension EndToEnd {
    /// Real homes that lie beside the repository where somebody put them; they are not ours to ship.
    @Suite("Recorded homes")
    struct RecordedHomesTests {
        static let folder: URL = {
            var root = URL(fileURLWithPath: #filePath)
            for _ in 0..<4 { root.deleteLastPathComponent() }
            return root.appendingPathComponent("shared/data")
        }()

        static var homes: [String] {
            let all = (try? FileManager.default.subpathsOfDirectory(atPath: folder.path)) ?? []
            return all.filter { $0.hasSuffix("mqtt.jsonl.gz") }
                .map { ($0 as NSString).deletingLastPathComponent }.sorted()
        }

        @Test(
            "each replays cleanly",
            .enabled(if: !homes.isEmpty, "no recorded homes in ../shared/data beside the repository"),
            arguments: homes)
        func replay(home: String) throws {
            let source = Self.folder.appendingPathComponent(home)
            let work = URL(fileURLWithPath: NSTemporaryDirectory()).appendingPathComponent("home-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: work, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: work) }
            let id = source.lastPathComponent
            let facts =
                try JSONSerialization.jsonObject(
                    with: Data(contentsOf: source.appendingPathComponent("home.json"))) as? [String: Any]
            let timeZone = try #require(facts?["time_zone"] as? String)
            let made = try Program.run(
                ["home", "new", "--id", id, "--time-zone", timeZone, "--devices", source.path + "/devices.csv"],
                in: work)
            try #require(made.status == 0, "\(made.complaint)")
            try Data(made.output.utf8).write(to: work.appendingPathComponent("\(id).yaml"))
            let database = work.path + "/v.db"
            let replayed = try Program.run(
                ["replay", "--homes", work.path, "--devices", try Ward.profiles, "--database", database]
                    + [source.path + "/mqtt.jsonl.gz"], in: work)
            #expect(replayed.status == 0, "\(replayed.complaint)")
            #expect(replayed.complaint.contains(" 0 lines unreadable"), "\(replayed.complaint)")
            let features = try Program.run(["features", "--database", database], in: work)
            #expect(features.output.split(separator: "\n").count > 1)
            try expectExplained(try Program.run(["alerts", "--database", database], in: work).output)
        }

        /// No alarm button, smoke or leak sensor is in these homes: no safety alert may come; and every alert that a
        /// nurse saw says what it rests on.
        private func expectExplained(_ alerts: String) throws {
            for line in alerts.split(separator: "\n") {
                let alert = try #require(
                    try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
                #expect(alert["family"] as? String != "safety", "\(line.prefix(400))")
                let explanation = alert["explanation"] as? [String: String]
                #expect(explanation?["en"]?.isEmpty == false && explanation?["sv"]?.isEmpty == false)
            }
        }
    }
}

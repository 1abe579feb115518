import Foundation
import Testing

extension EndToEnd {
    @Suite("Backtest")
    struct BacktestTests {
        private func figures(_ arguments: [String], in folder: URL) throws -> String {
            let outcome = try Program.run(
                ["backtest", "--devices", try Ward.profiles, "--json"] + arguments, in: folder, seconds: 600)
            try #require(outcome.status == 0, "\(outcome.complaint)")
            return outcome.output
        }

        @Test("the same seed gives the same bytes with one job and with two, another seed others")
        func seed() throws {
            let folder = URL(fileURLWithPath: NSTemporaryDirectory()).appendingPathComponent(
                "backtest-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let homes = ["--homes", "3", "--days", "36"]
            let first = try figures(homes + ["--seed", "6", "--jobs", "1"], in: folder)
            #expect(try figures(homes + ["--seed", "6", "--jobs", "2"], in: folder) == first)
            #expect(try figures(homes + ["--seed", "7"], in: folder) != first)
            let report = try #require(
                try JSONSerialization.jsonObject(with: Data(first.utf8)) as? [String: Any])
            let ours = try #require(report["ours"] as? [String: Any])
            let baseline = try #require(report["baseline"] as? [String: Any])
            let months = try #require(ours["resident_months"] as? Double)
            // Three homes, 36 days without the first 14.
            #expect(months > 1.5 && months <= 3 * 22 / 30.44 + 0.001)
            #expect(baseline["resident_months"] as? Double == months)
            let shapes = try #require(ours["shapes"] as? [[String: Any]])
            #expect(shapes.count == 12)
            let history = try #require(ours["history"] as? [[String: Any]])
            #expect(history.compactMap { $0["episodes"] as? Int }.reduce(0, +) >= 1)
        }
    }
}

import CareModel
import Foundation
import FoundationNetworking
import Simulator
import Testing

extension EndToEnd {
    @Suite("A nurse takes a step")
    struct StepTests {
        @Test("an acknowledgement over HTTP outlives kill -9, and a replay of the export has it, too")
        func acknowledge() async throws {
            let ward = try Ward(Residents.calm(1, days: 2))
            let at = try #require(ward.homes[0].messages.last?.at)
            let sos = Ward.line(
                at: at, topic: "homes/home001/zigbee2mqtt/sos-button", payload: #"{"action":"emergency","battery":77}"#)
            let mark = try ward.endMark("pressed")
            let gateway = try ward.startSubscribed()
            try ward.feed(try ward.writeLog(ward.mergedLines + [sos, mark], "all.jsonl"))
            try ward.waitUntilStored(mark)
            let alert = try #require(try firing(ward, rule: "sos"))

            let (status, body) = try await post(
                ward, "/v1/alerts/\(alert)/acknowledge", #"{"by":"Kim","note":"on my way"}"#)
            #expect(status == 200, "\(body)")
            gateway.kill()
            let again = try RunningGateway(ward)
            let end = try ward.endMark("end")
            try ward.feed(try ward.writeLog([end], "end.jsonl"))
            try ward.waitUntilStored(end)
            #expect(try again.terminate() == 0)

            let alerts = try ward.alerts()
            let line = try #require(alerts.split(separator: "\n").first { $0.contains("\"id\":\"\(alert)\"") })
            #expect(line.contains("\"state\":\"acknowledged\"") && line.contains("\"by\":\"Kim\""), "\(line)")
            #expect(line.components(separatedBy: "\"to\":\"acknowledged\"").count == 2)
            let replayed = try ward.replay([try ward.exportMessages()], into: "replayed.db")
            #expect(try ward.alerts(replayed) == alerts)
            #expect(try ward.features(replayed) == (try ward.features()))
        }

        /// The id of the alert of a rule that is firing.
        private func firing(_ ward: Ward, rule: String) throws -> String? {
            for line in try ward.alerts().split(separator: "\n") {
                let alert = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
                if alert?["rule"] as? String == rule, alert?["state"] as? String == "firing" {
                    return alert?["id"] as? String
                }
            }
            return nil
        }

        private func post(_ ward: Ward, _ path: String, _ json: String) async throws -> (status: Int, body: String) {
            let escaped = try #require(path.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed))
            let address = try #require(URL(string: "http://127.0.0.1:\(ward.httpPort)\(escaped)"))
            var request = URLRequest(url: address)
            request.httpMethod = "POST"
            request.setValue("application/json", forHTTPHeaderField: "Content-Type")
            request.httpBody = Data(json.utf8)
            let (body, answer) = try await URLSession.shared.data(for: request)
            return ((answer as? HTTPURLResponse)?.statusCode ?? 0, String(decoding: body, as: UTF8.self))
        }
    }
}

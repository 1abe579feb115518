import BrokerFixture
import CareModel
import Foundation
import FoundationNetworking
import Glibc
import Simulator
import Store
import Testing

extension EndToEnd {
    @Suite("The gateway itself")
    struct UpkeepTests {
        @Test("the heartbeat goes out while all is well, and not while the broker is away")
        func heartbeat() async throws {
            let watcher = try Watcher()
            let ward = try Ward(Residents.calm(1, days: 1))
            try ward.addSettings("heartbeat: {url: \"http://127.0.0.1:\(watcher.port)/ping\", every: 1 s}")
            let gateway = try ward.startSubscribed()
            try Deadline.wait(for: "two heartbeats") { try watcher.taken("/ping") >= 2 }

            ward.broker.kill()
            try await waitForWithheld(ward, beyond: 0)
            let before = try watcher.taken("/ping")
            let withheld = try await metric(ward, "vardag_heartbeats_withheld_total")
            try await waitForWithheld(ward, beyond: withheld + 1)
            #expect(try watcher.taken("/ping") == before)

            try ward.broker.start()
            try Deadline.wait(for: "a heartbeat after the broker's return") { try watcher.taken("/ping") > before }
            #expect(try await metric(ward, "vardag_heartbeats_total") >= 2)
            #expect(try gateway.terminate() == 0)
        }

        @Test("the broker says that the gateway is there, that it left and that it died")
        func status() throws {
            let ward = try Ward(Residents.calm(1, days: 1))
            let listener = try Listener(ward, topic: "vardag/gateway")
            func wait(for states: [String]) throws {
                try Deadline.wait(for: "the gateway's states \(states)") {
                    try listener.messages().map(\.payload) == states.map { "{\"state\":\"\($0)\"}" }
                }
            }
            let first = try RunningGateway(ward)
            try wait(for: ["online"])
            first.kill()
            try wait(for: ["online", "offline"])
            let second = try RunningGateway(ward)
            try wait(for: ["online", "offline", "online"])
            #expect(try second.terminate() == 0)
            try wait(for: ["online", "offline", "online", "offline"])
        }

        @Test("a page whose port is taken ends the gateway with a clear error, and nothing is lost")
        func portTaken() throws {
            let ward = try Ward(Residents.calm(1, days: 2))
            let lines = ward.mergedLines
            let half = lines.count / 2
            let end = try ward.endMark("drained")
            let gateway = try ward.startSubscribed()
            try ward.feed(try ward.writeLog(Array(lines[..<half]), "first.jsonl"))
            #expect(try gateway.terminate() == 0)
            try ward.feed(try ward.writeLog(Array(lines[half...]) + [end], "second.jsonl"))

            let other = try TakenPort(ward.httpPort)
            let refused = try ward.vardag("run", "--config", ward.config.path)
            #expect(refused.status == 1)
            #expect(refused.complaint.contains("\(ward.httpPort)"), "\(refused.complaint)")
            other.free()

            let again = try RunningGateway(ward)
            try ward.waitUntilStored(end)
            #expect(try again.terminate() == 0)
            let log = try ward.writeLog(lines + [end], "all.jsonl")
            #expect(try Ward.messages(in: [try ward.exportMessages()]) == (try Ward.messages(in: [log])))
        }

        @Test("a page asked for before the first message is answered")
        func pageBeforeMessages() async throws {
            let ward = try Ward(Residents.calm(1, days: 1))
            let gateway = try ward.startSubscribed()
            let address = try #require(URL(string: "http://127.0.0.1:\(ward.httpPort)/"))
            let (_, answer) = try await URLSession.shared.data(from: address)
            #expect((answer as? HTTPURLResponse)?.statusCode == 200)
            #expect(try gateway.terminate() == 0)
        }

        @Test(
            "little room on the disk is an alert, in the store and on MQTT",
            .enabled(if: getuid() == 0, "mounting a small disk needs root"))
        func diskLow() throws {
            let disk = try SmallDisk(megabytes: 64)
            let ward = try Ward(Residents.calm(1, days: 1), databaseFolder: disk.folder)
            let listener = try Listener(ward, topic: "vardag/alerts/gateway")
            let gateway = try RunningGateway(ward)
            try Deadline.wait(for: "the alert about the disk") {
                try listener.messages().contains { $0.payload.contains("\"rule\":\"disk_low\"") }
            }
            #expect(try gateway.terminate() == 0)
            let open = try CareStore(readingOnly: ward.database.path).alerts(home: "gateway", open: true)
            #expect(open.map(\.rule) == ["disk_low"])
            #expect(open.first?.priority == .technical)
        }

        @Test("the doctor tells of the backups and tries the heartbeat")
        func doctor() throws {
            let watcher = try Watcher()
            let ward = try Ward(Residents.calm(1, days: 1))
            let folder = try ward.makeFolder("backups")
            try ward.addSettings("backup: {folder: \(folder.path)}")
            try ward.addSettings("heartbeat: {url: \"http://127.0.0.1:\(watcher.port)/ping\"}")
            let told = try ward.vardag("doctor", "--config", ward.config.path).output
            #expect(told.contains("ok      heartbeat: taken by 127.0.0.1"), "\(told)")
            #expect(try watcher.taken("/ping") == 1)
            #expect(told.contains("advice  backup: no copy in"), "\(told)")
            try Data().write(to: folder.appendingPathComponent("vardag-20260105T031500Z.db"))
            let later = try ward.vardag("doctor", "--config", ward.config.path)
            #expect(later.status == 1)
            #expect(later.output.contains("PROBLEM backup: the last copy is of 2026-01-05T03:15:00Z"))
        }

        private func waitForWithheld(_ ward: Ward, beyond count: Double) async throws {
            let limit = ContinuousClock.now.advanced(by: .seconds(60))
            while try await metric(ward, "vardag_heartbeats_withheld_total") <= count {
                try #require(.now < limit, "no heartbeat was withheld")
                try await Task.sleep(for: .milliseconds(20))
            }
        }

        private func metric(_ ward: Ward, _ name: String) async throws -> Double {
            let address = try #require(URL(string: "http://127.0.0.1:\(ward.httpPort)/metrics"))
            let (body, _) = try await URLSession.shared.data(from: address)
            for line in String(decoding: body, as: UTF8.self).split(separator: "\n") {
                let words = line.split(separator: " ")
                if words.count == 2, words[0] == name { return try #require(Double(words[1])) }
            }
            return .nan
        }
    }

    /// A port of loopback on which somebody else listens.
    final class TakenPort {
        private var descriptor: Int32

        init(_ port: UInt16) throws {
            descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = port.bigEndian
            address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
            var one: Int32 = 1
            setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &one, socklen_t(MemoryLayout<Int32>.size))
            let file = descriptor
            let failed = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(file, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) != 0 || listen(file, 1) != 0
                }
            }
            try #require(!failed, "\(String(cString: strerror(errno)))")
        }

        deinit { free() }

        func free() {
            if descriptor >= 0 { close(descriptor) }
            descriptor = -1
        }
    }
}

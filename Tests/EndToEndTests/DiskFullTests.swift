import CareModel
import Foundation
import Glibc
import Simulator
import Store
import Testing

extension EndToEnd {
    @Suite("The disk is full")
    struct DiskFullTests {
        @Test(
            "an SOS still comes out, the full disk is itself an alert, and with room again all is stored once",
            .enabled(if: getuid() == 0, "mounting a small disk needs root"))
        func full() throws {
            let disk = try SmallDisk(megabytes: 6)
            let ward = try Ward(Residents.calm(1, days: 2), databaseFolder: disk.folder)
            let listener = try Listener(ward, topic: "vardag/alerts/#")
            let gateway = try ward.startSubscribed()
            let lines = ward.mergedLines
            let half = lines.count / 2
            let mark = try ward.endMark("half")
            try ward.feed(try ward.writeLog(Array(lines[..<half]) + [mark], "first.jsonl"))
            try ward.waitUntilStored(mark)

            try disk.fill()
            let sos = Ward.line(
                at: Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)),
                topic: "homes/home001/zigbee2mqtt/sos-button", payload: #"{"action":"emergency","battery":77}"#)
            let end = try ward.endMark("drained")
            try ward.feed(try ward.writeLog(Array(lines[half...]) + [sos, end], "second.jsonl"))
            try Deadline.wait(for: "the SOS and the alert about the disk") {
                let heard = try listener.messages()
                return heard.contains { $0.topic == "vardag/alerts/home001" && $0.payload.contains("\"rule\":\"sos\"") }
                    && heard.contains { $0.payload.contains("\"rule\":\"disk_full\"") }
            }
            #expect(gateway.isRunning)
            let before = try Ward.messages(in: [try ward.exportMessages()])
            let pressed = try Ward.messages(in: [try ward.writeLog([sos], "sos.jsonl")])
            #expect(pressed.keys.allSatisfy { before[$0] == nil })

            try disk.free()
            try ward.waitUntilStored(end)
            try Deadline.wait(for: "the end of the alert about the disk") {
                try listener.messages().contains {
                    $0.payload.contains("\"rule\":\"disk_full\"") && $0.payload.contains("\"state\":\"resolved\"")
                }
            }
            #expect(try gateway.terminate() == 0)
            let log = try ward.writeLog(lines[..<half] + [mark] + lines[half...] + [sos, end], "all.jsonl")
            #expect(try Ward.messages(in: [try ward.exportMessages()]) == (try Ward.messages(in: [log])))
            let replayed = try ward.replay([log], into: "replayed.db")
            #expect(try ward.features() == (try ward.features(replayed)))
            #expect(try ward.alerts(home: "home001") == (try ward.alerts(replayed, home: "home001")))
        }
    }

    /// A file system in memory that can be filled up.
    final class SmallDisk {
        let folder: URL
        private var ballast: URL { folder.appendingPathComponent("ballast") }

        init(megabytes: Int) throws {
            folder = URL(fileURLWithPath: NSTemporaryDirectory()).appendingPathComponent("disk-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try #require(
                mount("tmpfs", folder.path, "tmpfs", 0, "size=\(megabytes)m") == 0,
                "mount: \(String(cString: strerror(errno)))")
        }

        deinit {
            umount2(folder.path, 2)
            try? FileManager.default.removeItem(at: folder)
        }

        /// Takes all that is left.
        func fill() throws {
            try Data().write(to: ballast)
            let file = try FileHandle(forWritingTo: ballast)
            for size in [1 << 16, 4096] {
                while (try? file.write(contentsOf: Data(count: size))) != nil {}
                try file.seekToEnd()
            }
        }

        func free() throws { try FileManager.default.removeItem(at: ballast) }
    }
}

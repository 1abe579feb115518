import Foundation
import Testing

extension EndToEnd {
    @Suite("Backup and restore")
    struct BackupTests {
        @Test("a backup of the running gateway, restored elsewhere, gives the same features and alerts")
        func backup() throws {
            let ward = try Ward(Residents.varied(2, days: 10))
            let end = try ward.endMark("drained")
            let log = try ward.writeLog(ward.mergedLines + [end], "all.jsonl")
            let gateway = try ward.startSubscribed()
            let feeder = try ward.startFeeding(log)
            try Deadline.wait(for: "something stored") { try ward.storedThrough() > 1000 }
            let early = try copy(ward, "early")
            try Program.finish(feeder, "the feeder", seconds: 60)
            try ward.waitUntilStored(end)
            let late = try copy(ward, "late")
            #expect(try ward.features(late) == (try ward.features()))
            #expect(try ward.alerts(late) == (try ward.alerts()))
            #expect(try gateway.terminate() == 0)

            // Taken under load: the beginning of the same story, and whole from there on when the log is replayed.
            let begun = try ward.vardag("export", "--messages", "--database", early.path).output
            #expect(try Program.text(try ward.exportMessages()).hasPrefix(begun))
            _ = try ward.replay([log], into: "early-restored.db")
            #expect(try ward.features(early) == (try ward.features()))
            #expect(try ward.alerts(early) == (try ward.alerts()))
        }

        @Test("a nightly backup made while messages flow, restored and carried on, ends like a life without")
        func drill() throws {
            let ward = try Ward(Residents.varied(2, days: 10))
            let folder = try ward.makeFolder("backups")
            let lines = ward.mergedLines
            let half = lines.count / 2
            let end = try ward.endMark("drained")
            let whole = try ward.writeLog(lines + [end], "all.jsonl")
            let first = try ward.startSubscribed()
            try ward.feed(try ward.writeLog(Array(lines[..<half]), "first.jsonl"))
            #expect(try first.terminate() == 0)

            // None is there yet, so that it is made at once.
            try ward.addSettings("backup: {folder: \(folder.path), keep: 2}")
            let feeder = try ward.startFeeding(try ward.writeLog(Array(lines[half...]), "second.jsonl"))
            let second = try RunningGateway(ward)
            var backup: String?
            try Deadline.wait(for: "the backup") {
                backup = try FileManager.default.contentsOfDirectory(atPath: folder.path).first { $0.hasSuffix("Z.db") }
                return backup != nil
            }
            try Program.finish(feeder, "the feeder", seconds: 60)
            let mark = try ward.endMark("before the disaster")
            try ward.feed(try ward.writeLog([mark], "mark.jsonl"))
            try ward.waitUntilStored(mark)
            second.kill()

            let restored = try ward.vardag(
                "restore", "--from", folder.path + "/" + (try #require(backup)), "--database", ward.database.path,
                "--replace")
            try #require(restored.status == 0, "\(restored.complaint)")
            // What came after it is fed again.
            let known = try Program.text(try ward.exportMessages()).split(separator: "\n").count
            #expect(known > 0 && known <= lines.count)
            let third = try RunningGateway(ward)
            try ward.feed(try ward.writeLog(Array(lines[known...]) + [end], "third.jsonl"))
            try ward.waitUntilStored(end)
            #expect(try third.terminate() == 0)
            let replayed = try ward.replay([whole], into: "replayed.db")
            #expect(try ward.features() == (try ward.features(replayed)))
            #expect(try ward.alerts() == (try ward.alerts(replayed)))
        }

        @Test("an existing database is not replaced unasked, and no damaged backup is restored")
        func refusals() throws {
            let ward = try Ward(Residents.calm(1, days: 2))
            let database = try ward.replay(ward.logs, into: "a.db")
            let features = try ward.features(database)
            let backup = ward.folder.appendingPathComponent("a.backup")
            #expect(try ward.vardag("backup", "--database", database.path, "--to", backup.path).status == 0)
            let unasked = try ward.vardag("restore", "--from", backup.path, "--database", database.path)
            #expect(unasked.status == 1 && unasked.complaint.contains("\(database.path): exists already"))
            #expect(unasked.complaint.contains("--replace"), "\(unasked.complaint)")
            let kept = try Data(contentsOf: backup)
            let overwritten = try ward.vardag("backup", "--database", database.path, "--to", backup.path)
            #expect(overwritten.status == 1 && overwritten.complaint.contains("--replace"), "\(overwritten.complaint)")
            #expect(try Data(contentsOf: backup) == kept)
            let told = try ward.vardag("backup", "--database", database.path, "--to", backup.path, "--replace")
            #expect(told.status == 0, "\(told.complaint)")
            var bytes = try Data(contentsOf: backup)
            for index in 5000..<min(9000, bytes.count) { bytes[index] ^= 0x55 }
            let damaged = ward.folder.appendingPathComponent("damaged.backup")
            try bytes.write(to: damaged)
            let refused = try ward.vardag("restore", "--from", damaged.path, "--database", database.path, "--replace")
            #expect(refused.status == 1, "\(refused.complaint)")
            #expect(try ward.features(database) == features)
        }

        private func copy(_ ward: Ward, _ name: String) throws -> URL {
            let backup = ward.folder.appendingPathComponent("\(name).backup")
            let made = try ward.vardag("backup", "--database", ward.database.path, "--to", backup.path)
            try #require(made.status == 0, "\(made.complaint)")
            let restored = ward.folder.appendingPathComponent("\(name)-restored.db")
            let done = try ward.vardag("restore", "--from", backup.path, "--database", restored.path)
            try #require(done.status == 0, "\(done.complaint)")
            return restored
        }
    }
}

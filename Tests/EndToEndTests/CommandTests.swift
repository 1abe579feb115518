import BrokerFixture
import Foundation
import Testing

extension EndToEnd {
    @Suite("Commands end with the status that tells what was wrong")
    struct CommandTests {
        private let ward: Ward

        init() throws { ward = try Ward(Residents.calm(1, days: 1)) }

        private func write(_ text: String, _ name: String) throws -> String {
            let file = ward.folder.appendingPathComponent(name)
            try Data(text.utf8).write(to: file)
            return file.path
        }

        @Test("check: 0 when all is sound; 78 with every error at its place, with a suggestion")
        func check() throws {
            let sound = try ward.vardag("check", "--config", ward.config.path)
            #expect(sound.status == 0 && sound.output.hasSuffix("sound; 1 home\n"), "\(sound.output)")
            let text = try Program.text(ward.config)
            let wrong = try write(
                text.replacing("publish_prefix", with: "x").replacing("clock: message", with: "clock: mesage")
                    + "databse: x\n", "wrong.yaml")
            let found = try ward.vardag("check", "--config", wrong)
            #expect(found.status == 78)
            #expect(
                found.output.contains("\(wrong):6:8: error: `clock` must be one of wall, message"), "\(found.output)")
            #expect(found.output.contains("\(wrong):8:1: error: unknown key `databse`; did you mean `database`?"))
            let asJSON = try ward.vardag("check", "--config", wrong, "--json")
            let list = try JSONSerialization.jsonObject(with: Data(asJSON.output.utf8)) as? [[String: Any]]
            #expect(asJSON.status == 78 && list?.count == 2)
            #expect(list?.allSatisfy { $0["line"] is Int && $0["column"] is Int } == true)
            #expect(try ward.vardag("check", "--config", ward.folder.path + "/none.yaml").status == 78)
        }

        @Test("check and run: an error in a home's file names that file")
        func homeFile() throws {
            let home = ward.homesFolder.appendingPathComponent("home001.yaml")
            try Data(try Program.text(home).replacing("kind: motion", with: "knd: motion").utf8).write(to: home)
            for command in ["check", "run"] {
                let found = try ward.vardag(command, "--config", ward.config.path)
                #expect(found.status == 78)
                let said = found.output + found.complaint
                #expect(said.contains("home001.yaml:") && said.contains("did you mean `kind`"), "\(said.prefix(500))")
            }
        }

        @Test(
            "64 for a wrong use",
            arguments: [
                ["check"], ["nonsense"], ["run", "--config"], ["features"], ["replay", "--homes", "x"],
                ["features", "--database", "x", "--from", "yesterday"], ["export", "--database", "x"],
                ["replay", "--homes", ".", "--database", "x", "--alert-budget", "7", "y"],
                ["home", "new", "--id", "a/b", "--time-zone", "Europe/Stockholm", "--devices", "x"],
            ])
        func usage(arguments: [String]) throws {
            let found = try Program.run(arguments, in: ward.folder)
            #expect(found.status == 64, "\(found.complaint)")
            #expect(!found.complaint.isEmpty)
        }

        @Test("help is no failure and reaches every command")
        func help() throws {
            let commands = [
                "run", "check", "doctor", "decode", "home", "replay", "features", "alerts", "simulate", "export",
                "backup", "restore",
            ]
            for command in commands {
                let told = try ward.vardag(command, "--help")
                #expect(told.status == 0 && told.output.contains("USAGE"), "\(command)")
            }
        }

        @Test("doctor: 0 beside a broker that is set up, 1 with a remedy when it is not, or is away")
        func doctor() throws {
            let sound = try ward.vardag("doctor", "--config", ward.config.path)
            #expect(sound.output.contains("backlog") && !sound.output.contains("PROBLEM broker"), "\(sound.output)")
            #expect(!sound.output.contains("PROBLEM backlog") && !sound.output.contains("PROBLEM qos 0"))
            #expect(sound.status == (sound.output.contains("PROBLEM") ? 1 : 0))
            ward.broker.kill()
            let away = try ward.vardag("doctor", "--config", ward.config.path, "--json")
            #expect(away.status == 1)
            #expect(away.output.contains(#""check":"broker","level":"problem""#), "\(away.output)")

            let plain = try Ward(Residents.calm(1, days: 1), durable: "persistence true")
            let found = try plain.vardag("doctor", "--config", plain.config.path)
            #expect(found.status == 1)
            #expect(
                found.output.contains("PROBLEM backlog") && found.output.contains("PROBLEM qos 0"), "\(found.output)")
        }

        @Test("decode: readings, quarantine with a reason, and lines that are no messages")
        func decode() throws {
            let input = try write(
                """
                {"tst":"2026-01-05T08:00:00Z","topic":"homes/a/vitals/scale","payload":"{\\"weight\\":70.5}"}
                {"tst":"2026-01-05T08:00:01Z","topic":"homes/a/zigbee2mqtt/x","payload":"{{{"}
                no message
                {"tst":"2026-01-05T08:00:02Z","topic":"homes/a/vitals/scale","payload":"{\\"weight\\":71}"}
                """, "lines.jsonl")
            let told = try ward.vardag(
                "decode", "--devices", try Ward.profiles, input: URL(fileURLWithPath: input))
            let lines = told.output.split(separator: "\n")
            #expect(told.status == 0, "\(told.complaint)")
            let weights = lines.filter { $0.contains("\"quantity\":\"body_weight\"") }
            #expect(weights.count == 2 && weights.last?.contains("\"line\":4") == true, "\(told.output)")
            for number in 2...3 {
                #expect(lines.contains { $0.contains("\"line\":\(number)") && $0.contains("quarantined") })
            }
            let nowhere = try ward.vardag("decode", "--devices", ward.folder.path + "/none")
            #expect(nowhere.status == 78)
        }

        @Test("home new: 0 with warnings kept as other, 65 for a list that cannot be read")
        func homeNew() throws {
            func new(_ list: String) throws -> Program.Outcome {
                try ward.vardag(
                    "home", "new", "--id", "b", "--time-zone", "Europe/Stockholm", "--devices",
                    try write(list, "b.csv"))
            }
            let odd = try new("device,kind,room,placement\nx,toaster,kitchen,stove\ny,motion,,\n")
            #expect(odd.status == 0 && odd.complaint.contains("warning") && odd.complaint.contains("b.csv:2:"))
            #expect(odd.output.contains("kept as other"))
            let bad = try new("device,kind,room,placement\nx,motion,a,\nx,motion,b,\n")
            #expect(bad.status == 65 && bad.complaint.contains("b.csv:3:"), "\(bad.complaint)")
            let zone = try ward.vardag(
                "home", "new", "--id", "b", "--time-zone", "Europe/Stockholme", "--devices", "x.csv")
            #expect(zone.status == 64 && zone.complaint.contains("Europe/Stockholm"), "\(zone.complaint)")
        }

        @Test("replay: 65 for a log that is missing, damaged or no log; 78 without homes; bad lines are named")
        func replay() throws {
            func replay(_ log: String, homes: String? = nil) throws -> Program.Outcome {
                try ward.vardag(
                    "replay", "--homes", homes ?? ward.homesFolder.path, "--devices", try Ward.profiles, "--database",
                    ward.folder.path + "/r-\(UUID().uuidString).db", log)
            }
            #expect(try replay(ward.folder.path + "/none.jsonl").status == 65)
            #expect(try replay(try write("not json\n", "no.jsonl")).status == 65)
            #expect(try replay(try write("\u{1f}\u{8b}not gzip", "no.jsonl.gz")).status == 65)
            try FileManager.default.createDirectory(
                at: ward.folder.appendingPathComponent("empty"), withIntermediateDirectories: true)
            for folder in ["/empty", "/nowhere"] {
                let told = try replay(ward.logs[0].path, homes: ward.folder.path + folder)
                #expect(told.status == 78, "\(told.complaint)")
                #expect(told.complaint.split(separator: "\n").count == 1, "said once: \(told.complaint)")
            }
            let mixed = try replay(try write("oops\n" + (try Program.text(ward.logs[0])), "mixed.jsonl"))
            #expect(mixed.status == 0 && mixed.complaint.contains("mixed.jsonl:1: skipped"), "\(mixed.complaint)")
        }

        @Test("a home that the database does not know is no home without data", arguments: ["features", "alerts"])
        func unknownHome(command: String) throws {
            let database = try ward.replay(ward.logs, into: "known.db").path
            #expect(try ward.vardag(command, "--database", database, "--home", "home001").status == 0)
            let unknown = try ward.vardag(command, "--database", database, "--home", "hom001")
            #expect(unknown.status == 1 && unknown.output.isEmpty)
            #expect(
                unknown.complaint.hasSuffix("known.db: knows no home hom001; it knows: home001\n"),
                "\(unknown.complaint)")
        }

        @Test("run: a port that another program has is told once, in words that say what to do")
        func takenPort() throws {
            // The broker has it.
            let taken = "\(ward.broker.port)"
            let text = try Program.text(ward.config).replacing("port: \(ward.httpPort)}", with: "port: \(taken)}")
            let refused = try ward.vardag("run", "--config", try write(text, "taken.yaml"))
            #expect(refused.status == 1)
            let told = refused.complaint.split(separator: "\n").filter { $0.contains("port \(taken)") }
            #expect(told.count == 1, "\(refused.complaint)")
            #expect(told.first?.contains("another program has it") == true && told.first?.contains("http.port") == true)
            #expect(!refused.complaint.contains("errno"))
        }

        @Test("a database that is none is named", arguments: ["features", "alerts"])
        func noDatabase(command: String) throws {
            let none = try ward.vardag(command, "--database", ward.folder.path + "/none.db")
            #expect(none.status == 1 && none.complaint.contains("none.db"))
            let text = try ward.vardag(command, "--database", try write("this is no database, only a text", "text.db"))
            #expect(text.status == 1 && text.complaint.contains("text.db"), "\(text.complaint)")
        }
    }
}

import CareModel
import Foundation
import Settings
import Testing

/// The files that ship in Config/ are what people begin with: they must be right.
@Suite struct ExampleTests {
    private let config = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().appending(path: "Config")
    private let scratch: Scratch
    private let diagnostics = Diagnostics()

    init() throws {
        scratch = try Scratch()
        try scratch.makeFolder("Devices")
        try scratch.makeFolder("Config/homes")
    }

    private func example(_ name: String) throws -> String {
        try String(contentsOf: config.appending(path: name), encoding: .utf8)
    }

    @Test func theSettingsLoadAsTheyAre() throws {
        let path = try scratch.write("Config/vardag.yaml", example("vardag.example.yaml"))
        let settings = try #require(GatewaySettings.load(path, into: diagnostics))
        #expect(diagnostics.text == "")
        #expect(settings.devices == scratch.path + "/Devices")
    }

    @Test func theSettingsLoadWithEveryKeyInUse() throws {
        let text = try example("vardag.example.yaml")
            .replacing(/(?m)^( *)#([a-z_]+: .*)$/) { "\($0.output.1)\($0.output.2)" }
            .replacing("/etc/vardag/", with: scratch.path + "/etc/")
            .replacing("/var/lib/vardag/", with: scratch.path + "/")
        try scratch.makeFolder("backups")
        for name in ["broker.password", "ca.pem", "gateway.pem", "gateway.key", "pseudonym.key", "ward.key"] {
            try scratch.write("etc/\(name)", String(repeating: "x", count: 32))
        }
        let path = try scratch.write("Config/vardag.yaml", text)
        let settings = try #require(GatewaySettings.load(path, into: diagnostics))
        #expect(diagnostics.text == "")
        #expect(settings.broker.username == "vardag")
        #expect(settings.broker.tls?.cert != nil)
        #expect(settings.pseudonymKeyFile != nil)
        #expect(settings.heartbeat?.everySeconds == 60)
        #expect(settings.backup?.folder == scratch.path + "/backups")
    }

    @Test func theHomeLoads() throws {
        let homes = HomesFolder.load(config.appending(path: "homes").path(percentEncoded: false), into: diagnostics)
        #expect(diagnostics.text == "")
        #expect(homes.map(\.id).contains("example"))
        #expect(homes.first { $0.id == "example" }?.devices.count == 12)
    }

    @Test func theHomeLoadsWithEveryKeyInUse() throws {
        let text = try example("homes/example.yaml").replacing(/(?m)^#([a-z_]+: [^,]*)$/) { "\($0.output.1)" }
        #expect(text.contains("\nbase_topic: homes/example\n"))
        let home = HomeFile.read(text: text, path: "h.yaml", into: diagnostics)
        #expect(diagnostics.text == "")
        #expect(home?.resident == "example")
    }

    @Test func theBrokerKeepsABacklog() throws {
        let lines = try example("mosquitto/conf.d/vardag.conf").split(separator: "\n").filter { !$0.hasPrefix("#") }
        let options = Dictionary(
            uniqueKeysWithValues: lines.map { line in
                let words = line.split(separator: " ", maxSplits: 1)
                return (String(words[0]), String(words[1]))
            })
        #expect(options["persistence"] == "true")
        // Practically without limit, and not 0: see the comment in the file.
        #expect(options["max_queued_messages"].flatMap { Int($0) } ?? 0 >= 10_000_000)
        #expect(options["upgrade_outgoing_qos"] == "true")
        #expect(options["autosave_on_changes"] == "false")
        #expect(options["autosave_interval"].flatMap { Int($0) } ?? .max <= 30)
        #expect(options["message_size_limit"] == nil)
    }
}

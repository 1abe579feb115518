import Foundation
import Testing

@testable import Settings

@Suite struct GatewaySettingsTests {
    private let scratch: Scratch

    init() throws {
        scratch = try Scratch()
        try scratch.makeFolder("homes")
        try scratch.makeFolder("Devices")
    }

    private func load(_ text: String) throws -> (GatewaySettings?, [String]) {
        let diagnostics = Diagnostics()
        let settings = GatewaySettings.load(try scratch.write("v.yaml", text), into: diagnostics)
        return (settings, diagnostics.sorted.map { scratch.relative($0.description) })
    }

    private let least = "broker: {host: localhost}\nhomes: homes\ndevices: Devices/\ndatabase: v.db\n"

    @Test func defaultsAndPathsBesideTheFile() throws {
        let (settings, problems) = try load(least)
        #expect(problems == [])
        let expected = GatewaySettings(
            broker: .init(
                host: "localhost", port: 1883, username: nil, passwordFile: nil, tls: nil, clientID: "vardag"),
            homes: scratch.path + "/homes", devices: scratch.path + "/Devices", database: scratch.path + "/v.db",
            http: .init(bind: "127.0.0.1", port: 8080, isBehindProxy: false, secondFactor: .offered),
            publishPrefix: "vardag", clock: .wall,
            alertBudget: 1, areas: [], conditionHints: false, keepMessagesDays: 90, pseudonymKeyFile: nil)
        #expect(settings == expected)
    }

    @Test func everyKeyIsRead() throws {
        for name in ["ca.pem", "cert.pem", "key.pem"] { try scratch.write("tls/\(name)", "pem") }
        try scratch.write("secret/password", "hemligt åäö\n", mode: 0o600)
        try scratch.write("secret/pseudonyms", String(repeating: "k", count: 32), mode: 0o600)
        let (settings, problems) = try load(
            """
            broker:
              host: broker.example
              username: gateway
              password_file: secret/password
              tls: {ca: tls/ca.pem, cert: tls/cert.pem, key: tls/key.pem}
              client_id: box-7
            homes: ./homes
            devices: \(scratch.path)/Devices
            database: sub/../v.db
            http: {bind: "::1", port: 0}
            publish_prefix: care/vardag
            clock: message
            alert_budget: 0.5
            areas: [{name: north, alert_budget: 2}, {name: south, alert_budget: 1}]
            condition_hints: on
            keep_messages_days: 8
            pseudonym_key_file: secret/pseudonyms
            heartbeat: {url: "https://watch.example/ping/7", every: 30 s}
            backup: {folder: homes, at: "23:59", keep: 1}
            """)
        #expect(problems == [])
        let read = try #require(settings)
        #expect(read.broker.port == 8883)
        #expect(try read.broker.password() == "hemligt åäö")
        #expect(read.broker.tls?.key == scratch.path + "/tls/key.pem")
        #expect(read.broker.clientID == "box-7")
        #expect(read.database == scratch.path + "/v.db")
        #expect(read.http == .init(bind: "::1", port: 0, isBehindProxy: false, secondFactor: .offered))
        #expect(read.publishPrefix == "care/vardag")
        #expect(read.clock == .message)
        #expect(read.alertBudget == 0.5)
        #expect(read.areas.map(\.name) == ["north", "south"] && read.areas.map(\.alertBudget) == [2, 1])
        #expect(read.conditionHints)
        #expect(read.keepMessagesDays == 8)
        #expect(read.pseudonymKeyFile == scratch.path + "/secret/pseudonyms")
        #expect(read.heartbeat?.url.absoluteString == "https://watch.example/ping/7")
        #expect(read.heartbeat?.everySeconds == 30)
        #expect(read.backup == .init(folder: scratch.path + "/homes", atMinute: 1439, keep: 1))
    }

    @Test func wrongAreas() throws {
        let (settings, problems) = try load(
            least + "areas: [{name: a b, alert_budget: 1}, {name: n, alert_budget: 3}, {name: s}]\n"
                + "condition_hints: maybe\n")
        #expect(settings == nil)
        #expect(
            problems == [
                "v.yaml:5:16: error: `areas[0].name` must be 1 to 64 of the letters A-Z and a-z, digits, `_` and `-`, "
                    + "read `a b`",
                "v.yaml:5:63: error: `areas[1].alert_budget` must be 0.5, 1 or 2 (false alerts per resident and "
                    + "30 days), read `3`",
                "v.yaml:5:67: error: `areas[2]`: the key `alert_budget` is missing",
                "v.yaml:6:18: error: `condition_hints` must be `true` or `false`, read `maybe`",
            ])
        let (_, twice) = try load(least + "areas: [{name: n, alert_budget: 1}, {name: n, alert_budget: 2}]\n")
        #expect(
            twice == ["v.yaml:5:44: error: the area `n` is already in the list; give each area its own name"])
    }

    @Test func heartbeatAndBackup() throws {
        let (defaults, none) = try load(least + "heartbeat: {url: \"http://[::1]:8000/\"}\nbackup: {folder: homes}\n")
        #expect(none == [])
        #expect(defaults?.heartbeat?.everySeconds == 60)
        #expect(defaults?.backup == .init(folder: scratch.path + "/homes", atMinute: 195, keep: 7))
        let (settings, problems) = try load(
            least
                + "heartbeat: {url: ftp://watch.example/, every: 2 h}\nbackup: {folder: nowhere, at: 25:00, keep: 0}\n")
        #expect(settings == nil)
        #expect(
            problems == [
                "v.yaml:5:18: error: `heartbeat.url` must be an address such as `https://watch.example/ping/home-box`, "
                    + "read `ftp://watch.example/`",
                "v.yaml:5:47: error: `heartbeat.every` must be from 1 s to 1 h, read `2 h`",
                "v.yaml:6:18: error: `backup.folder`: the folder nowhere does not exist; create it or correct the path",
                "v.yaml:6:31: error: `backup.at` must be a time of day such as \"22:00\", read `25:00`",
                "v.yaml:6:44: error: `backup.keep` must be a whole number from 1 to 1000, read `0`",
            ])
        let (_, missing) = try load(least + "heartbeat: {every: 1 min}\n")
        #expect(missing == ["v.yaml:5:12: error: `heartbeat`: the key `url` is missing"])
    }

    @Test func webhooks() throws {
        try scratch.write("key", String(repeating: "k", count: 32), mode: 0o600)
        let (settings, problems) = try load(
            least + "webhooks:\n  - {name: ward, url: \"https://a.example/in?x=1\", secret_file: key}\n"
                + "  - {name: kim, url: \"http://127.0.0.1:1/\", secret_file: key, kinds: [alerts, notices], "
                + "recipient: kim, timeout: 3 s}\n")
        #expect(problems == [])
        let webhooks = try #require(settings?.webhooks)
        #expect(webhooks.map(\.name) == ["ward", "kim"] && webhooks.map(\.timeoutSeconds) == [10, 3])
        #expect(webhooks[0].kinds == [.alerts] && webhooks[1].kinds == [.alerts, .notices])
        #expect(webhooks[0].recipient == nil && webhooks[1].recipient == "kim")
        #expect(try webhooks[0].secret() == String(repeating: "k", count: 32))
        #expect(try load(least).0?.webhooks == [])
    }

    @Test func wrongWebhooks() throws {
        try scratch.write("key", String(repeating: "k", count: 32), mode: 0o600)
        try scratch.write("short", "k", mode: 0o600)
        func problems(_ webhook: String) throws -> [String] {
            let (settings, problems) = try load(least + "webhooks:\n  - {\(webhook)}\n")
            #expect((settings == nil) == problems.contains { $0.contains("error") })
            return problems
        }
        #expect(
            try problems("name: a b, url: ftp://x/, secret_file: short, kinds: [alarms], timeout: 2 min") == [
                "v.yaml:6:12: error: `webhooks[0].name` must be 1 to 64 of the letters A-Z and a-z, digits, `_` and "
                    + "`-`, read `a b`",
                "v.yaml:6:22: error: `webhooks[0].url` must be an address such as `https://watch.example/ping/home-box`, "
                    + "read `ftp://x/`",
                "v.yaml:6:45: error: `webhooks[0].secret_file`: short has 1 bytes; it must hold at least 32",
                "v.yaml:6:60: error: `webhooks[0].kinds[0]` must be one of alerts, features, notices, read `alarms`; "
                    + "did you mean `alerts`?",
                "v.yaml:6:78: error: `webhooks[0].timeout` must be from 100 ms to 1 min, read `2 min`",
            ])
        #expect(
            try problems("name: a, url: \"https://x/\"") == [
                "v.yaml:6:5: error: `webhooks[0]`: the key `secret_file` is missing"
            ])
        let rest = "url: \"https://x/\", secret_file: key"
        #expect(try problems("name: a, \(rest)}\n  - {name: a, \(rest)").count == 1)
        #expect(try problems("name: a, \(rest), kinds: []").count == 1)
        #expect(try problems("name: a, \(rest), recipient: kim").count == 1)
        #expect(
            try problems("name: a, url: \"http://ward.example/\", secret_file: key") == [
                "v.yaml:6:20: warning: what it is told crosses the network in clear; use https"
            ])
    }

    @Test func allErrorsAtOnce() throws {
        let (settings, problems) = try load(
            """
            brokr: 1
            broker: {host: "mqtt://x", port: 70000, password_file: nowhere, tls: {cert: v.yaml}}
            homes: nohomes
            devices: v.yaml
            database: homes
            http: {bind: 0.0.0.0, port: x}
            publish_prefix: a/#
            clock: mesage
            alert_budget: 3
            keep_messages_days: 7
            """)
        #expect(settings == nil)
        let expected = [
            "v.yaml:1:1: error: unknown key `brokr`; did you mean `broker`?",
            "v.yaml:2:16: error: `broker.host` must be a host name or address alone, such as `localhost`, "
                + "read `mqtt://x`",
            "v.yaml:2:34: error: `broker.port` must be a whole number from 1 to 65535, read `70000`",
            "v.yaml:2:56: error: `broker.password_file`: the file nowhere does not exist; create it or correct the path",
            "v.yaml:2:56: error: `broker.password_file` is given without `broker.username`; give both or neither",
            "v.yaml:2:70: error: `broker.tls`: the key `ca` is missing",
            "v.yaml:2:70: error: `cert` and `key` belong together; give both or neither",
            "v.yaml:3:8: error: `homes`: the folder nohomes does not exist; create it or correct the path",
            "v.yaml:4:10: error: `devices` must be a folder; v.yaml is a file",
            "v.yaml:5:11: error: `database` must be a file; homes is a folder",
            "v.yaml:6:14: error: `http.bind` must be 127.0.0.1, ::1 or localhost, unless a proxy with TLS stands "
                + "before the page (`http.behind_proxy`), read `0.0.0.0`",
            "v.yaml:6:29: error: `http.port` must be a whole number from 0 to 65535, read `x`",
            "v.yaml:7:17: error: `publish_prefix` must be a topic such as `homes/anna`; the wildcards `+` and `#` "
                + "cannot be in it, read `a/#`",
            "v.yaml:8:8: error: `clock` must be one of wall, message, read `mesage`; did you mean `message`?",
            "v.yaml:9:15: error: `alert_budget` must be 0.5, 1 or 2 (false alerts per resident and 30 days), read `3`",
            "v.yaml:10:21: error: `keep_messages_days` must be a whole number from 8 to 3650, read `7`",
        ]
        #expect(problems == expected)
    }

    @Test func weakSecretsAreWarnings() throws {
        try scratch.write("pw", "x\n", mode: 0o644)
        let (settings, problems) = try load(
            least.replacing("localhost}", with: "10.0.0.2, username: u, password_file: pw}"))
        #expect(settings != nil)
        let expected = [
            "v.yaml:1:36: warning: without `broker.tls` the password and all residents' data cross the network in "
                + "clear; add `tls`",
            "v.yaml:1:54: warning: `broker.password_file`: everybody on this machine can read pw; `chmod o-r` it",
        ]
        #expect(problems == expected)
    }

    @Test(arguments: ["", "one\ntwo\n"])
    func aPasswordIsOneLine(text: String) throws {
        let file = try scratch.write("pw", text)
        let broker = GatewaySettings.Broker(
            host: "h", port: 1, username: "u", passwordFile: file, tls: nil, clientID: "c")
        #expect(throws: SettingsError.self) { try broker.password() }
    }

    @Test(arguments: [
        ("127.0.0.1", true), ("127.8.9.10", true), ("::1", true), ("localhost", true), ("128.0.0.1", false),
        ("127.0.0.1.example", false), ("127.0.0.256", false), ("127.1", false), ("::", false), ("192.168.1.2", false),
    ])
    func onlyLoopbackMayServe(address: String, isAllowed: Bool) throws {
        let (settings, problems) = try load(least + "http: {bind: \"\(address)\"}\n")
        #expect((settings != nil) == isAllowed)
        #expect(problems.isEmpty == isAllowed)
    }

    @Test func anotherAddressIsForAPageBehindAProxy() throws {
        let (open, problems) = try load(least + "http: {bind: 0.0.0.0, behind_proxy: true}\n")
        #expect(
            problems.isEmpty
                && open?.http == .init(bind: "0.0.0.0", port: 8080, isBehindProxy: true, secondFactor: .offered))
        let (closed, refusals) = try load(least + "http: {bind: 0.0.0.0, behind_proxy: false}\n")
        #expect(closed == nil && refusals.count == 1)
        let (wrong, _) = try load(least + "http: {behind_proxy: perhaps}\n")
        #expect(wrong == nil)
    }

    @Test func aSecondFactorIsOfferedOrRequired() throws {
        try #expect(load(least + "http: {second_factor: required}\n").0?.http.secondFactor == .required)
        let (settings, problems) = try load(least + "http: {second_factor: yes}\n")
        #expect(settings == nil && problems.first?.contains("offered, required") == true, "\(problems)")
    }

    @Test func theJSONFormHasEveryField() throws {
        let diagnostics = Diagnostics()
        diagnostics.report(Diagnostic(path: "a.yaml", line: 3, column: 2, severity: .error, message: "x"))
        let read = try JSONDecoder().decode([[String: JSONText]].self, from: Data(diagnostics.json().utf8))
        #expect(read == [["path": "a.yaml", "line": "3", "column": "2", "severity": "error", "message": "x"]])
        #expect(Diagnostics().json() == "[\n\n]")
    }
}

/// A JSON value as text.
private struct JSONText: Decodable, Equatable, ExpressibleByStringLiteral {
    let text: String
    init(stringLiteral value: String) { text = value }
    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let number = try? container.decode(Int.self) {
            text = "\(number)"
        } else {
            text = try container.decode(String.self)
        }
    }
}

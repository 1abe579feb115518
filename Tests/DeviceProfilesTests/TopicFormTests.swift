import CareModel
import Settings
import Testing

@testable import DeviceProfiles

@Suite("What a profile says of topics, classes and another profile") struct TopicFormTests {
    private static let text = """
        convention: acme
        topics:
          - {topic: "+.../acme/{device}", device: [who.model, who.id]}
          - {topic: "acme/all", device: [who.id], shared: true}
          - {topic: "acme/{device}/there", availability: true, bridge: true}
          - {topic: "acme/{device}/value/{property}"}
        properties:
          temp: {quantity: temperature, unit: °C}
          low: {quantity: battery_low, below: 0.2}
          people: {quantity: presence, above: 0}
          tag: {quantity: device_presence, otherwise: true, words: {away: false}}
          press: {quantity: button_event, words: {1: single, 2: double}}
          probe: {quantity: temperature, unit: °C, channel: probe}
          more: {reads: container}
          availability: {quantity: availability}
        classes:
          - when: {sort: [food, tyre], who.model: A}
            properties: {temp: {reads: nothing}}
          - when: {sort: tyre}
            properties: {temp: {quantity: temperature, unit: °F}}
        """

    private static let alike = """
        convention: acme_too
        like: acme
        topics: [{topic: "acme2/{device}"}]
        properties:
          low: {quantity: battery_low, inverted: true}
        """

    private func diagnosed(_ texts: String...) -> [String] {
        let files = texts.enumerated().map { (path: "\($0 + 1).yaml", text: $1) }
        return DeviceProfiles.read(texts: files).diagnostics.map(\.description)
    }

    private func bench(_ devices: (name: String, topic: String, address: String)...) throws -> Bench {
        let (read, diagnostics) = DeviceProfiles.read(texts: [("1.yaml", Self.text), ("2.yaml", Self.alike)])
        try #require(diagnostics.allSatisfy { $0.message.contains("no profile of the convention") }, "\(diagnostics)")
        var profiles = shippedProfiles()
        profiles.others += read.others
        var definition = home("a", devices.map { ($0.name, .other) })
        for (i, device) in devices.enumerated() {
            if !device.topic.isEmpty { definition.devices[i].topic = "homes/a/" + device.topic }
            definition.devices[i].address = device.address
        }
        return Bench(definition, profiles: profiles)
    }

    @Test func anAddressMayHaveParts() throws {
        var bench = try bench(("one", "", "A/7"), ("two", "", "7"))
        try bench.send("homes/a/far/off/acme/x", #"{"who":{"model":"A","id":7},"temp":20}"#)
        #expect(bench.readings.map(\.device) == [0])
        try bench.send("homes/a/acme/all", #"{"who":{"model":"A","id":"7"},"temp":20}"#)
        #expect(bench.readings.map(\.device) == [1])
        try bench.send("homes/a/acme/all", #"{"temp":20}"#)
        #expect(bench.readings.isEmpty, "a message that names nobody is nobody's")
    }

    @Test func aClassSaysWhatAKeyMeans() throws {
        var bench = try bench(("one", "x/acme/1", ""))
        func send(_ payload: String) throws -> [String] {
            try bench.send("homes/a/x/acme/1", payload)
            return bench.stated
        }
        #expect(try send(#"{"temp":50}"#) == ["temperature=50"])
        #expect(try send(#"{"sort":"tyre","temp":50}"#) == ["temperature=10"])
        #expect(try send(#"{"sort":"tyre","more":{"temp":50}}"#) == ["temperature=10"])
        #expect(try send(#"{"sort":["tyre"],"temp":50}"#) == ["temperature=50"])
        var other = try self.bench(("one", "", "A"))
        try other.send("homes/a/x/acme/1", #"{"who":{"model":"A"},"sort":"tyre","temp":50}"#)
        #expect(other.stated == ["heartbeat=1"], "the first class that knows the key counts")
    }

    @Test(arguments: [
        ("low", "0.1", "battery_low=1"), ("low", "1", "battery_low=0"), ("low", "\"0,1\"", "battery_low=1"),
        ("people", "3", "presence=1"), ("people", "0", "presence=0"), ("people", "-1", "presence=0"),
        ("people", "true", "presence=1"), ("tag", "away", "device_presence=0"), ("tag", "hall", "device_presence=1"),
        ("tag", "unknown", "heartbeat=1"), ("press", "2", "button_event=1"), ("press", "0", "heartbeat=1"),
        ("press", "2.5", "heartbeat=1"), ("probe", "3", "temperature=3"),
    ])
    func values(_ property: String, _ payload: String, _ expected: String) throws {
        var bench = try bench(("one", "acme/1", ""))
        try bench.send("homes/a/acme/1/value/" + property, payload)
        #expect(bench.stated == [expected])
    }

    @Test func aBridgeComesAndGoes() throws {
        var bench = try bench(("one", "acme/1", ""))
        #expect(try bench.send("homes/a/acme/1/there", "offline") == .bridge(online: false))
        #expect(bench.stated == ["availability=1"])
        #expect(try bench.send("homes/a/acme/1/there", "perhaps") == .readings)
    }

    @Test func aProfileMayBeLikeAnother() throws {
        var bench = try bench(("one", "acme2/1", ""))
        try bench.send("homes/a/acme2/1", #"{"low":1,"temp":50,"sort":"tyre"}"#)
        #expect(bench.stated == ["battery_low=0", "temperature=10"])
    }

    @Test func partsDoNotUseUpTheRules() throws {
        var bench = try bench(("node", "", ""))
        bench.decoder.bind(
            home: 0,
            definition: {
                var definition = home("a", [("tag", .other)])
                definition.devices[0].address = "tag"
                return definition
            }(), learned: [])
        for i in 0..<3000 { try bench.send("homes/a/espresense/devices/tag/room\(i)", #"{"distance":1}"#) }
        #expect(bench.stated == ["room_distance=1"])
    }

    @Test func spellingsOfAUnitAndInventedKeysDoNotUseUpTheRules() {
        var table = PropertyTable(profile: shippedProfiles().zigbee2mqtt)
        for i in 0..<6000 {
            let spelling = String(repeating: " ", count: i % 50) + "°" + String(repeating: "°", count: i / 200) + "F"
            let rule = table.rule(key: "temperature", unit: spelling)
            #expect(rule >= 0 && table.rules[Int(rule)].measure == Measure(unit: "°F", of: .temperature))
            #expect(table.rule(key: "invented\(i)", unit: "") == PropertyTable.ignored)
        }
        #expect(table.rule(key: "humidity", unit: "") >= 0)
        #expect(table.rule(key: "humidity", unit: "") == table.rule(key: "humidity", unit: ""))
        #expect(table.rules.count < 10)
        let long = String(repeating: "x", count: 1000)
        #expect(table.rule(key: long, unit: "") == PropertyTable.ignored)
    }

    @Test func mistakesAreToldWithTheirPlace() {
        let twice = diagnosed(Self.text, Self.text)
        #expect(twice.contains { $0.hasPrefix("2.yaml:1:13: error: the convention `acme`") && $0.contains("1.yaml") })
        #expect(diagnosed(Self.alike).contains { $0.hasPrefix("1.yaml:1:") && $0.contains("`like: acme`") })
        for topic in ["a/#/b", "+.../{device...}", "{device...}/b/+...", "+.../a/+...", "{what}"] {
            let text = "convention: b\ntopics: [{topic: \"\(topic)\"}]\nproperties: {}\n"
            #expect(diagnosed(text).contains { $0.hasPrefix("1.yaml:2:") }, "\(topic)")
        }
        let classes = "convention: zigbee2mqtt\nproperties: {}\nclasses: [{when: {a: b}, properties: {}}]\n"
        #expect(diagnosed(classes).contains { $0.hasPrefix("1.yaml:3:") })
        let empty = "convention: b\ntopics: [{topic: b}]\nproperties: {}\nclasses: [{when: {}, properties: {}}]\n"
        #expect(diagnosed(empty).contains { $0.hasPrefix("1.yaml:4:") })
    }

    @Test(arguments: [
        ("+.../acme/{device}", "x/acme/y", "y"), ("+.../acme/{device}", "acme/y", nil),
        ("+.../acme/{device...}", "x/y/acme/1/acme/2", "1/acme/2"), ("+.../acme/{device...}", "x/acme", nil),
        ("+.../acme/{device}", "/acme/y", nil), ("+.../acme", "x/y/acme", ""),
    ])
    func patterns(_ pattern: String, _ topic: String, _ device: String?) {
        let form = TopicForm(levels: pattern.split(separator: "/").compactMap { TopicForm.Level(String($0)) })
        #expect(form.match(MessageTopic(topic))?.device.joined(separator: "/") == device)
    }

    @Test func whereARuleStatesNoneBoundsAreTheQuantitys() throws {
        var bench = try bench(("one", "acme/1", ""))
        try bench.send("homes/a/acme/1/value/temp", "140")
        #expect(bench.readings.first?.flags.contains(.implausible) == true)
        try bench.send("homes/a/acme/1/value/temp", "14")
        #expect(bench.readings.first?.flags.contains(.implausible) == false)
        for quantity in Quantity.allCases where quantity.form == .number && quantity != .room {
            #expect(quantity.plausible != nil, "\(quantity.name)")
        }
    }
}

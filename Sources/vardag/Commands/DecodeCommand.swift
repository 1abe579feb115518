import ArgumentParser
import DeviceProfiles
import Foundation

/// `vardag decode`: recorded messages in, readings out.
struct DecodeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decode",
        abstract: "Turn JSON lines as `mosquitto_sub -F %j` prints them into readings.",
        discussion: "Reads the standard input; stateful in line order. Every value that a payload states is printed.")

    @Option(help: "Folder with the device profiles.") var devices: String?
    @Option(
        help:
            "Print instead what reading each message of this file costs, in nanoseconds: its payload, and with its topic."
    ) var measure: String?
    @Flag(help: "Print instead the examples of the device profiles, as JSON lines.") var examples = false

    func run() throws {
        let profiles = try ShippedProfiles.load(devices)
        if examples {
            for line in profiles.exampleLines() { print(line) }
        } else if let measure {
            try Self.measure(measure, profiles)
        } else {
            try Self.decode(profiles)
        }
    }

    /// One line a message; a line that cannot be read is a bad input.
    private static func measure(_ path: String, _ profiles: DeviceProfiles) throws {
        let lines = try Data(contentsOf: URL(fileURLWithPath: path)).split(separator: UInt8(ascii: "\n"))
        var measurement = try DecodeMeasurement(
            profiles: profiles, messages: lines.map { try RecordedMessage(line: Array($0)) })
        let clock = ContinuousClock()
        let start = clock.now
        func now() -> UInt64 {
            let passed = start.duration(to: clock.now).components
            return UInt64(passed.seconds) * 1_000_000_000 + UInt64(passed.attoseconds / 1_000_000_000)
        }
        for index in 0..<measurement.count {
            let payload = measurement.cost(of: index, now: now)
            print(payload, measurement.cost(of: index, byTopic: true, now: now))
        }
    }

    private static func decode(_ profiles: DeviceProfiles) throws {
        var core = DecodeCommandCore(profiles: profiles)
        var output = LineOutput()
        var number = 0
        var rest: [UInt8] = []
        let input = FileHandle.standardInput
        while let chunk = try input.read(upToCount: 1 << 20), !chunk.isEmpty {
            rest.append(contentsOf: chunk)
            var at = 0
            while let end = rest[at...].firstIndex(of: UInt8(ascii: "\n")) {
                number += 1
                for line in core.decode(line: Array(rest[at..<end]), number: number) { try output.line(line) }
                at = end + 1
            }
            rest.removeSubrange(..<at)
        }
        if !rest.isEmpty {
            for line in core.decode(line: rest, number: number + 1) { try output.line(line) }
        }
        try output.flush()
    }
}

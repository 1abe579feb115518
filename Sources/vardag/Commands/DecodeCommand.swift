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

    func run() throws {
        var core = DecodeCommandCore(profiles: try ShippedProfiles.load(devices))
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

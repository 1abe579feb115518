import CareModel
import Foundation

/// A libFuzzer target for one convention, named by `VARDAG_FUZZ`, with the rules in `VARDAG_FUZZ_DEVICES`.
/// `VARDAG_FUZZ_SEEDS` names a folder to write the seeds and the dictionary to instead.
private let fuzzed: FuzzHomes = {
    let environment = ProcessInfo.processInfo.environment
    let name = environment["VARDAG_FUZZ"] ?? ""
    guard let homes = FuzzHomes(convention: name, folder: environment["VARDAG_FUZZ_DEVICES"] ?? "Devices") else {
        fatalError("no convention `\(name)`")
    }
    return homes
}()

@_cdecl("LLVMFuzzerInitialize")
package func fuzzerInitialize(_ count: UnsafeMutableRawPointer, _ arguments: UnsafeMutableRawPointer) -> Int32 {
    guard let folder = ProcessInfo.processInfo.environment["VARDAG_FUZZ_SEEDS"] else { return 0 }
    let place = URL(filePath: folder)
    do {
        try FileManager.default.createDirectory(at: place.appending(path: "corpus"), withIntermediateDirectories: true)
        for (i, seed) in fuzzed.seeds().enumerated() {
            try Data(seed).write(to: place.appending(path: "corpus/seed-\(i)"))
        }
        let lines = fuzzed.words().map { word in
            "\"" + word.utf8.map { "\\x" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() + "\"\n"
        }
        try Data(lines.joined().utf8).write(to: place.appending(path: "words"))
    } catch {
        fatalError("\(error)")
    }
    exit(0)
}

@_cdecl("LLVMFuzzerTestOneInput")
package func fuzzerTestOneInput(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
    let messages = FuzzMessage.read(Array(UnsafeBufferPointer(start: bytes, count: count)))
    let outcomes = FuzzRun.outcomes(messages, of: fuzzed)
    let lines = FuzzRun.lines(messages, of: fuzzed)
    // Again for every eighth: twice costs twice.
    guard count % 8 == 0 else { return 0 }
    precondition(outcomes == FuzzRun.outcomes(messages, of: fuzzed), "the same messages gave something else")
    precondition(lines == FuzzRun.lines(messages, of: fuzzed), "the same lines gave something else")
    return 0
}

/// One input through the decoder and through `vardag decode`, with what must hold for any input.
enum FuzzRun {
    struct Outcome: Equatable {
        var outcome: DecodeOutcome?
        var readings: [Reading]
    }

    static func outcomes(_ messages: [FuzzMessage], of fuzzed: FuzzHomes) -> [Outcome] {
        var decoder = fuzzed.decoder
        return messages.map { message in
            let isNamed = message.topic.hasPrefix("homes/")
            let topic = isNamed ? message.topic : FuzzHomes.bases[0] + "/" + message.topic
            var readings: [Reading] = []
            guard let route = decoder.route(topic) else {
                precondition(!FuzzHomes.bases.contains { topic.hasPrefix($0 + "/") }, "a home's topic is nobody's")
                return Outcome(readings: [])
            }
            let outcome = decoder.decode(
                message.payload, route: route, retained: message.isRetained, receivedAt: FuzzMessage.receivedAt,
                into: &readings)
            check(readings, message, topic: topic, home: fuzzed.homes[route.home])
            return Outcome(outcome: outcome, readings: readings)
        }
    }

    private static func check(_ readings: [Reading], _ message: FuzzMessage, topic: String, home: HomeDefinition) {
        precondition(topic == home.baseTopic || topic.hasPrefix(home.baseTopic + "/"), "another home's topic")
        precondition(readings.count <= PayloadDecoder.readingLimit, "too many readings")
        let soonest = FuzzMessage.receivedAt.adding(minutes: SourceTime.futureLimitMinutes)
        for reading in readings {
            precondition(Int(reading.device) < home.devices.count, "of a device that is not listed")
            precondition(reading.value.isFinite, "no number")
            precondition(reading.time <= soonest, "of the future")
            precondition(reading.flags.contains(.retained) == message.isRetained, "retained is not what it was")
            let isAlarm = reading.quantity.isSafety && reading.value != 0
            precondition(!isAlarm || !message.payload.isEmpty, "an alarm out of nothing")
        }
    }

    static func lines(_ messages: [FuzzMessage], of fuzzed: FuzzHomes) -> [[String]] {
        var core = fuzzed.core
        return messages.enumerated().map { number, message in
            let payload = Data(message.payload).base64EncodedString()
            let line = JSONText.text(
                .object([
                    "topic": .text(message.topic), "payload_base64": .text(payload),
                    "retain": .truth(message.isRetained),
                ]))
            let out = core.decode(line: Array(line.utf8), number: number + 1)
            for text in out {
                guard let value = try? JSONValue(Array(text.utf8).span) else {
                    preconditionFailure("not JSON: \(text)")
                }
                precondition(value["line"]?.number == Double(number + 1), "of another line")
            }
            return out
        }
    }
}

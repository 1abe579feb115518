import CareModel
import DeviceProfiles
import Foundation
import Testing

@testable import Pipeline

@Suite("Recorded logs")
struct LogTests {
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "logs-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    static let oddLines = [
        #"{"tst":"2026-01-05T08:00:00Z","topic":"a/b","qos":1,"retain":0,"payloadlen":2,"payload":"{}"}"#,
        #"{"topic":"a/b","payload":"x","tst":"2026-01-05T08:00:00.123456Z+0000","retain":1,"mid":7}"#,
        #"{ "tst" : "2026-01-05T08:00:00Z" , "topic" : "a/b" , "payload" : "x" }"#,
        #"{"tst":"2026-01-05T08:00:00+01:00","topic":"a\/b","payload":"\"\\\/\b\f\n\r\t\u00e5\ud83d\ude00"}"#,
        #"{"tst":"2026-01-05T08:00:00Z","topic":"å/ä","payload":"ö"}"#,
        #"{"tst":"2026-01-05T08:00:00Z","topic":"a","payload":{"b":[1,2,{"c":null}]}}"#,
        #"{"tst":"2026-01-05T08:00:00Z","topic":"a","payload":17}"#,
        #"{"tst":"2026-01-05T08:00:00Z","topic":"a","payload":null}"#,
        #"{"tst":"2026-01-05T08:00:00Z","topic":"a","payload_base64":"AAEC/w=="}"#,
        #"{"tst":"2026-01-05T08:00:00Z","topic":"a","payload_base64":"?"}"#,
        #"{"tst":"2026-01-05T08:00:00Z","topic":"a"}"#,
        #"{"tst":"2026-01-05T08:00:00Z","topic":"","payload":"x"}"#,
        #"{"tst":"2026-01-05T08:00:00","topic":"a","payload":"x"}"#,
        #"{"topic":"a","payload":"x"}"#,
        #"{"tst":"2026-01-05T08:00:00Z","payload":"x"}"#,
        #"{"tst":"2026-01-05T08:00:00Z","topic":"a","payload":"x","retain":true}"#,
        #"{"tst":"2026-01-05T08:00:00Z","topic":"a","payload":"x","retain":2}"#,
        #"{"tst":"2026-01-05T08:00:00Z","topic":"a","payload":"x","topic":"b"}"#,
        #"{"tst":"2026-01-05T08:00:00Z","topic":"a","payload":"x","tst":"2026-01-06T08:00:00Z"}"#,
        #"{"tst":"2026-01-05T08:00:00Z","topic":"a","payload":"x","payload":"y"}"#,
        #"{"tst":"2026-01-05T08:00:00Z","topic":"a","payload":"x","payload_base64":"AAEC"}"#,
        #"{"tst":"2026-01-05T08:00:00Z","topic":"a","payload":"x","properties":{"user-properties":[]}}"#,
        #"{"tst":"2026-01-05T08:00:00Z","topic":"a","payload":"x"} "#,
        #"{"tst":"2026-01-05T08:00:00Z","topic":"a","payload":"x"}x"#,
        #"{"tst":"2026-01-05T08:00:00Z","topic":"a","payload":"x","qos":01}"#,
        #"{"tst":"2026-01-05T08:00:00Z","topic":"a","payload":"x",}"#,
        "{\"tst\":\"2026-01-05T08:00:00Z\",\"topic\":\"a\",\"payload\":\"x\ty\"}",
        "{}", "[]", "null", "nonsense", "{", "\"", #"{"tst":""#,
    ]

    /// The quick reader and the thorough one must not differ on a line that both take, and nothing but the missing
    /// time may be refused by one alone.
    @Test("the quick reader of lines agrees with the thorough one", arguments: oddLines)
    func agree(line: String) {
        let bytes = Array(line.utf8)
        let quick = try? LogLine.read(bytes[...])
        let thorough = (try? RecordedMessage(line: bytes)).flatMap { $0.receivedAt == nil ? nil : $0 }
        #expect(quick?.topic == thorough?.topic)
        #expect(quick?.payload == thorough?.payload)
        #expect(quick?.isRetained == thorough?.isRetained)
        #expect(quick?.receivedAt == thorough?.receivedAt)
    }

    private func lines(_ path: String) throws -> [String] {
        let reader = try LogReader(path: path)
        var lines: [String] = []
        while let line = try reader.next({ String(decoding: $0, as: UTF8.self) }) { lines.append(line) }
        #expect(reader.line == lines.count)
        return lines
    }

    private func write(_ text: String, _ name: String) throws -> String {
        let path = folder.appending(path: name).path
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        return path
    }

    private func compress(_ path: String) throws -> String {
        let gzip = Process()
        gzip.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        gzip.arguments = ["gzip", "-k", "--", path]
        try gzip.run()
        gzip.waitUntilExit()
        return path + ".gz"
    }

    @Test(
        "lines, with and without a final line break, plain and compressed",
        arguments: [
            ("", []), ("a", ["a"]), ("a\n", ["a"]), ("a\nb", ["a", "b"]), ("a\r\nb\r\n", ["a", "b"]),
            ("\n\na", ["", "", "a"]),
        ])
    func reading(text: String, expected: [String]) throws {
        let plain = try write(text, "log.jsonl")
        #expect(try lines(plain) == expected)
        #expect(try lines(try compress(plain)) == expected)
    }

    @Test("lines longer than what is read at a time")
    func longLines() throws {
        let long = String(repeating: "x", count: 3 << 20)
        #expect(try lines(try write("\(long)\nshort\n\(long)", "long.jsonl")) == [long, "short", long])
    }

    @Test("a compressed log that ends early or is damaged says so, after the lines that are sound")
    func damaged() throws {
        let text = (0..<20_000).map { "line \($0 &* 7919)\n" }.joined()
        let whole = try Data(contentsOf: URL(fileURLWithPath: try compress(try write(text, "cut.jsonl"))))
        let cut = folder.appending(path: "short.jsonl.gz")
        try whole.prefix(whole.count / 2).write(to: cut)
        let reader = try LogReader(path: cut.path)
        var count = 0
        let failure = #expect(throws: LogError.self) {
            while try reader.next({ _ in }) != nil { count += 1 }
        }
        #expect(count > 100)
        #expect(failure?.description.contains("short.jsonl.gz") == true)
        let text2 = try write("no gzip at all", "plain.jsonl.gz")
        #expect(throws: LogError.self) { try lines(text2) }
        #expect(throws: LogError.self) { try lines(folder.path + "/none.jsonl") }
    }
}

import Foundation

/// Somebody outside, on loopback: takes requests and notes them. A POST is noted with its `webhook-id`; the first so many
/// of them get no answer.
final class Watcher {
    private let process: Process
    private let file: URL
    private(set) var port = 0

    private static let script = """
        import http.server, sys, time
        silent = int(sys.argv[1])
        class Watcher(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200)
                self.end_headers()
                print("took", self.path, flush=True)
            def do_POST(self):
                global silent
                self.rfile.read(int(self.headers["Content-Length"]))
                print("posted", self.path, self.headers["webhook-id"], flush=True)
                if silent > 0:
                    silent -= 1
                    time.sleep(3600)
                self.send_response(204)
                self.end_headers()
            def log_message(self, *_):
                pass
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Watcher)
        print("port", server.server_port, flush=True)
        server.serve_forever()
        """

    /// Returns when it takes requests.
    init(silentFirst: Int = 0) throws {
        file = URL(fileURLWithPath: NSTemporaryDirectory()).appendingPathComponent("watcher-\(UUID().uuidString)")
        process = try Program.start(
            "/usr/bin/env", ["python3", "-c", Self.script, String(silentFirst)], output: file, complaint: file)
        try Deadline.wait(for: "the watcher") {
            let words = try Program.text(file).split(whereSeparator: \.isWhitespace)
            port = words.count >= 2 && words[0] == "port" ? Int(words[1]) ?? 0 : 0
            return port != 0
        }
    }

    deinit {
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        try? FileManager.default.removeItem(at: file)
    }

    /// The `webhook-id` of each POST to that path so far, in their order.
    func posted(_ path: String) throws -> [String] {
        try Program.text(file).split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ").map(String.init)
            return words.count == 3 && words[0] == "posted" && words[1] == path ? words[2] : nil
        }
    }

    /// Requests for that path so far.
    func taken(_ path: String) throws -> Int {
        try Program.text(file).split(separator: "\n").count { $0 == "took \(path)" }
    }
}

import Foundation

/// An outside watcher on loopback: takes requests and counts them.
final class Watcher {
    private let process: Process
    private let file: URL
    private(set) var port = 0

    private static let script = """
        import http.server
        class Watcher(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200)
                self.end_headers()
                print("took", self.path, flush=True)
            def log_message(self, *_):
                pass
        server = http.server.HTTPServer(("127.0.0.1", 0), Watcher)
        print("port", server.server_port, flush=True)
        server.serve_forever()
        """

    /// Returns when it takes requests.
    init() throws {
        file = URL(fileURLWithPath: NSTemporaryDirectory()).appendingPathComponent("watcher-\(UUID().uuidString)")
        process = try Program.start(
            "/usr/bin/env", ["python3", "-c", Self.script], output: file, complaint: file)
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

    /// Requests for that path so far.
    func taken(_ path: String) throws -> Int {
        try Program.text(file).split(separator: "\n").count { $0 == "took \(path)" }
    }
}

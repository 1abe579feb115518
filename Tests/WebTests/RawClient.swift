import Foundation
import Glibc
import Testing

/// Sends bytes as they are to a port of this machine and reads the answer until the server closes.
struct RawClient: Sendable {
    let port: Int

    struct Reply: Sendable {
        var status: Int
        /// By lower-case name.
        var headers: [String: String]
        var body: String

        func json() throws -> [String: Any] {
            try #require(JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any])
        }
    }

    func get(_ path: String, headers: [String: String] = [:]) async throws -> Reply {
        try await send("GET", path, headers: headers)
    }

    func post(
        _ path: String, json: String, headers: [String: String] = [:]
    ) async throws -> Reply {
        try await send(
            "POST", path, headers: ["Content-Type": "application/json"].merging(headers) { $1 }, body: json)
    }

    func post(_ path: String, form: String, headers: [String: String] = [:]) async throws -> Reply {
        let type = ["Content-Type": "application/x-www-form-urlencoded"]
        return try await send("POST", path, headers: type.merging(headers) { $1 }, body: form)
    }

    func send(
        _ method: String, _ path: String, headers: [String: String] = [:], body: String? = nil
    ) async throws -> Reply {
        var fields = ["Host": "127.0.0.1:\(port)", "Connection": "close"].merging(headers) { $1 }
        if let body { fields["Content-Length"] = String(body.utf8.count) }
        let head = fields.map { "\($0.key): \($0.value)\r\n" }.sorted().joined()
        return try await send([UInt8]("\(method) \(path) HTTP/1.1\r\n\(head)\r\n\(body ?? "")".utf8))
    }

    /// On a thread of its own, because the server under test needs Swift's.
    func send(_ bytes: [UInt8]) async throws -> Reply {
        let answer: Data = try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result { try exchange(bytes) }) }
        }
        return try #require(Reply(answer))
    }

    private func exchange(_ bytes: [UInt8]) throws -> Data {
        let connection = try open()
        try connection.write(contentsOf: Data(bytes))
        return try connection.readToEnd() ?? Data()
    }

    /// A connection that stays open until it is let go.
    func open() throws -> FileHandle {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw POSIXError(.EMFILE) }
        let connection = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw POSIXError(.ECONNREFUSED) }
        // A server that hangs fails the test instead of hanging it.
        var limit = timeval(tv_sec: 120, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        return connection
    }
}

extension RawClient.Reply {
    init?(_ data: Data) {
        let text = String(decoding: data, as: UTF8.self)
        guard let end = text.range(of: "\r\n\r\n") else { return nil }
        let lines = text[..<end.lowerBound].components(separatedBy: "\r\n")
        guard let status = lines.first?.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else { return nil }
        self.status = status
        headers = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            headers[parts[0].lowercased()] = parts.count > 1 ? parts[1].trimmingCharacters(in: .whitespaces) : ""
        }
        body = String(text[end.upperBound...])
    }
}

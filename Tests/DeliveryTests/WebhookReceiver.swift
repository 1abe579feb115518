import Foundation
import Hummingbird
import Logging
import Synchronization

/// An HTTP server on a port of its own that notes what it is sent and answers as it is told.
final class WebhookReceiver: Sendable {
    struct Received: Sendable {
        var path: String
        var headers: [String: String]
        var body: [UInt8]

        var event: [String: Any] {
            (try? JSONSerialization.jsonObject(with: Data(body)) as? [String: Any]) ?? [:]
        }

        var key: String { event["id"] as? String ?? "" }
    }

    enum Behaviour: Sendable {
        case status(Int, headers: [String: String] = [:], bytes: Int = 0)
        /// No answer before the receiver is let go.
        case silent
    }

    let received = Mutex<[Received]>([])
    /// By how many requests came before.
    let behaviour: Mutex<@Sendable (Int) -> Behaviour>
    private let released = Mutex(false)
    private let serving = Mutex<Task<Void, any Error>?>(nil)
    private let bound = Mutex(0)

    init(_ behaviour: @escaping @Sendable (Int) -> Behaviour = { _ in .status(204) }) {
        self.behaviour = Mutex(behaviour)
    }

    var keys: [String] { received.withLock { $0.map(\.key) } }

    func url(_ path: String = "/hook") throws -> URL {
        let port = bound.withLock { $0 }
        guard let url = URL(string: "http://127.0.0.1:\(port)\(path)") else { throw CancellationError() }
        return url
    }

    /// Serves while the body runs.
    func serving(_ body: (WebhookReceiver) async throws -> Void) async throws {
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        var quiet = Logger(label: "receiver")
        quiet.logLevel = .critical
        let router = Router()
        for method in [HTTPRequest.Method.post, .get] {
            router.on("**", method: method) { request, _ in try await self.answer(request) }
        }
        let application = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { port.yield($0.localAddress?.port ?? 0) }, logger: quiet)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { port.finish() }
                try await application.run()
            }
            guard let number = await ports.first(where: { _ in true }) else { throw CancellationError() }
            bound.withLock { $0 = number }
            defer { letGo() }
            try await body(self)
            letGo()
            group.cancelAll()
        }
    }

    func letGo() { released.withLock { $0 = true } }

    private func answer(_ request: Request) async throws -> Response {
        let body = try await request.body.collect(upTo: 1 << 20)
        let headers = Dictionary(
            request.headers.map { ($0.name.rawName.lowercased(), $0.value) }
        ) { first, _ in first }
        let count = received.withLock { received in
            received.append(
                Received(path: request.uri.path, headers: headers, body: Array(buffer: body)))
            return received.count - 1
        }
        switch behaviour.withLock({ $0 })(count) {
        case .status(let code, let headers, let bytes):
            var fields = HTTPFields()
            for (name, value) in headers { if let name = HTTPFields.Element.Name(name) { fields[name] = value } }
            return Response(
                status: .init(code: code), headers: fields,
                body: bytes == 0 ? .init() : .init(byteBuffer: ByteBuffer(repeating: 65, count: bytes)))
        case .silent:
            while !released.withLock({ $0 }) { try await Task.sleep(for: .milliseconds(5)) }
            return Response(status: .noContent)
        }
    }
}

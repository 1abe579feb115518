import Delivery
import Foundation
import FoundationNetworking

/// One HTTP request, waited for on the calling thread; never called on the ingest thread.
enum WebRequest {
    enum Failure: Error, CustomStringConvertible {
        case noAnswer(String)
        case status(Int)
        case stopped

        /// Whether the other side wants to know who asks.
        var isRefusal: Bool {
            if case .status(let status) = self { status == 401 || status == 403 } else { false }
        }

        var description: String {
            switch self {
            case .noAnswer(let cause): cause
            case .status(let status): "answered with status \(status)"
            case .stopped: "stopped"
            }
        }
    }

    static let limitSeconds = 10.0
    static let bodyLimit = 64 << 20

    /// The body of the answer; `token` is a program's, see `account token`. Throws `Failure`, also for an answer that is
    /// no success (2xx).
    static func get(
        _ url: URL, token: String? = nil, isStopping: () -> Bool = { false }
    ) throws(Failure) -> Data {
        var request = URLRequest(url: url)
        if let token { request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization") }
        let reply: HTTPExchange.Reply
        do {
            reply = try HTTPExchange(followsRedirects: true, bodyLimit: bodyLimit)
                .send(request, limitSeconds: limitSeconds, isStopping: isStopping)
        } catch {
            switch error {
            case .noAnswer(let cause): throw .noAnswer(cause)
            case .stopped: throw .stopped
            }
        }
        guard 200..<300 ~= reply.status else { throw .status(reply.status) }
        return reply.body
    }
}

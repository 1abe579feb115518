import Foundation
import FoundationNetworking
import Synchronization

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

    /// The body of the answer; `token` is a program's, see `account token`. Throws `Failure`, also for an answer that is
    /// no success (2xx).
    static func get(
        _ url: URL, token: String? = nil, isStopping: () -> Bool = { false }
    ) throws(Failure) -> Data {
        let configuration = URLSessionConfiguration.ephemeral
        configuration.timeoutIntervalForRequest = limitSeconds
        configuration.timeoutIntervalForResource = limitSeconds
        let session = URLSession(configuration: configuration)
        defer { session.invalidateAndCancel() }
        let answer = Mutex<Result<Data, Failure>?>(nil)
        var request = URLRequest(url: url)
        if let token { request.setValue("Bearer \(token)", forHTTPHeaderField: "Authorization") }
        let task = session.dataTask(with: request) { body, response, error in
            let status = (response as? HTTPURLResponse)?.statusCode
            answer.withLock {
                switch (error, status) {
                case (let error?, _): $0 = .failure(.noAnswer(error.localizedDescription))
                case (nil, let status?) where 200..<300 ~= status: $0 = .success(body ?? Data())
                case (nil, let status): $0 = .failure(.status(status ?? 0))
                }
            }
        }
        task.resume()
        let limit = ContinuousClock.now.advanced(by: .seconds(limitSeconds + 2))
        while .now < limit {
            if let answer = answer.withLock({ $0 }) { return try answer.get() }
            if isStopping() { throw .stopped }
            Thread.sleep(forTimeInterval: 0.02)
        }
        throw .noAnswer("no answer within \(Int(limitSeconds)) s")
    }
}

import Foundation
import FoundationNetworking
import Synchronization

/// One HTTP request, waited for on the calling thread; never called on the ingest thread.
enum WebRequest {
    enum Failure: Error, CustomStringConvertible {
        case noAnswer(String)
        case status(Int)
        case stopped

        var description: String {
            switch self {
            case .noAnswer(let cause): cause
            case .status(let status): "answered with status \(status)"
            case .stopped: "stopped"
            }
        }
    }

    static let limitSeconds = 10.0

    /// The body of the answer. Throws `Failure`, also for an answer that is no success (2xx).
    static func get(_ url: URL, isStopping: () -> Bool = { false }) throws(Failure) -> Data {
        let configuration = URLSessionConfiguration.ephemeral
        configuration.timeoutIntervalForRequest = limitSeconds
        configuration.timeoutIntervalForResource = limitSeconds
        let session = URLSession(configuration: configuration)
        defer { session.invalidateAndCancel() }
        let answer = Mutex<Result<Data, Failure>?>(nil)
        let task = session.dataTask(with: url) { body, response, error in
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

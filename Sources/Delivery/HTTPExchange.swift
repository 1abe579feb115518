package import Foundation
package import FoundationNetworking
import Synchronization

/// HTTP requests, each waited for on the calling thread; no cookies, no cache, and of a long answer only the beginning.
/// One at a time.
package final class HTTPExchange: Sendable {
    package enum Failure: Error, Equatable {
        /// With the cause as the system words it.
        case noAnswer(String)
        case stopped
    }

    package struct Reply: Equatable, Sendable {
        package var status: Int
        package var body: Data
    }

    private let session: URLSession
    private let listener: Listener

    package init(followsRedirects: Bool, bodyLimit: Int) {
        let configuration = URLSessionConfiguration.ephemeral
        configuration.httpCookieStorage = nil
        configuration.httpShouldSetCookies = false
        configuration.urlCache = nil
        configuration.urlCredentialStorage = nil
        listener = Listener(followsRedirects: followsRedirects, bodyLimit: bodyLimit)
        session = URLSession(configuration: configuration, delegate: listener, delegateQueue: nil)
    }

    deinit { session.invalidateAndCancel() }

    /// The answer, whatever its status. Throws `Failure`.
    package func send(
        _ request: URLRequest, limitSeconds: Double, isStopping: () -> Bool = { false }
    ) throws(Failure) -> Reply {
        var request = request
        request.timeoutInterval = limitSeconds
        let task = session.dataTask(with: request)
        let answered = DispatchSemaphore(value: 0)
        listener.expect(task.taskIdentifier, answered)
        defer { listener.forget(task.taskIdentifier) }
        task.resume()
        let limit = ContinuousClock.now.advanced(by: .seconds(limitSeconds))
        while answered.wait(timeout: .now() + 0.1) == .timedOut {
            let isLate = ContinuousClock.now >= limit
            guard isLate || isStopping() else { continue }
            task.cancel()
            if isLate { throw .noAnswer("no answer within \(limitSeconds.formatted()) s") }
            throw .stopped
        }
        return try listener.result(task.taskIdentifier).get()
    }
}

/// Gathers what comes of each request.
private final class Listener: NSObject, URLSessionDataDelegate, Sendable {
    private struct Expected {
        let answered: DispatchSemaphore
        var body = Data()
        var result: Result<HTTPExchange.Reply, HTTPExchange.Failure>?
    }

    private let followsRedirects: Bool
    private let bodyLimit: Int
    private let expected = Mutex<[Int: Expected]>([:])

    init(followsRedirects: Bool, bodyLimit: Int) {
        self.followsRedirects = followsRedirects
        self.bodyLimit = bodyLimit
    }

    func expect(_ task: Int, _ answered: DispatchSemaphore) {
        expected.withLock { $0[task] = Expected(answered: answered) }
    }

    func forget(_ task: Int) { expected.withLock { $0[task] = nil } }

    func result(_ task: Int) -> Result<HTTPExchange.Reply, HTTPExchange.Failure> {
        expected.withLock { $0[task]?.result } ?? .failure(.noAnswer("the answer was lost"))
    }

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        let isLong = expected.withLock { expected in
            guard let count = expected[dataTask.taskIdentifier]?.body.count else { return false }
            expected[dataTask.taskIdentifier]?.body.append(data.prefix(bodyLimit - count))
            return count + data.count > bodyLimit
        }
        if isLong { dataTask.cancel() }
    }

    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        let status = (task.response as? HTTPURLResponse)?.statusCode
        expected.withLock { expected in
            guard let waiting = expected[task.taskIdentifier] else { return }
            // An answer that was cut off because it is long is one all the same.
            if let status, error == nil || waiting.body.count == bodyLimit {
                expected[task.taskIdentifier]?.result = .success(.init(status: status, body: waiting.body))
            } else {
                let cause = error?.localizedDescription ?? "no HTTP answer"
                expected[task.taskIdentifier]?.result = .failure(.noAnswer(cause))
            }
            waiting.answered.signal()
        }
    }

    func urlSession(
        _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
        newRequest request: URLRequest, completionHandler: @escaping (URLRequest?) -> Void
    ) {
        completionHandler(followsRedirects ? request : nil)
    }
}

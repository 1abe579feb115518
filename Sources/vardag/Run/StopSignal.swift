import Foundation
import Synchronization

/// Set once, by SIGTERM, SIGINT or a failure; read by every thread.
final class StopSignal: Sendable {
    private struct State {
        var isSet = false
        var failure: String?
    }

    private let state = Mutex(State())

    var isSet: Bool { state.withLock { $0.isSet } }
    /// What went wrong, when that is why the gateway stops.
    var failure: String? { state.withLock { $0.failure } }

    func set(failure: String? = nil) {
        state.withLock {
            $0.isSet = true
            $0.failure = $0.failure ?? failure
        }
    }

    func wait() async {
        while !isSet { try? await Task.sleep(for: .milliseconds(100)) }
    }
}

/// Hears SIGTERM and SIGINT.
struct SignalWatch {
    private let sources: [any DispatchSourceSignal]

    init(_ body: @escaping @Sendable () -> Void) {
        signal(SIGPIPE, SIG_IGN)
        sources = [SIGTERM, SIGINT].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler(handler: body)
            source.resume()
            return source
        }
    }

    func end() { for source in sources { source.cancel() } }
}

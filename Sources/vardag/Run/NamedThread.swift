import Foundation

/// A thread that can be waited for.
struct NamedThread: Sendable {
    private let done: DispatchSemaphore

    static func start(_ name: String, _ body: @escaping @Sendable () -> Void) -> NamedThread {
        let done = DispatchSemaphore(value: 0)
        let thread = Thread {
            body()
            done.signal()
        }
        thread.name = name
        thread.stackSize = 8 << 20
        thread.start()
        return NamedThread(done: done)
    }

    /// Blocks the calling thread; once only, and not beside `join`.
    func wait() { done.wait() }

    func join() async {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                done.wait()
                continuation.resume()
            }
        }
    }
}

import Dispatch

/// Runs tasks on threads that no other test can keep busy.
final class OwnThreads: TaskExecutor {
    private let queue = DispatchQueue(label: "served test", attributes: .concurrent)

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}

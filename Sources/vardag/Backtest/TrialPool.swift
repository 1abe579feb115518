/// Runs homes side by side; the results are in the order of the homes, whatever the number of jobs.
enum TrialPool {
    /// `progress` is called after each home, with how many are done.
    static func run(
        _ count: Int, jobs: Int, _ trial: @escaping @Sendable (Int) throws -> HomeTrial,
        progress: (Int) -> Void
    ) async throws -> [HomeTrial] {
        var found: [HomeTrial?] = Array(repeating: nil, count: count)
        try await withThrowingTaskGroup(of: (Int, HomeTrial).self) { group in
            var next = 0
            func start() {
                guard next < count else { return }
                let index = next
                group.addTask { (index, try trial(index)) }
                next += 1
            }
            for _ in 0..<max(1, jobs) { start() }
            var done = 0
            while let (index, result) = try await group.next() {
                found[index] = result
                done += 1
                progress(done)
                start()
            }
        }
        return found.compactMap { $0 }
    }
}

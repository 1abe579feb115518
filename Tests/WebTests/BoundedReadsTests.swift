import Foundation
import Testing

@testable import Web

@Suite("Reads of the store")
struct BoundedReadsTests {
    @Test("one more than may wait is refused at once; the others get their results")
    func bounded() async throws {
        let reads = BoundedReads(store: try WebFixture().store, lanes: 1)
        let gate = DispatchSemaphore(value: 0)
        let results = await withTaskGroup(of: Bool.self) { group in
            for _ in 0...BoundedReads.waitingLimit {
                group.addTask {
                    do {
                        return try await reads.read { _ in
                            gate.wait()
                            return true
                        }
                    } catch { return error as? Refusal != .busy }
                }
            }
            // Only a refusal can come back before the gate opens.
            var results = [await group.next()]
            for _ in 0..<BoundedReads.waitingLimit { gate.signal() }
            for await result in group { results.append(result) }
            return results
        }
        #expect(results.first == false)
        #expect(results.dropFirst().allSatisfy { $0 == true })
        #expect(results.count == BoundedReads.waitingLimit + 1)
    }
}

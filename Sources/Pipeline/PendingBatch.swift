import CareEngine
import CareModel
import DeviceProfiles
import Store

/// What has been processed but is not yet on disk. When a commit fails it is kept and tried again whole.
struct PendingBatch {
    struct HomeEffect {
        var home: Int
        var effect: Effect
    }

    struct Refusal {
        var topic: String
        var reason: String
        var at: Timestamp
        var sample: [UInt8]
    }

    /// Messages of one topic that were sampled away.
    struct Sampled {
        private(set) var count = 0
        private(set) var firstAt: Timestamp
        private(set) var lastAt: Timestamp
        /// Of the first of them.
        let sample: [UInt8]

        init(at: Timestamp, sample: [UInt8]) {
            (firstAt, lastAt) = (at, at)
            self.sample = Array(sample.prefix(QuarantineRow.sampleLimitBytes))
        }

        mutating func count(at: Timestamp) {
            count += 1
            (firstAt, lastAt) = (min(firstAt, at), max(lastAt, at))
        }
    }

    var messages = MessageBatch()
    /// By message: index of its topic in the pipeline's table.
    var topics: [Int] = []
    var effects: [HomeEffect] = []
    var refusals: [Refusal] = []
    /// By index of the topic.
    var sampled: [Int: Sampled] = [:]
    var learned: [(home: Int, fact: LearnedFact)] = []
    /// Numbers of the entries that are journalled with this batch, and so leave the inbox with it.
    var takenEntries: [Int64] = []

    var isEmpty: Bool {
        messages.rows.isEmpty && effects.isEmpty && refusals.isEmpty && learned.isEmpty && takenEntries.isEmpty
    }

    mutating func removeAll() {
        messages.removeAll()
        topics.removeAll(keepingCapacity: true)
        effects.removeAll(keepingCapacity: true)
        refusals.removeAll(keepingCapacity: true)
        sampled.removeAll(keepingCapacity: true)
        learned.removeAll(keepingCapacity: true)
        takenEntries.removeAll(keepingCapacity: true)
    }
}

import CareEngine
import CareModel
import Pipeline
import Synchronization

/// Steps that people take on alerts, on their way to the ingest thread: the only one that changes anything.
final class VerbInbox: Sendable {
    struct Verb: Sendable {
        var event: GatewayEvent
        var answer: @Sendable (Outcome) -> Void
    }

    enum Outcome: Sendable {
        case done
        /// There is no such alert, or its state does not allow the step.
        case refused
        /// It could not be stored, or too many wait: try again.
        case notKept
    }

    static let limit = 1000

    /// Something to be read from the homes as the ingest thread knows them.
    typealias Question = @Sendable (CarePipeline) -> Void

    /// Homes that are to be in force from now on; the answer says whether they are.
    struct NewHomes: Sendable {
        var homes: [HomeDefinition]
        var answer: @Sendable (Bool) -> Void
    }

    /// A message to ourselves; the answer says that it is on disk.
    struct Probe: Sendable {
        var token: [UInt8]
        var answer: @Sendable () -> Void
    }

    private let probes = Mutex<[Probe]>([])
    private let newHomes = Mutex<[NewHomes]>([])
    private let verbs = Mutex<[Verb]>([])
    private let questions = Mutex<[Question]>([])

    /// False when too many wait; the caller says so and tries again.
    func put(_ verb: Verb) -> Bool {
        verbs.withLock { waiting in
            guard waiting.count < Self.limit else { return false }
            waiting.append(verb)
            return true
        }
    }

    /// False when too many wait.
    func ask(_ question: @escaping Question) -> Bool {
        questions.withLock { waiting in
            guard waiting.count < Self.limit else { return false }
            waiting.append(question)
            return true
        }
    }

    func put(_ probe: Probe) { probes.withLock { $0.append(probe) } }

    func takeProbes() -> [Probe] {
        probes.withLock { waiting in
            defer { waiting.removeAll() }
            return waiting
        }
    }

    func put(_ homes: NewHomes) { newHomes.withLock { $0.append(homes) } }

    func takeNewHomes() -> [NewHomes] {
        newHomes.withLock { waiting in
            defer { waiting.removeAll() }
            return waiting
        }
    }

    func takeQuestions() -> [Question] {
        questions.withLock { waiting in
            defer { waiting.removeAll() }
            return waiting
        }
    }

    func takeAll() -> [Verb] {
        verbs.withLock { waiting in
            defer { waiting.removeAll() }
            return waiting
        }
    }
}

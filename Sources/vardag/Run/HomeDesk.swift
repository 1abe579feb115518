import CareModel
import Pipeline
import Web

/// Takes questions about a home, and what staff enter about it, from the page to the ingest thread and back.
struct HomeDesk {
    let inbox: VerbInbox
    let homes: Set<String>

    /// The desk as the pages know it.
    var questions: HomeQuestions {
        HomeQuestions(
            status: { await status($0) }, pictures: { await pictures($0, $1, $2) },
            enter: { await enter($0, $1, by: $2) })
    }

    /// Nil for a home that is not this gateway's, and while too many ask.
    func status(_ home: String) async -> HomeStatus? { await ask { $0.status(of: home) } }

    /// The days as the sensors saw them, both ends included; at most 31, those that are still kept.
    func pictures(_ home: String, _ from: LocalDay, _ to: LocalDay) async -> [DayPicture] {
        await ask { $0.pictures(of: home, from: from, to: to) } ?? []
    }

    /// The answer of the ingest thread, from between two batches; nil while too many ask.
    func ask<T: Sendable>(_ question: @escaping @Sendable (CarePipeline) -> T?) async -> T? {
        await withCheckedContinuation { (answer: CheckedContinuation<T?, Never>) in
            let isTaken = inbox.ask { answer.resume(returning: question($0)) }
            if !isTaken { answer.resume(returning: nil) }
        }
    }

    /// Journals the entry; false when it could not be kept or there is no such home.
    func enter(_ home: String, _ entry: HomeEntry, by person: String) async -> Bool {
        guard homes.contains(home) else { return false }
        let event = GatewayEvent.enter(entry, home: home, by: person)
        let outcome = await withCheckedContinuation { (answer: CheckedContinuation<VerbInbox.Outcome, Never>) in
            let isTaken = inbox.put(VerbInbox.Verb(event: event) { answer.resume(returning: $0) })
            if !isTaken { answer.resume(returning: .notKept) }
        }
        // An entry that changes nothing is kept in the log all the same.
        return outcome != .notKept
    }
}

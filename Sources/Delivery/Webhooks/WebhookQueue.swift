import CareModel
import Store

/// What a webhook is to be told next, and what became of it. The outbox is the queue; this is the place in it.
///
/// In turn is by cursor. Before its turn comes what is urgent (P1): a home's alert, and with it all that waits of that
/// home's alerts before it, so that the changes of an alert never overtake each other; a recipient's call likewise. What was told early is known in memory
/// only: after a restart it is told again, under the same id.
struct WebhookQueue {
    static let batch = 50

    enum Errand {
        /// From memory, while nothing can be stored.
        case urgentMail(Outgoing)
        case early(Outgoing)
        case inTurn(Outgoing)
        /// That was given up, and is asked for once more.
        case again(DeadLetter)

        var letter: Outgoing {
            switch self {
            case .urgentMail(let letter), .early(let letter), .inTurn(let letter): letter
            case .again(let dead): dead.letter
            }
        }
    }

    private let webhook: Webhook
    private let store: CareStore
    private let mail: UrgentMail
    /// Everything up to here is told or not for this webhook; on the disk a little later.
    private(set) var position: Int64
    private var saved: Int64
    /// The outbox is known up to here.
    private var looked: Int64
    /// Entries that are known and not told.
    private(set) var waiting = 0
    private var urgent: [OutgoingHead] = []
    private var early: Set<Int64> = []
    private var hasToldEarly = false
    private var batch: [Outgoing] = []
    private(set) var failure: DeliveryFailure?
    private var mailTried: Set<String> = []
    /// There is something urgent that was not there at the last try.
    private(set) var hasUrgentNews = false

    /// A new webhook begins at the end of the outbox. Throws `StoreError`.
    init(_ webhook: Webhook, store: CareStore, mail: UrgentMail) throws {
        self.webhook = webhook
        self.store = store
        self.mail = mail
        if let state = try store.delivery(webhook.destination) {
            position = state.cursor
            failure = state.failure
        } else {
            let end = try store.lastOutgoingCursor()
            try store.write { try $0.setDeliveryPosition(webhook.destination, end) }
            position = end
        }
        saved = position
        looked = position
    }

    /// Takes notice of what is new in the outbox.
    mutating func look() throws {
        while case let heads = try store.outgoingHeads(after: looked, limit: 10_000), let last = heads.last {
            looked = last.cursor
            for head in heads where webhook.subscription.takes(head) {
                waiting += 1
                guard head.urgent else { continue }
                urgent.append(head)
                hasUrgentNews = true
            }
        }
        let letters = mailLetters
        if letters.contains(where: { !mailTried.contains($0.key) }) { hasUrgentNews = true }
        mailTried.formIntersection(letters.map(\.key))
    }

    private var mailLetters: [Outgoing] {
        webhook.subscription.kinds.contains(.alert) ? mail.waiting(for: webhook.destination) : []
    }

    /// Nil when nothing waits. Throws `StoreError`.
    mutating func next() throws -> Errand? {
        hasUrgentNews = false
        if let letter = mailLetters.first {
            mailTried.insert(letter.key)
            return .urgentMail(letter)
        }
        if let letter = try nextEarly() { return .early(letter) }
        if let letter = try nextInTurn() { return .inTurn(letter) }
        return try store.deadLetterToRetry(of: webhook.destination).map(Errand.again)
    }

    private mutating func nextEarly() throws -> Outgoing? {
        while let head = urgent.first {
            if head.cursor > position, !early.contains(head.cursor) {
                let ofSubject = try store.outgoing(
                    head.kind, about: head.subject, after: position, through: head.cursor)
                if let letter = ofSubject.first(where: { !early.contains($0.cursor) }) { return letter }
            }
            urgent.removeFirst()
        }
        return nil
    }

    private mutating func nextInTurn() throws -> Outgoing? {
        while true {
            batch.removeAll { $0.cursor <= position || early.contains($0.cursor) }
            if let letter = batch.first { return letter }
            let letters = try store.outgoing(kinds: webhook.subscription.kinds, after: position, limit: Self.batch)
                .filter { $0.cursor <= looked }
            guard let last = letters.last else { break }
            batch = letters.filter { webhook.subscription.takes($0.head) && !early.contains($0.cursor) }
            if batch.isEmpty { pass(last.cursor) }
        }
        pass(looked)
        return nil
    }

    /// Nothing up to the cursor is still to be told.
    private mutating func pass(_ cursor: Int64) {
        position = max(position, cursor)
        early = early.filter { $0 > position }
    }

    /// Since when the oldest waits; nil when nothing does.
    func oldestWaitingAt() throws -> Timestamp? {
        guard waiting > 0 else { return nil }
        if let first = batch.first { return first.createdAt }
        return try store.outgoing(kinds: webhook.subscription.kinds, after: position, limit: Self.batch)
            .first { webhook.subscription.takes($0.head) && !early.contains($0.cursor) }?.createdAt
    }

    // MARK: What became of it

    /// Throws `StoreError` when a dead letter could not be kept; then the errand is not settled.
    mutating func settle(_ errand: Errand, _ answer: WebhookAnswer, at now: Timestamp) throws {
        switch answer {
        case .taken: try taken(errand)
        case .refused(let cause): try refused(errand, cause, now)
        case .failed(let cause): try failed(errand, cause, now)
        }
    }

    private mutating func taken(_ errand: Errand) throws {
        let isRecovered = failure != nil
        failure = nil
        if case .again(let dead) = errand {
            try store.write { try $0.removeDeadLetter(of: webhook.destination, cursor: dead.letter.cursor) }
        }
        isDone(errand)
        if isRecovered || errand.letter.kind != .feature || batch.isEmpty { save() }
    }

    private mutating func refused(_ errand: Errand, _ cause: String, _ now: Timestamp) throws {
        let attempts = failure?.attempts ?? 0
        failure = nil
        switch errand {
        // It comes again from the outbox, when it can be stored.
        case .urgentMail: break
        case .early(let letter), .inTurn(let letter):
            let dead = DeliveryFailure(attempts: attempts + 1, since: now, cause: cause)
            try store.write { try $0.bury(letter, for: webhook.destination, dead) }
        case .again(let dead):
            try store.write {
                try $0.bury(dead.letter, for: webhook.destination, .init(attempts: 1, since: now, cause: cause))
            }
        }
        isDone(errand)
        save()
    }

    private mutating func failed(_ errand: Errand, _ cause: String, _ now: Timestamp) throws {
        let failure = DeliveryFailure(
            attempts: (failure?.attempts ?? 0) + 1, since: failure?.since ?? now, cause: cause)
        self.failure = failure
        if case .again(let dead) = errand {
            try store.write {
                try $0.bury(dead.letter, for: webhook.destination, .init(attempts: 1, since: now, cause: cause))
            }
        }
        let limit = now.adding(hours: -RetryPlan.giveUpHours)
        if failure.since <= limit { try giveUp(before: limit, failure) }
        save()
    }

    private mutating func isDone(_ errand: Errand) {
        switch errand {
        case .urgentMail(let letter): mail.remove([letter.key], for: webhook.destination)
        case .early(let letter):
            early.insert(letter.cursor)
            hasToldEarly = true
            waiting -= 1
        case .inTurn(let letter):
            pass(letter.cursor)
            waiting -= 1
        case .again: break
        }
        batch.removeAll { $0.cursor <= position || early.contains($0.cursor) }
    }

    /// What is older than the limit becomes dead letters, in their turn up to the first that is not.
    private mutating func giveUp(before limit: Timestamp, _ failure: DeliveryFailure) throws {
        while true {
            let letters = try store.outgoing(kinds: webhook.subscription.kinds, after: position, limit: 500)
                .filter { $0.cursor <= looked }
            let old = letters.prefix { $0.createdAt <= limit }
            guard let last = old.last else { return }
            let lost = old.filter { webhook.subscription.takes($0.head) && !early.contains($0.cursor) }
            try store.write { transaction in
                for letter in lost { try transaction.bury(letter, for: webhook.destination, failure) }
                try transaction.setDeliveryFailure(webhook.destination, at: last.cursor, failure)
            }
            waiting -= lost.count
            pass(last.cursor)
        }
    }

    /// The place is kept when it can be; while it cannot, it is known in memory and told again after a restart.
    mutating func save() {
        let (position, failure, destination) = (position, failure, webhook.destination)
        let result = Result {
            try store.write { transaction in
                if let failure {
                    try transaction.setDeliveryFailure(destination, at: position, failure)
                } else {
                    try transaction.setDeliveryPosition(destination, position)
                }
            }
        }
        if case .success = result { saved = position }
    }

    /// Nothing is to be told now: keeps the place where it has moved past what was told early, or past much that was not
    /// for this webhook.
    mutating func saveAtRest() {
        guard position > saved, hasToldEarly || position >= saved + 500 else { return }
        save()
        hasToldEarly = saved < position
    }
}

package import CareModel
package import Foundation
package import Logging
package import Store
import Synchronization

/// Calls people about alerts: one after the other, until somebody has taken the alert on.
///
/// It reads the outbox as every destination does, and what it decides goes into the outbox in the same transaction that
/// notes it, so that a crash between any two steps loses nothing and calls nobody twice for one step. Runs on a thread
/// of its own.
package final class CallDesk: Sendable {
    /// The name under which the store keeps how far it has read.
    package static let reader = "calls"
    static let batchSize = 200
    /// Of the calls beyond the storm limit a recipient is told together, so long after the first of them.
    static let stormGatherMinutes: Int64 = 30

    /// Where a home is: its area, and its own time.
    package struct Place: Sendable {
        package var area: String?
        package var timeZone: TimeZone

        package init(area: String?, timeZone: TimeZone) {
            self.area = area
            self.timeZone = timeZone
        }
    }

    let settings: CallSettings
    let store: CareStore
    let place: @Sendable (String) -> Place
    private let now: @Sendable () -> Timestamp
    private let wakeDelivery: @Sendable () -> Void
    private let logger: Logger
    private let signal = DispatchSemaphore(value: 0)

    package init(
        settings: CallSettings, store: CareStore, place: @escaping @Sendable (String) -> Place,
        now: @escaping @Sendable () -> Timestamp, wakeDelivery: @escaping @Sendable () -> Void, logger: Logger
    ) {
        self.settings = settings
        self.store = store
        self.place = place
        self.now = now
        self.wakeDelivery = wakeDelivery
        self.logger = logger
    }

    /// There is something new in the outbox.
    package func wake() { signal.signal() }

    /// Works until it is told to stop; what fails is tried again.
    package func run(isStopping: () -> Bool) {
        var isFailing = false
        while !isStopping() {
            do {
                while try work(), !isStopping() {}
                isFailing = false
            } catch {
                if !isFailing { logger.error("nobody can be called", metadata: ["cause": "\(error)"]) }
                isFailing = true
            }
            _ = signal.wait(timeout: .now() + 0.5)
        }
    }

    /// One step of work. True when there may be more at once.
    package func work() throws -> Bool {
        let now = now()
        guard let position = try store.read(position: Self.reader) else {
            // What was told before there was anybody to call is not told again.
            try store.write { try $0.setDeliveryPosition(Self.reader, try $0.lastOutgoingCursor()) }
            return true
        }
        guard try store.hasCallWork(after: position, at: now) else { return false }
        let isMore = try store.write { transaction in
            let changed = try transaction.changedAlerts(after: position, limit: Self.batchSize)
            for id in changed?.ids ?? [] { try consider(id, now, transaction) }
            if let last = changed?.last { try transaction.setDeliveryPosition(Self.reader, last) }
            let due = try transaction.dueCallRuns(at: now, limit: Self.batchSize)
            for run in due { try call(run, now, transaction) }
            try tellWaiting(now, transaction)
            return changed != nil || due.count == Self.batchSize
        }
        wakeDelivery()
        return isMore
    }

    // MARK: Deciding

    /// Whether somebody is to be called about an alert that has changed, and no longer.
    private func consider(_ id: String, _ now: Timestamp, _ transaction: StoreTransaction) throws {
        guard let alert = try transaction.alert(id: id) else { return }
        let run = try transaction.callRun(alert: id)
        guard alert.state == .firing, let chain = chain(for: alert) else {
            return try stop(alert, run, now, transaction)
        }
        if let until = alert.handling.snooze?.until, until > now {
            if run?.dueAt != until { try stop(alert, run, now, transaction) }
            return try transaction.save(
                CallRun(alert: id, chain: chain.name, run: alert.history.count, dueAt: until))
        }
        if let run, run.chain == chain.name { return }
        if run == nil, chain.digest != nil, try isTold(alert, transaction) { return }
        try transaction.endCalls(alert: id)
        try begin(alert, chain, now, transaction)
    }

    /// Whether those whom a digest tells know of it, or will, since it last began to want somebody.
    private func isTold(_ alert: Alert, _ transaction: StoreTransaction) throws -> Bool {
        if try transaction.isWaiting(alert: alert.id) { return true }
        let begin = alert.history.lastIndex { $0.to == .firing && $0.from != .firing } ?? 0
        let calls = try transaction.calls(alert: alert.id).filter { $0.run > begin }
        return calls.last.map { $0.kind != .handled } ?? false
    }

    private func chain(for alert: Alert) -> CallChain? {
        settings.chain(for: alert.priority, area: place(alert.home).area)
    }

    private func begin(
        _ alert: Alert, _ chain: CallChain, _ now: Timestamp, _ transaction: StoreTransaction
    ) throws {
        var calendar = HomeCalendar(timeZone: place(alert.home).timeZone)
        let run = alert.history.count
        if let together = chain.tellsTogether(at: now, &calendar) {
            for recipient in Set(chain.steps.map(\.recipient)).sorted() {
                try transaction.save(
                    WaitingCall(recipient: recipient, alert: alert.id, chain: chain.name, run: run, dueAt: together))
            }
            return
        }
        try transaction.save(
            CallRun(alert: alert.id, chain: chain.name, run: run, dueAt: chain.opens(at: now, &calendar)))
    }

    /// Those who were called are told that they need not care any more.
    private func stop(_ alert: Alert, _ run: CallRun?, _ now: Timestamp, _ transaction: StoreTransaction) throws {
        let calls = try transaction.calls(alert: alert.id)
        try transaction.endCalls(alert: alert.id)
        guard let number = calls.last(where: { $0.kind != .handled })?.run else { return }
        let told = calls.filter { $0.run == number }
        let handled = Set(told.filter { $0.kind == .handled }.map(\.recipient))
        let by = alert.history.last { $0.to == alert.state && $0.act != nil }?.by
        for recipient in Set(told.map(\.recipient)).subtracting(handled).sorted() {
            let notice = Notice(
                key: "handled/\(alert.id)/\(number)/\(recipient)", type: .handled, recipient: recipient, at: now,
                by: by, alerts: [.init(alert)])
            _ = try transaction.append(notice.outgoing)
            try transaction.note(
                Call(alert: alert.id, run: number, recipient: recipient, kind: .handled, at: now))
        }
    }

    // MARK: Calling

    private func call(_ run: CallRun, _ now: Timestamp, _ transaction: StoreTransaction) throws {
        guard let alert = try transaction.alert(id: run.alert), alert.state == .firing else {
            return try transaction.endCalls(alert: run.alert)
        }
        // A chain that the settings no longer hold, or that has another form, begins anew.
        guard let chain = chain(for: alert), chain.name == run.chain, chain.digest == nil,
            chain.steps.indices.contains(run.step)
        else {
            try transaction.endCalls(alert: run.alert)
            if let chain = chain(for: alert) { try begin(alert, chain, now, transaction) }
            return
        }
        var calendar = HomeCalendar(timeZone: place(alert.home).timeZone)
        let opens = chain.opens(at: now, &calendar)
        var next = run
        if opens > now {
            next.dueAt = opens
            return try transaction.save(next)
        }
        try ring(alert, chain, run, now, transaction)
        if let (step, round, seconds) = chain.next(after: run.step, round: run.round) {
            (next.step, next.round, next.dueAt) = (step, round, now.adding(seconds: seconds))
        } else {
            next.dueAt = nil
            logger.warning("a chain of calls is at its end and nobody has taken the alert on")
        }
        try transaction.save(next)
    }

    /// Tells the step's recipient, or, where they have been told of too much, keeps it to tell it with the rest.
    private func ring(
        _ alert: Alert, _ chain: CallChain, _ run: CallRun, _ now: Timestamp, _ transaction: StoreTransaction
    ) throws {
        let recipient = chain.steps[run.step].recipient
        let shift = now.adding(hours: -Int64(settings.shiftHours))
        if alert.priority != .p1,
            try transaction.callCount(recipient: recipient, since: shift) >= settings.stormLimit
        {
            return try transaction.save(
                WaitingCall(
                    recipient: recipient, alert: alert.id, chain: chain.name, run: run.run,
                    dueAt: now.adding(minutes: Self.stormGatherMinutes)))
        }
        let notice = Notice(
            key: "call/\(alert.id)/\(run.run)/\(run.round + 1).\(run.step + 1)", type: .call, recipient: recipient,
            at: now, chain: chain.name, round: run.round + 1, step: run.step + 1, alerts: [.init(alert)])
        _ = try transaction.append(notice.outgoing)
        try transaction.note(Call(alert: alert.id, run: run.run, recipient: recipient, kind: .call, at: now))
    }

    /// What has gathered for a recipient, in one notice; what is handled meanwhile is left out.
    private func tellWaiting(_ now: Timestamp, _ transaction: StoreTransaction) throws {
        let due = try transaction.dueWaitingCalls(at: now)
        for (recipient, waiting) in Dictionary(grouping: due, by: \.recipient).sorted(by: { $0.key < $1.key }) {
            var open: [Alert] = []
            for call in waiting {
                try transaction.remove(call)
                guard let alert = try transaction.alert(id: call.alert), alert.state == .firing,
                    !alert.isSnoozed(at: now)
                else { continue }
                open.append(alert)
                try transaction.note(
                    Call(alert: alert.id, run: call.run, recipient: recipient, kind: .digest, at: now))
            }
            guard !open.isEmpty else { continue }
            let notice = Notice(
                key: "digest/\(recipient)/\(now.milliseconds)", type: .digest, recipient: recipient, at: now,
                alerts: open.sorted {
                    ($0.priority.rawValue, $0.onset, $0.id) < ($1.priority.rawValue, $1.onset, $1.id)
                }
                .map(Notice.About.init))
            _ = try transaction.append(notice.outgoing)
        }
    }
}

/// The connection that messages come in by, acknowledged only after they are kept: read a batch, commit it, then
/// `acknowledge`. A crash before that makes the broker send the batch again, see `RedeliveryWindow`.
///
/// Confined to the thread that made it; only `wakeSignal` may be used from elsewhere.
package final class IngestConnection {
    /// Lets another thread end a read that waits.
    package let wakeSignal: WakeSignal
    /// Own publications that the broker refused since the last `connect`, such as the marker to oneself when the
    /// access list does not allow it.
    package private(set) var refusedPublications = 0

    private let address: BrokerAddress
    private let receiveMaximum: UInt16
    private let keepAliveSeconds: UInt16
    private let timeoutMilliseconds: Int32
    private var link: BrokerLink?
    private var pendingSubscriptions: [Int32: [String]] = [:]
    private var nextTick: ContinuousClock.Instant = .now

    /// `receiveMaximum`: messages that the broker may have under way to us. `keepAliveSeconds`: 0 (off) or 5 and more.
    /// `timeoutMilliseconds` bounds each answer of the broker. Does not connect yet.
    package init(
        _ address: BrokerAddress, receiveMaximum: UInt16, keepAliveSeconds: UInt16 = 60,
        timeoutMilliseconds: Int32 = 10_000
    ) throws(MQTTError) {
        self.address = address
        self.receiveMaximum = receiveMaximum
        self.keepAliveSeconds = keepAliveSeconds
        self.timeoutMilliseconds = timeoutMilliseconds
        wakeSignal = try WakeSignal()
    }

    /// Connects, or drops the connection and connects anew; what was not acknowledged will come again.
    package func connect() throws(MQTTError) -> Connected {
        link = nil
        refusedPublications = 0
        pendingSubscriptions.removeAll()
        let fresh = try BrokerLink(address, cleanStart: false)
        let connected = try fresh.open(
            receiveMaximum: receiveMaximum, sessionExpirySeconds: .max, keepAliveSeconds: keepAliveSeconds,
            timeoutMilliseconds: timeoutMilliseconds)
        link = fresh
        return connected
    }

    /// Subscribes; the stored state of a topic comes only where the session did not have the subscription yet, or with
    /// `retainedAnew`. A filter that another one covers is left out: the broker would send its messages twice.
    ///
    /// Does not wait for the answer, which comes only after all that the broker sends again; the `read` that meets it
    /// throws `.refused` when the broker denies a filter. With an open batch it leaves with the next `acknowledge`.
    package func subscribe(_ filters: [String], qos: UInt8 = 1, retainedAnew: Bool = false) throws(MQTTError) {
        let filters = TopicFilter.withoutOverlap(try filters.map(Self.filter)).map(\.text)
        guard !filters.isEmpty else { return }
        try attempt(try openLink()) { link throws(MQTTError) in
            let packetID = try link.subscribe(filters, qos: qos, retainedAnew: retainedAnew)
            pendingSubscriptions[packetID] = filters
            if link.events.unacknowledged == 0 { try link.flush(timeoutMilliseconds: timeoutMilliseconds) }
        }
    }

    /// Whether the broker has answered every subscription of this connection.
    package var isSubscribed: Bool { link != nil && pendingSubscriptions.isEmpty }

    /// Queues the end of subscriptions that the session still has, as of a home that was removed; leaves with the next
    /// `acknowledge`.
    package func unsubscribe(_ filters: [String]) throws(MQTTError) {
        guard !filters.isEmpty else { return }
        try openLink().unsubscribe(filters)
    }

    private static func filter(_ text: String) throws(MQTTError) -> TopicFilter {
        guard let filter = TopicFilter(text) else {
            throw .invalid("\"\(text)\" is no topic filter; # may only be the last level, + only a whole level")
        }
        return filter
    }

    /// Waits up to `timeoutMilliseconds` for messages and appends them to `batch` until nothing more comes or the
    /// batch holds `limit`; over TLS it can hold some more, whatever was decrypted with the last one.
    ///
    /// Throws `.lost`, `.replaced` or `.protocolViolation` when the connection has ended; the batch then still holds
    /// what came before, which may be committed or discarded: it comes again. Throws `.refused` for a subscription that
    /// the broker denied; the connection and the batch are then as after a read that returned.
    package func read(
        into batch: inout [InboundMessage], limit: Int, timeoutMilliseconds: Int32
    ) throws(MQTTError) -> ReadEnd {
        let link = try openLink()
        let events = link.events
        let waiting = !events.messages.isEmpty
        if waiting {
            batch.append(contentsOf: events.messages)
            events.messages.removeAll()
        }
        if batch.count >= limit { return .more }
        // The callbacks append to the caller's own array, so that its storage is used again and again.
        swap(&events.messages, &batch)
        defer {
            swap(&events.messages, &batch)
            countRefusedPublications(link)
        }
        let end = try attempt(link) { link throws(MQTTError) -> ReadEnd in
            try link.wait(
                reading: true, writing: false, timeoutMilliseconds: waiting ? 0 : timeoutMilliseconds, wake: wakeSignal)
            var seen: Int
            repeat {
                seen = link.events.packets
                try link.readOnce()
                if link.events.messages.count >= limit { return .more }
            } while link.events.packets != seen
            return .idle
        }
        try checkSubscriptions(link)
        return end
    }

    private func checkSubscriptions(_ link: BrokerLink) throws(MQTTError) {
        guard !link.events.subscribeAnswers.isEmpty else { return }
        let answers = link.events.subscribeAnswers
        link.events.subscribeAnswers.removeAll()
        for (packetID, codes) in answers {
            for (filter, code) in zip(pendingSubscriptions.removeValue(forKey: packetID) ?? [], codes)
            where code >= 0x80 {
                let reason = BrokerLink.reason(Int32(code))
                throw .refused(Refusal(reasonCode: code), "subscription to \"\(filter)\": \(reason)")
            }
        }
    }

    /// Lets the acknowledgements of everything read so far out, and whatever was published meanwhile. Only after the
    /// commit; waits until all bytes are with the operating system.
    package func acknowledge() throws(MQTTError) {
        try attempt(try openLink()) { link throws(MQTTError) in
            try link.flush(timeoutMilliseconds: timeoutMilliseconds)
        }
    }

    /// Sends a ping where one is due and notices a broker that is silent. Cheap: does its work once a second. With an
    /// open batch the ping leaves with the acknowledgements.
    package func keepAlive() throws(MQTTError) {
        guard ContinuousClock.now >= nextTick else { return }
        nextTick = .now + .seconds(1)
        try attempt(try openLink()) { link throws(MQTTError) in
            try link.tick()
            if link.events.unacknowledged == 0 { try link.flush(timeoutMilliseconds: timeoutMilliseconds) }
        }
    }

    /// Queues a message, such as the marker to oneself; it leaves with the next `acknowledge`.
    package func publish(topic: String, payload: [UInt8], qos: UInt8 = 1, retain: Bool = false) throws(MQTTError) {
        _ = try openLink().publish(topic: topic, payload: payload, qos: qos, retain: retain, stamp: nil)
    }

    /// Says goodbye; the broker keeps the session and queues for us. What was read and not acknowledged is
    /// acknowledged by this: call it only after the commit, else `drop`.
    package func disconnect() throws(MQTTError) {
        guard let link else { return }
        self.link = nil
        try link.flush(timeoutMilliseconds: timeoutMilliseconds)
        try link.close()
    }

    /// Cuts the connection as a crash would: nothing more is acknowledged, and the batch comes again.
    package func drop() { link = nil }

    private func openLink() throws(MQTTError) -> BrokerLink {
        guard let link else { throw .lost("not connected to \(address)") }
        return link
    }

    /// A link that failed once is of no more use: whatever is still queued in it must never leave.
    private func attempt<Result>(
        _ link: BrokerLink, _ work: (BrokerLink) throws(MQTTError) -> Result
    ) throws(MQTTError) -> Result {
        do { return try work(link) } catch {
            self.link = nil
            throw error
        }
    }

    private func countRefusedPublications(_ link: BrokerLink) {
        guard !link.events.published.isEmpty else { return }
        refusedPublications += link.events.published.count { $0.code >= 0x80 }
        link.events.published.removeAll(keepingCapacity: true)
    }
}

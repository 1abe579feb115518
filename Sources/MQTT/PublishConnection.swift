/// The connection that messages go out by. A publication counts only when its token came back from `pump`; when the
/// connection is lost the tokens that have not are void, and their messages are published anew after `connect`.
///
/// Confined to the thread that made it; only `wakeSignal` may be used from elsewhere.
package final class PublishConnection {
    /// Lets another thread end a pump that waits.
    package let wakeSignal: WakeSignal

    /// Publications that may wait for confirmation at a time; packet ids, of which there are 65,535, must not come twice.
    package static let unconfirmedLimit = 10_000

    private let address: BrokerAddress
    private let will: LastWill?
    private let keepAliveSeconds: UInt16
    private let timeoutMilliseconds: Int32
    private var link: BrokerLink?
    private var tokens: [Int32: PublishToken] = [:]
    private var published: UInt64 = 0

    /// `keepAliveSeconds`: 0 (off) or 5 and more; `pump` has to be called that often. Does not connect yet.
    package init(
        _ address: BrokerAddress, will: LastWill? = nil, keepAliveSeconds: UInt16 = 60,
        timeoutMilliseconds: Int32 = 10_000
    ) throws(MQTTError) {
        self.address = address
        self.will = will
        self.keepAliveSeconds = keepAliveSeconds
        self.timeoutMilliseconds = timeoutMilliseconds
        wakeSignal = try WakeSignal()
    }

    package var isConnected: Bool { link != nil }

    /// Publications that the broker has not answered yet.
    package var unconfirmedCount: Int { tokens.count }

    /// Connects, or drops the connection and connects anew; all tokens not yet confirmed are void.
    package func connect() throws(MQTTError) {
        drop()
        let fresh = try BrokerLink(address, cleanStart: true)
        if let will { try fresh.setWill(will) }
        _ = try fresh.open(
            receiveMaximum: nil, sessionExpirySeconds: nil, keepAliveSeconds: keepAliveSeconds,
            timeoutMilliseconds: timeoutMilliseconds)
        link = fresh
    }

    /// Queues a message; `pump` sends it. Throws `.lost` without a connection, `.congested` at `unconfirmedLimit`,
    /// `.invalid` for a topic with a wildcard. `stamp` becomes the MQTT 5 user property `tst`.
    package func publish(
        topic: String, payload: [UInt8], qos: UInt8 = 1, retain: Bool = false, stamp: String? = nil
    ) throws(MQTTError) -> PublishToken {
        guard let link else { throw .lost("not connected to \(address)") }
        guard tokens.count < Self.unconfirmedLimit else { throw .congested }
        let packetID = try link.publish(topic: topic, payload: payload, qos: qos, retain: retain, stamp: stamp)
        published += 1
        let token = PublishToken(number: published)
        tokens[packetID] = token
        return token
    }

    /// Sends what is queued, waits up to `timeoutMilliseconds` for answers and returns those that came, in order.
    /// A wake ends the wait. When the connection has ended, every unconfirmed token is void; answers that came before
    /// the end are still returned (a broker may refuse a message and then close), and the next call throws.
    package func pump(timeoutMilliseconds: Int32) throws(MQTTError) -> [PublishOutcome] {
        guard let link else { throw .lost("not connected to \(address)") }
        do {
            try exchange(link, timeoutMilliseconds)
            return takeOutcomes(link)
        } catch {
            let outcomes = takeOutcomes(link)
            drop()
            guard !outcomes.isEmpty else { throw error }
            return outcomes
        }
    }

    private func exchange(_ link: BrokerLink, _ timeoutMilliseconds: Int32) throws(MQTTError) {
        try link.tick()
        // Before any write: a goodbye of the broker says why, a write into the closed connection does not.
        try readAll(link)
        try link.flush(timeoutMilliseconds: self.timeoutMilliseconds)
        if link.events.published.isEmpty {
            try link.wait(reading: true, writing: false, timeoutMilliseconds: timeoutMilliseconds, wake: wakeSignal)
            try readAll(link)
        }
        // An answer makes room for publications that the library held back.
        try link.flush(timeoutMilliseconds: self.timeoutMilliseconds)
    }

    /// Says goodbye. Publications not yet confirmed are void.
    package func disconnect() throws(MQTTError) {
        guard let link else { return }
        drop()
        try link.close()
    }

    private func readAll(_ link: BrokerLink) throws(MQTTError) {
        var seen: Int
        repeat {
            seen = link.events.packets
            try link.readOnce()
        } while link.events.packets != seen
    }

    private func drop() {
        link = nil
        tokens.removeAll()
    }

    private func takeOutcomes(_ link: BrokerLink) -> [PublishOutcome] {
        defer { link.events.published.removeAll(keepingCapacity: true) }
        return link.events.published.compactMap { packetID, code in
            tokens.removeValue(forKey: packetID).map {
                PublishOutcome(
                    token: $0, refusal: code >= 0x80 ? Refusal(reasonCode: code) : nil, withoutSubscribers: code == 0x10
                )
            }
        }
    }
}

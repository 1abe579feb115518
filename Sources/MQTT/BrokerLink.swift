import CMosquitto
import Glibc

/// One libmosquitto client for the life of one connection, driven by our own loop on one thread.
///
/// The library acknowledges a message before it hands it over. Told that another thread writes, it only queues the
/// acknowledgement, and we are that other thread: nothing leaves before `flush`.
final class BrokerLink {
    let events = LinkEvents()
    let address: BrokerAddress
    private let client: OpaquePointer

    /// `initializeResult` runs `mosquitto_lib_init` once a process: it is not safe to call twice at a time.
    private static let initializeResult = mosquitto_lib_init()

    init(_ address: BrokerAddress, cleanStart: Bool) throws(MQTTError) {
        self.address = address
        guard Self.initializeResult == 0 else { throw .protocolViolation("libmosquitto does not initialize") }
        let userData = Unmanaged.passUnretained(events).toOpaque()
        guard let client = mosquitto_new(address.clientID, cleanStart, userData) else {
            throw .invalid("libmosquitto refuses the client id \"\(address.clientID)\"")
        }
        self.client = client
        events.install(on: client)
        try configure()
    }

    deinit { mosquitto_destroy(client) }

    var descriptor: Int32 { mosquitto_socket(client) }

    private func configure() throws(MQTTError) {
        mosquitto_int_option(client, MOSQ_OPT_PROTOCOL_VERSION, 5)
        mosquitto_int_option(client, MOSQ_OPT_TCP_NODELAY, 1)
        mosquitto_threaded_set(client, true)
        if let username = address.username {
            try check(mosquitto_username_pw_set(client, username, address.password), "user name")
        }
        guard let tls = address.tls else { return }
        for file in [tls.authority, tls.certificate, tls.key].compactMap(\.self) where access(file, R_OK) != 0 {
            throw .invalid("the TLS file \(file) cannot be read: \(String(cString: strerror(errno)))")
        }
        guard (tls.certificate == nil) == (tls.key == nil) else {
            throw .invalid("a TLS client certificate needs its key, and a key its certificate")
        }
        try check(mosquitto_tls_set(client, tls.authority, nil, tls.certificate, tls.key, nil), "TLS files")
    }

    /// Before `open` only.
    func setWill(_ will: LastWill) throws(MQTTError) {
        let code = will.payload.withUnsafeBytes { bytes in
            mosquitto_will_set_v5(client, will.topic, Int32(bytes.count), bytes.baseAddress, 1, true, nil)
        }
        try check(code, "last will to \"\(will.topic)\"")
    }

    /// Connects and waits for the broker's answer. Throws any case but `.replaced`.
    func open(
        receiveMaximum: UInt16?, sessionExpirySeconds: UInt32?, keepAliveSeconds: UInt16, timeoutMilliseconds: Int32
    ) throws(MQTTError) -> Connected {
        events.listen(true, to: client)
        defer { events.listen(false, to: client) }
        try TCPProbe.check(address, timeoutMilliseconds: timeoutMilliseconds)
        var properties: OpaquePointer?
        defer { mosquitto_property_free_all(&properties) }
        if let receiveMaximum {
            mosquitto_property_add_int16(&properties, Int32(MQTT_PROP_RECEIVE_MAXIMUM.rawValue), receiveMaximum)
        }
        if let sessionExpirySeconds {
            let identifier = Int32(MQTT_PROP_SESSION_EXPIRY_INTERVAL.rawValue)
            mosquitto_property_add_int32(&properties, identifier, sessionExpirySeconds)
        }
        let code = mosquitto_connect_bind_v5(
            client, address.host, Int32(address.port), Int32(keepAliveSeconds), nil, properties)
        guard code == 0 else { throw connectError(code, errno) }
        boundSendBuffer()
        try flush(timeoutMilliseconds: timeoutMilliseconds)
        return try awaitConnectAnswer(timeoutMilliseconds)
    }

    /// Makes `flush` wait for the broker to read acknowledgements. mosquitto 2.0.11 reads one of them for every burst
    /// of messages that it writes; with the kernel's own buffer more than 100,000 were under way after a backlog of
    /// 180,000, all of which a crash brings back, more than there are packet ids.
    private func boundSendBuffer() {
        var bytes: Int32 = 131_072
        setsockopt(descriptor, SOL_SOCKET, SO_SNDBUF, &bytes, socklen_t(MemoryLayout<Int32>.size))
    }

    private func awaitConnectAnswer(_ timeoutMilliseconds: Int32) throws(MQTTError) -> Connected {
        let deadline = Deadline(afterMilliseconds: timeoutMilliseconds)
        while events.connectAnswer == nil {
            guard let left = deadline.millisecondsLeft else { throw .timeout("no answer to CONNECT from \(address)") }
            // A TLS handshake is carried on by reads and writes alike.
            try wait(reading: true, writing: mosquitto_want_write(client), timeoutMilliseconds: min(left, 200))
            do throws(MQTTError) { try readOnce() } catch {
                // The library reports a refusal both as an answer and as an error; the answer says why.
                if events.connectAnswer == nil { throw error }
            }
            // Over TLS messages can come with the answer: then their acknowledgements are queued and must stay so.
            if events.connectAnswer == nil, mosquitto_want_write(client) { try writeOnce() }
        }
        guard let answer = events.connectAnswer, answer.code == 0 else {
            let code = UInt8(truncatingIfNeeded: events.connectAnswer?.code ?? 0x80)
            throw .refused(Refusal(reasonCode: code), "\(Self.reason(Int32(code))), \(address)")
        }
        return Connected(sessionPresent: answer.flags & 1 == 1)
    }

    /// Waits until the socket (or the wake signal) is ready. Returns whether the wake signal rang.
    @discardableResult
    func wait(
        reading: Bool, writing: Bool, timeoutMilliseconds: Int32, wake: WakeSignal? = nil
    ) throws(MQTTError) -> Bool {
        guard descriptor >= 0 else { throw lostError(Int32(MOSQ_ERR_NO_CONN.rawValue)) }
        let interest = (reading ? Int16(POLLIN) : 0) | (writing ? Int16(POLLOUT) : 0)
        var sockets = (
            pollfd(fd: descriptor, events: interest, revents: 0),
            pollfd(fd: wake?.descriptor ?? -1, events: Int16(POLLIN), revents: 0)
        )
        // Interrupted by a signal counts as nothing ready: the caller's loop comes back.
        _ = withUnsafeMutablePointer(to: &sockets) { pair in
            pair.withMemoryRebound(to: pollfd.self, capacity: 2) { poll($0, 2, timeoutMilliseconds) }
        }
        guard sockets.1.revents != 0 else { return false }
        wake?.clear()
        return true
    }

    /// Reads what one library call reads: one packet, over TLS all that is decrypted already. Writes nothing.
    func readOnce() throws(MQTTError) {
        let code = mosquitto_loop_read(client, 1)
        if code != 0 || events.disconnected != nil { throw lostError(code) }
    }

    private func writeOnce() throws(MQTTError) {
        let code = mosquitto_loop_write(client, 1)
        if code != 0 || events.disconnected != nil { throw lostError(code) }
    }

    /// Writes everything queued, the held acknowledgements among it.
    func flush(timeoutMilliseconds: Int32) throws(MQTTError) {
        try writeOnce()
        let deadline = Deadline(afterMilliseconds: timeoutMilliseconds)
        while mosquitto_want_write(client) {
            guard let left = deadline.millisecondsLeft else { throw .timeout("\(address) takes no more bytes") }
            // During a TLS handshake the write has to wait for a read, which cannot be a message yet.
            let handshaking = events.connectAnswer == nil
            try wait(reading: handshaking, writing: true, timeoutMilliseconds: left)
            if handshaking, address.tls != nil { try readOnce() }
            try writeOnce()
        }
        events.unacknowledged = 0
    }

    /// Queues a ping when one is due; notices a broker that no longer answers.
    func tick() throws(MQTTError) {
        let code = mosquitto_loop_misc(client)
        if code != 0 { throw lostError(code) }
    }

    /// Queues a publication. Returns its packet id.
    func publish(
        topic: String, payload: [UInt8], qos: UInt8, retain: Bool, stamp: String?
    ) throws(MQTTError) -> Int32 {
        var packetID: Int32 = 0
        var properties: OpaquePointer?
        defer { mosquitto_property_free_all(&properties) }
        if let stamp {
            let identifier = Int32(MQTT_PROP_USER_PROPERTY.rawValue)
            try check(mosquitto_property_add_string_pair(&properties, identifier, "tst", stamp), "stamp")
        }
        let code = payload.withUnsafeBytes { bytes in
            mosquitto_publish_v5(
                client, &packetID, topic, Int32(bytes.count), bytes.baseAddress, Int32(qos), retain, properties)
        }
        try check(code, "publication to \"\(topic)\"")
        return packetID
    }

    /// Queues one SUBSCRIBE of all filters; without `retainedAnew` stored states come only where the subscription is
    /// new. Returns its id.
    func subscribe(_ filters: [String], qos: UInt8, retainedAnew: Bool) throws(MQTTError) -> Int32 {
        var packetID: Int32 = 0
        var texts = filters.map { strdup($0) }
        defer { texts.forEach { free($0) } }
        let handling = retainedAnew ? MQTT_SUB_OPT_SEND_RETAIN_ALWAYS : MQTT_SUB_OPT_SEND_RETAIN_NEW
        let options = Int32(handling.rawValue)
        let code = texts.withUnsafeMutableBufferPointer { list in
            mosquitto_subscribe_multiple(
                client, &packetID, Int32(list.count), list.baseAddress, Int32(qos), options, nil)
        }
        try check(code, "subscription to \(filters.joined(separator: ", "))")
        return packetID
    }

    /// Queues one UNSUBSCRIBE of all filters.
    func unsubscribe(_ filters: [String]) throws(MQTTError) {
        var texts = filters.map { strdup($0) }
        defer { texts.forEach { free($0) } }
        let code = texts.withUnsafeMutableBufferPointer { list in
            mosquitto_unsubscribe_multiple(client, nil, Int32(list.count), list.baseAddress, nil)
        }
        try check(code, "end of the subscription to \(filters.joined(separator: ", "))")
    }

    /// Queues a DISCONNECT, writes it and lets the session stay as CONNECT asked for.
    func close() throws(MQTTError) {
        try check(mosquitto_disconnect_v5(client, 0, nil), "disconnect")
        _ = mosquitto_loop_write(client, 1)
    }
}

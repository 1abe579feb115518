import CMosquitto

/// The library calls these from within our own calls on the same handle, with the link's `LinkEvents` as user data.
extension LinkEvents {
    static func of(_ userData: UnsafeMutableRawPointer?) -> LinkEvents? {
        userData.map { Unmanaged<LinkEvents>.fromOpaque($0).takeUnretainedValue() }
    }

    func install(on client: OpaquePointer) {
        mosquitto_connect_v5_callback_set(client) { _, userData, code, flags, _ in
            guard let events = LinkEvents.of(userData) else { return }
            events.packets += 1
            events.connectAnswer = (flags, code)
        }
        mosquitto_disconnect_v5_callback_set(client) { _, userData, code, _ in
            // Comes again when the socket then closes; the broker's own reason is the first.
            guard let events = LinkEvents.of(userData), events.disconnected == nil else { return }
            events.disconnected = code
        }
        mosquitto_message_v5_callback_set(client) { _, userData, message, properties in
            guard let message else { return }
            LinkEvents.of(userData)?.take(message, properties)
        }
        mosquitto_subscribe_v5_callback_set(client) { _, userData, packetID, count, codes, _ in
            guard let events = LinkEvents.of(userData) else { return }
            events.packets += 1
            let granted = UnsafeBufferPointer(start: codes, count: Int(count))
            events.subscribeAnswers.append((packetID, granted.map { UInt8(truncatingIfNeeded: $0) }))
        }
        mosquitto_publish_v5_callback_set(client) { _, userData, packetID, code, _ in
            guard let events = LinkEvents.of(userData) else { return }
            events.packets += 1
            events.published.append((packetID, UInt8(truncatingIfNeeded: code)))
        }
    }

    /// Logging costs a formatted line a packet, so it is on only while connecting.
    func listen(_ listening: Bool, to client: OpaquePointer) {
        guard listening else { return mosquitto_log_callback_set(client, nil) }
        complaints.removeAll()
        mosquitto_log_callback_set(client) { _, userData, level, text in
            guard level == MOSQ_LOG_ERR || level == MOSQ_LOG_WARNING, let text else { return }
            LinkEvents.of(userData)?.complaints.append(String(cString: text))
        }
    }

    private func take(_ message: UnsafePointer<mosquitto_message>, _ properties: OpaquePointer?) {
        packets += 1
        let bytes = UnsafeRawBufferPointer(start: message.pointee.payload, count: Int(message.pointee.payloadlen))
        if message.pointee.qos > 0 { unacknowledged += 1 }
        messages.append(
            InboundMessage(
                topic: String(cString: message.pointee.topic),
                payload: [UInt8](bytes),
                packetID: UInt16(truncatingIfNeeded: message.pointee.mid),
                qos: UInt8(truncatingIfNeeded: message.pointee.qos),
                retained: message.pointee.retain,
                stamp: properties == nil ? nil : stamp(in: properties)))
    }

    private func stamp(in properties: OpaquePointer?) -> String? {
        var next = properties
        while let property = next {
            if mosquitto_property_identifier(property) == MQTT_PROP_USER_PROPERTY.rawValue,
                let (name, value) = userProperty(property), name == "tst"
            {
                return value
            }
            next = mosquitto_property_next(property)
        }
        return nil
    }

    private func userProperty(_ property: OpaquePointer) -> (name: String, value: String)? {
        var name: UnsafeMutablePointer<CChar>?
        var value: UnsafeMutablePointer<CChar>?
        defer {
            free(name)
            free(value)
        }
        let identifier = Int32(MQTT_PROP_USER_PROPERTY.rawValue)
        guard mosquitto_property_read_string_pair(property, identifier, &name, &value, false) != nil,
            let name, let value
        else { return nil }
        return (String(cString: name), String(cString: value))
    }
}

import CMosquitto
import Glibc

extension BrokerLink {
    static func reason(_ code: Int32) -> String { String(cString: mosquitto_reason_string(code)) }

    static func text(_ code: Int32, _ systemError: Int32) -> String {
        code == Int32(MOSQ_ERR_ERRNO.rawValue)
            ? String(cString: strerror(systemError)) : String(cString: mosquitto_strerror(code))
    }

    /// For calls that fail only because of their arguments or because there is no connection.
    func check(_ code: Int32, _ what: String) throws(MQTTError) {
        switch code {
        case 0: return
        case Int32(MOSQ_ERR_NO_CONN.rawValue), Int32(MOSQ_ERR_CONN_LOST.rawValue): throw .lost("\(what): not connected")
        case Int32(MOSQ_ERR_PAYLOAD_SIZE.rawValue), Int32(MOSQ_ERR_OVERSIZE_PACKET.rawValue):
            throw .refused(.tooLarge, what)
        case Int32(MOSQ_ERR_TLS.rawValue): throw .tls("\(what) \(complaints)")
        default: throw .invalid("\(what): \(Self.text(code, errno))")
        }
    }

    /// From the result of the library's connect call.
    func connectError(_ code: Int32, _ systemError: Int32) -> MQTTError {
        switch code {
        case Int32(MOSQ_ERR_TLS.rawValue), Int32(MOSQ_ERR_TLS_HANDSHAKE.rawValue):
            return .tls("\(address) \(complaints)")
        case Int32(MOSQ_ERR_INVAL.rawValue):
            return .invalid("\(address): libmosquitto refuses host, port or keep-alive (0, or 5-65535 s)")
        case Int32(MOSQ_ERR_EAI.rawValue):
            return .unreachable("\(address): \(String(cString: gai_strerror(systemError)))")
        default: return .unreachable("\(address): \(Self.text(code, systemError))")
        }
    }

    /// From a read or write that failed, or from the broker's DISCONNECT.
    func lostError(_ code: Int32) -> MQTTError {
        let systemError = errno
        let ended = events.disconnected ?? code
        if ended == Int32(MQTT_RC_SESSION_TAKEN_OVER.rawValue) { return .replaced }
        if address.tls != nil, events.connectAnswer == nil { return .tls("\(address) \(complaints)") }
        switch ended {
        case Int32(MOSQ_ERR_PROTOCOL.rawValue), Int32(MOSQ_ERR_MALFORMED_PACKET.rawValue),
            Int32(MOSQ_ERR_MALFORMED_UTF8.rawValue), Int32(MOSQ_ERR_DUPLICATE_PROPERTY.rawValue):
            return .protocolViolation("\(Self.text(ended, systemError)), \(address)")
        case 0x80...0xFF: return .lost("\(Self.reason(ended)), \(address)")
        default: return .lost("\(Self.text(ended, systemError)), \(address)")
        }
    }

    private var complaints: String {
        events.complaints.isEmpty
            ? "(does the broker speak TLS on this port?)" : "(\(events.complaints.joined(separator: "; ")))"
    }
}

/// What can go wrong between us and the broker, by what the caller can do about it.
package enum MQTTError: Error, Equatable, Sendable {
    /// An argument that can never work (a file that is missing, a topic with a wildcard): mend it, do not try again.
    case invalid(String)
    /// No connection could be made: try again later.
    case unreachable(String)
    /// The broker answered and said no: mend the credentials or the broker's access list.
    case refused(Refusal, String)
    /// The TLS handshake failed: mend the certificates.
    case tls(String)
    /// Too many publications wait for their confirmation: pump first, then publish again.
    case congested
    /// The broker accepted the connection but did not answer in time: try again later.
    case timeout(String)
    /// Another connection took our client id over: two gateways run with one id. Reconnecting would throw it out.
    case replaced
    /// The connection is gone, or was never made: connect again.
    case lost(String)
    /// The broker broke the protocol, or the library cannot go on: connect again, and report it.
    case protocolViolation(String)
}

extension MQTTError: CustomStringConvertible {
    /// One line for a person, with what would be right.
    package var description: String {
        switch self {
        case .invalid(let what): what
        case .unreachable(let what): "the broker cannot be reached: \(what)"
        case .refused(let refusal, let what): "the broker refused: \(what)\(refusal.advice)"
        case .tls(let what): "TLS with the broker failed: \(what)"
        case .congested: "too many publications wait for the broker's confirmation"
        case .timeout(let what): "the broker did not answer in time: \(what)"
        case .replaced: "another connection took over our client id; give each gateway a client id of its own"
        case .lost(let what): "the connection to the broker is lost: \(what)"
        case .protocolViolation(let what): "the broker broke the protocol: \(what)"
        }
    }
}

extension Refusal {
    fileprivate var advice: String {
        switch self {
        case .badCredentials, .notAuthorised:
            "; check the user name and password, and the broker's password file and access list"
        case .clientIDRejected: "; check the client id"
        case .banned: "; the broker has banned this client"
        case .unavailable: "; it is overloaded or shutting down, try again later"
        case .tooLarge: "; the message is larger than the broker accepts"
        case .quotaExceeded: "; a limit of the broker is reached"
        case .other: ""
        }
    }
}

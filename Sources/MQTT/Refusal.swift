/// Why a broker that can be reached said no.
package enum Refusal: Sendable, Equatable {
    case badCredentials
    case notAuthorised
    case clientIDRejected
    case banned
    /// Overloaded or shutting down: worth another try later.
    case unavailable
    case tooLarge
    case quotaExceeded
    /// Any other MQTT 5 reason code.
    case other(UInt8)

    /// From an MQTT 5 reason code (section 2.4 of the standard).
    init(reasonCode: UInt8) {
        switch reasonCode {
        case 0x85: self = .clientIDRejected
        case 0x86: self = .badCredentials
        case 0x87: self = .notAuthorised
        case 0x88, 0x89, 0x8B: self = .unavailable
        case 0x8A: self = .banned
        case 0x95: self = .tooLarge
        case 0x97: self = .quotaExceeded
        default: self = .other(reasonCode)
        }
    }
}

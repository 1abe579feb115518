/// What a message was.
package enum DecodeOutcome: Hashable, Sendable {
    /// Its readings were appended; possibly none: a command's echo, a retained topic cleared, an unlisted device.
    case readings
    /// It could not be read; nothing was appended.
    case quarantine(reason: String)
    /// The bridge announced new, renamed, changed or gone devices, which the caller keeps; the home's routes are void.
    case learned([LearnedDevice])
    /// The bridge itself came or went.
    case bridge(online: Bool)
}

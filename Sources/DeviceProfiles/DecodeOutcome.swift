/// What a message was.
package enum DecodeOutcome: Hashable, Sendable {
    /// Its readings were appended; possibly none: a command's echo, a retained topic cleared, an unlisted device.
    case readings
    /// It could not be read; nothing was appended.
    case quarantine(reason: String)
    /// A bridge or device announced something new about itself, which the caller keeps; all routes are void. Readings
    /// may have been appended too.
    case learned([LearnedFact])
    /// The bridge itself came or went; `learned` as in the case of that name. Readings may have been appended too.
    case bridge(online: Bool, learned: [LearnedFact] = [])

    /// What the caller is to keep; where there is any, all routes are void.
    package var learned: [LearnedFact] {
        switch self {
        case .learned(let facts), .bridge(_, let facts): facts
        default: []
        }
    }
}

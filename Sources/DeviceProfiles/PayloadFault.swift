/// A payload that cannot be read as JSON: what was wrong, and at which byte.
struct PayloadFault: Error, Hashable {
    let reason: String
    let offset: Int
}

extension PayloadFault: CustomStringConvertible {
    /// As quarantine rows show it: `invalid JSON at byte 17: a value was expected`.
    var description: String { "invalid JSON at byte \(offset): \(reason)" }
}

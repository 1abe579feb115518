/// What came of a test of the whole chain: a message of our own through the broker to the disk, and from there to
/// everybody who may be called.
package struct ChainReport: Hashable, Sendable, Codable {
    package var startedAt: Timestamp
    /// Who asked for it; nil: the daily one.
    package var by: String?
    /// From publishing the message until it was on disk; nil: it did not come back.
    package var receivedMilliseconds: Int?
    package var recipients: [Recipient]

    package struct Recipient: Hashable, Sendable, Codable {
        package var name: String
        /// Until every destination had confirmed it; nil: not within the time.
        package var milliseconds: Int?
        /// The destinations that had not.
        package var missing: [String]

        private enum CodingKeys: String, CodingKey {
            case name, missing
            case milliseconds = "ms"
        }

        package init(name: String, milliseconds: Int?, missing: [String]) {
            self.name = name
            self.milliseconds = milliseconds
            self.missing = missing
        }
    }

    private enum CodingKeys: String, CodingKey {
        case by, recipients
        case startedAt = "started_at"
        case receivedMilliseconds = "received_ms"
    }

    package init(startedAt: Timestamp, by: String?, receivedMilliseconds: Int?, recipients: [Recipient]) {
        self.startedAt = startedAt
        self.by = by
        self.receivedMilliseconds = receivedMilliseconds
        self.recipients = recipients
    }

    /// What did not work; nil when everything did.
    package var fault: String? {
        guard receivedMilliseconds != nil else { return "a message to ourselves did not come back from the broker" }
        let missing = recipients.filter { $0.milliseconds == nil }
        guard !missing.isEmpty else { return nil }
        return missing.map { "\($0.name) was not reached over \($0.missing.joined(separator: ", "))" }
            .joined(separator: "; ")
    }
}

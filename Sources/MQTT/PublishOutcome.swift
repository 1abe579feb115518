/// What became of one publication.
package struct PublishOutcome: Sendable, Equatable {
    package let token: PublishToken
    /// Nil when the broker has taken the message over (at QoS 0: when it was written); else why it did not.
    package let refusal: Refusal?
    /// The broker took it but nobody subscribes to the topic now.
    package let withoutSubscribers: Bool
}

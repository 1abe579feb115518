/// Why a read ended.
package enum ReadEnd: Sendable, Equatable {
    /// Nothing more came: the time was up, the wake signal rang, or all that had arrived was read.
    case idle
    /// The limit was reached; more may be waiting.
    case more
}

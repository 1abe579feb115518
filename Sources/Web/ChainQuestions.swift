package import CareModel
package import Store

/// What the pages ask of the test of the whole chain.
package struct ChainQuestions: Sendable {
    /// Has it begin, for a person.
    package var ask: @Sendable (String) -> Void
    /// One has been asked for or runs.
    package var isRunning: @Sendable () -> Bool
    /// What came of the last one; nil before the first. Throws `StoreError`.
    package var last: @Sendable (CareStore) throws -> ChainReport?

    package init(
        ask: @escaping @Sendable (String) -> Void, isRunning: @escaping @Sendable () -> Bool,
        last: @escaping @Sendable (CareStore) throws -> ChainReport?
    ) {
        self.ask = ask
        self.isRunning = isRunning
        self.last = last
    }

    /// Nothing is tested.
    package static let none = ChainQuestions(ask: { _ in }, isRunning: { false }, last: { _ in nil })
}

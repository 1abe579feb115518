/// Names one publication of a `PublishConnection`; never used twice by it.
package struct PublishToken: Sendable, Hashable {
    package let number: UInt64
}

extension Array where Element == UInt8 {
    /// The bytes of a span, for what must outlive it.
    init(copying bytes: Span<UInt8>) {
        self = [UInt8](repeating: 0, count: bytes.count)
        var copy = mutableSpan
        for i in bytes.indices { copy[i] = bytes[i] }
    }
}

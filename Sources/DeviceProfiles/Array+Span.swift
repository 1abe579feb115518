extension Array where Element == UInt8 {
    /// The bytes of a span, for what must outlive it.
    init(copying bytes: Span<UInt8>) {
        self.init()
        reserveCapacity(bytes.count)
        for i in bytes.indices { append(bytes[i]) }
    }
}

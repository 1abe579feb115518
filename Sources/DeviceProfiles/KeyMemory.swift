/// What was found out about keys that come again and again.
struct KeyMemory<Value: Sendable>: Sendable {
    private var index = KeyIndex()
    private var values: [Value] = []

    var count: Int { values.count }

    /// Nil when the key was not met before.
    @inline(__always)
    func find(_ key: PackedText) -> Value? {
        let known = index.find(key)
        return known == KeyIndex.unknown ? nil : values[Int(known)]
    }

    /// Enters a key that is not there yet.
    mutating func remember(_ key: PackedText, _ value: Value) {
        index.remember(key, Int32(values.count))
        values.append(value)
    }
}

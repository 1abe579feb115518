/// Numbers of short texts that come again and again, such as a payload's keys: a hash table over packed texts.
struct KeyIndex: Sendable {
    static let unknown: Int32 = -1

    private struct Slot: Sendable {
        var key = PackedText()
        /// `unknown` for a free slot.
        var number = KeyIndex.unknown
    }

    private var slots: [Slot]
    private(set) var count = 0

    /// `room`: a power of two; half of it can be filled before it grows.
    init(room: Int = 8) { slots = Array(repeating: Slot(), count: room) }

    /// `unknown` when the key was not met before.
    @inline(__always)
    func find(_ key: PackedText) -> Int32 {
        let mask = slots.count &- 1
        var i = Int(truncatingIfNeeded: key.scattered) & mask
        while true {
            let slot = slots[i]
            if slot.number == Self.unknown || slot.key == key { return slot.number }
            i = (i &+ 1) & mask
        }
    }

    /// Enters a key that is not there yet.
    mutating func remember(_ key: PackedText, _ number: Int32) {
        if count * 2 >= slots.count {
            let old = slots
            slots = Array(repeating: Slot(), count: old.count * 2)
            for slot in old where slot.number != Self.unknown { place(slot) }
        }
        place(Slot(key: key, number: number))
        count += 1
    }

    private mutating func place(_ slot: Slot) {
        let mask = slots.count - 1
        var i = Int(truncatingIfNeeded: slot.key.scattered) & mask
        while slots[i].number != Self.unknown { i = (i + 1) & mask }
        slots[i] = slot
    }
}

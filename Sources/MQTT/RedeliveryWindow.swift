/// Knows the messages that the broker sends again after a reconnect, by their place in the committed sequence.
///
/// A broker numbers the deliveries of a session 1, 2, ... 65535, 1, ... and after a reconnect sends all that it does
/// not know to be acknowledged, in order, under the same numbers, before anything newer (docs/mqtt-redelivery.md).
/// So the redelivered messages are a run of the committed sequence, and the first message that does not continue the
/// run is new, and so is everything after it. Content alone decides nothing: a button pressed twice sends the same
/// bytes, but not under the same number at the same place.
///
/// One case cannot be decided. A broker killed and restored from a snapshot hands out again the numbers that it had
/// given since that snapshot. If a message published between its restart and our reconnect has the number and the very
/// content of the message that we committed under that number before, it looks like its redelivery and is taken for
/// it. The window of time is narrow when the caller publishes a marker to itself right after connecting and calls
/// `close` when it comes back: nothing published after the marker is looked at.
package struct RedeliveryWindow: Sendable {
    /// The committed deliveries that the broker may still send again, oldest first, each number next to its successor.
    private var tail: [CommittedDelivery]
    /// Where the next redelivery would stand in `tail`; nil until the first message. Only with a tail longer than the
    /// range of packet ids can there be more than one place.
    private var places: [Int]?

    /// False once a new message came, or after `close`: nothing is taken for a redelivery any more.
    package private(set) var isOpen: Bool

    /// `committed`: the last committed deliveries of this broker session, oldest first, every one that had a packet id
    /// (quarantined ones and markers too). It must reach back over all that the broker may not know to be
    /// acknowledged; 131,072 are ample. Build one at each connect that finds the session present; where it is not
    /// present the numbers start anew, and what was committed before must not be in later windows either.
    package init(committed: [CommittedDelivery]) {
        var kept: [CommittedDelivery] = []
        kept.reserveCapacity(committed.count)
        // Backwards, a number that does not fall was given by a broker that has since lost its memory of it.
        for delivery in committed.reversed() where delivery.packetID != 0 {
            if let next = kept.last, !Self.precedes(delivery.packetID, next.packetID) { continue }
            kept.append(delivery)
        }
        tail = kept.reversed()
        isOpen = !tail.isEmpty
    }

    /// A window that takes nothing for a redelivery: for a session that is new.
    package static var closed: RedeliveryWindow { RedeliveryWindow(committed: []) }

    /// Whether a message, each in the order it came, was committed before. False closes the window, but for a message
    /// without packet id (QoS 0), which is never sent again.
    package mutating func isRedelivered(packetID: UInt16, digest: Int64) -> Bool {
        guard isOpen, packetID != 0 else { return false }
        let next = places.map { following($0, packetID, digest) } ?? first(packetID, digest)
        guard !next.isEmpty else {
            close()
            return false
        }
        places = next
        return true
    }

    /// Everything from here on is new: the marker published after connecting has come back.
    package mutating func close() {
        isOpen = false
        places = nil
        tail = []
    }

    private func first(_ packetID: UInt16, _ digest: Int64) -> [Int] {
        tail.indices.filter { tail[$0].packetID == packetID && tail[$0].digest == digest }.map { $0 + 1 }
    }

    /// Committed deliveries in between may be missing: the broker drops a message that has expired.
    private func following(_ places: [Int], _ packetID: UInt16, _ digest: Int64) -> [Int] {
        places.compactMap { place in
            var index = place
            while index < tail.count, Self.precedes(tail[index].packetID, packetID) { index += 1 }
            guard index < tail.count, tail[index].packetID == packetID, tail[index].digest == digest else { return nil }
            return index + 1
        }
    }

    /// Serial comparison in the ring of packet ids 1-65535.
    private static func precedes(_ earlier: UInt16, _ later: UInt16) -> Bool {
        let distance = (Int(later) - Int(earlier) + 65_535) % 65_535
        return distance > 0 && distance < 32_768
    }
}

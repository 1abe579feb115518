/// What a room is for, told by its name.
package enum RoomUse: Sendable, CaseIterable {
    case bathroom, bedroom, kitchen

    /// In Swedish and English.
    package func isSaid(by room: String) -> Bool {
        let name = room.lowercased()
        // Letters beyond ASCII can be written in more than one way.
        let isPlain = name.utf8.allSatisfy { $0 < 0x80 }
        return words.contains { isPlain ? name.utf8.holds($0.utf8) : name.contains($0) }
    }

    private var words: [String] {
        switch self {
        case .bathroom: ["bath", "toilet", "restroom", "shower", "badrum", "toalett", "dusch", "wc"]
        case .bedroom: ["bedroom", "sovrum", "sängkammare"]
        case .kitchen: ["kitchen", "kök", "kok", "pentry"]
        }
    }
}

extension String.UTF8View {
    /// `String.contains` compares by grapheme and costs a hundred times as much, for every device at every start.
    fileprivate func holds(_ part: String.UTF8View) -> Bool {
        let (all, wanted) = (Array(self), Array(part))
        guard wanted.count <= all.count else { return false }
        return (0...(all.count - wanted.count)).contains { all[$0...].starts(with: wanted) }
    }
}

import CareModel

/// What a button's action says: `1_double`, `button_2_hold`, `emergency`.
struct ActionText {
    var meaning: ActionMeaning
    /// The part of the device; empty for a device with one button.
    var channel: String

    private static let separators = Array("_- /".utf8)

    /// Nil when the text says that nothing happened.
    init?(_ text: String, profile: Profile) {
        let action = text.lowercased()
        if let whole = profile.actions[action] {
            (meaning, channel) = (whole, "")
            return
        }
        guard !profile.nothing.contains(action) else { return nil }
        let tokens = action.utf8.split { Self.separators.contains($0) }.map { String(Substring($0)) }
        let part = tokens.first { profile.channels[$0] != nil || UInt8($0) != nil } ?? ""
        channel = part
        let rest = tokens.filter { $0 != part && $0 != "button" }
        let meanings = rest.map { profile.actions[$0] }
        if rest.count == 1, let only = meanings[0] {
            meaning = only
            return
        }
        // The end of a press outranks the press that it ends (`hold_release`); a call for help must stand alone.
        let presses = meanings.compactMap { found -> ActionMeaning? in
            if case .button = found { return found }
            return nil
        }
        meaning = meanings.contains(.raw) ? .raw : presses.first ?? .raw
    }
}

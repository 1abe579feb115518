import CareModel

extension Profile {
    /// `{"state":"online"}`, or the word alone: the form of availability and of a bridge's own state.
    static let availability: Profile = {
        var rule = PropertyRule(reads: .label)
        rule.quantity = .availability
        rule.words = Dictionary(
            uniqueKeysWithValues: Quantity.availability.labels.enumerated().map { ($1, Double($0)) })
        var profile = Profile(convention: "availability")
        profile.properties = ["state": rule]
        return profile
    }()
}

extension PropertyTable {
    /// A table whose first rule is that of `state`.
    init(availability profile: Profile) {
        self.init(profile: profile)
        _ = resolve("state", packed: PackedText("state"))
    }

    /// The rule of `state`, for tables made from `Profile.availability`.
    var stateRule: CompiledRule { rules[0] }
}

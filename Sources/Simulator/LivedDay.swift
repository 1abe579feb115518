import CareModel

/// One waking day of a home as it was lived: where the resident and any visitors were, from getting up to getting up again.
struct LivedDay {
    var stays: [Stay]
    var visits: [Visit]
    /// In bed and out of bed for the night that ends it; nil when that is spent elsewhere.
    var sleep: (start: Timestamp, end: Timestamp)?
}

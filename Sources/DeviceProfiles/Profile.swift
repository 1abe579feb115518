import CareModel

/// The rules of one payload convention, as read from its file in `Devices/`.
struct Profile: Hashable, Sendable {
    var convention: String
    var properties: [String: PropertyRule] = [:]
    /// Words that mean true and false wherever a truth value is expected, in lower case.
    var yes: [String] = ["true", "on", "yes", "1"]
    var no: [String] = ["false", "off", "no", "0"]
    /// Words that mean "no value", in lower case.
    var nothing: [String] = ["", "null", "none", "nan", "unavailable", "unknown", "n/a"]
    /// Name of a device's part (`left`, `l2`) -> channel number; whole numbers need no entry.
    var channels: [String: UInt8] = [:]
    /// Word in an action -> what it means.
    var actions: [String: ActionMeaning] = [:]
    /// Words in the description of an exposed temperature that say it is the device's own.
    var chipWords: [String] = []
    var examples: [ProfileExample] = []
    /// Of a convention that needs no code.
    var topics: [TopicForm] = []
    /// Of a convention that needs no code; the first that holds and knows a key says what it means.
    var classes: [DeviceClass] = []
    /// Name of a property that is no reading (`*` for anything) -> why.
    var unread: [String: String] = [:]
    /// Parts of names that make a property without a rule worth a look, in lower case.
    var careWords: [String] = []
    /// The convention whose rules it also has; empty: none.
    var like = ""
    /// Where its name stands.
    var place = Place()

    struct Place: Hashable, Sendable {
        var path = ""
        var line = 1
        var column = 1
    }

    /// Its topics are like those of others: it gets what nobody else owns.
    var isAskedLast = false
}

extension Profile {
    /// Words for what people name freely, for conventions that leave the names to whoever sets them up. No convention
    /// of its own.
    static let vocabulary = "names"
}

/// What a word in a button's action means.
enum ActionMeaning: Hashable, Sendable {
    /// Index into the labels of `Quantity.buttonEvent`.
    case button(Int)
    /// The end of a press that was already reported, or anything else that is no press of its own.
    case raw
    /// A call for help; only as the whole action or beside a channel's name.
    case sos
    /// A truth value becomes true (`vibration`).
    case truth(Quantity)
}

/// A payload with the readings that it must give, kept beside the rules; a test runs all of them.
struct ProfileExample: Hashable, Sendable {
    var topic: String
    var payload: String
    var expected: [Expected]
    var place: Profile.Place

    struct Expected: Hashable, Sendable {
        var quantity: String
        /// As `vardag decode` prints it.
        var value: String
    }
}

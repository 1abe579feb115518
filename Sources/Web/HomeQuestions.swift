package import CareModel

/// What the pages ask of the running engine, and what staff enter; each answer comes from the one owner of its state.
package struct HomeQuestions: Sendable {
    /// By the home's id; nil when it cannot be told now.
    package var status: @Sendable (String) async -> HomeStatus?
    /// By the home's id, of the days from the first to the last, both included; empty when they cannot be told now.
    package var pictures: @Sendable (String, LocalDay, LocalDay) async -> [DayPicture]
    /// The home's id, what is entered and who enters it; false when it could not be stored.
    package var enter: @Sendable (String, HomeEntry, String) async -> Bool
    /// By the home's id: the devices that speak there and are not in its file, those heard last first.
    package var unlisted: @Sendable (String) async -> [UnlistedDevice]
    /// By the home's id: what its sensors said since somebody began to look, newest first.
    package var walk: @Sendable (String) async -> [SensorTrigger]
    /// Puts an unlisted device into the home's file and in force.
    package var place: @Sendable (String, PlacedDevice) async -> PlacedDevice.Outcome

    package init(
        status: @escaping @Sendable (String) async -> HomeStatus?,
        pictures: @escaping @Sendable (String, LocalDay, LocalDay) async -> [DayPicture],
        enter: @escaping @Sendable (String, HomeEntry, String) async -> Bool,
        unlisted: @escaping @Sendable (String) async -> [UnlistedDevice],
        walk: @escaping @Sendable (String) async -> [SensorTrigger],
        place: @escaping @Sendable (String, PlacedDevice) async -> PlacedDevice.Outcome
    ) {
        self.status = status
        self.pictures = pictures
        self.enter = enter
        self.unlisted = unlisted
        self.walk = walk
        self.place = place
    }

    /// Nothing can be told and nothing is taken.
    package static let none = HomeQuestions(
        status: { _ in nil }, pictures: { _, _, _ in [] }, enter: { _, _, _ in false }, unlisted: { _ in [] },
        walk: { _ in [] }, place: { _, _ in .refused("nothing is taken") })
}

/// Where an installer puts a device that a home's file does not list yet.
package struct PlacedDevice: Hashable, Sendable {
    package enum Outcome: Hashable, Sendable {
        case done
        /// Nothing was changed, or not all; with the reason.
        case refused(String)
    }

    package var address: String
    package var name: String
    package var kind: String
    package var room: String
    package var placement: String

    package init(address: String, name: String, kind: String, room: String, placement: String) {
        self.address = address
        self.name = name
        self.kind = kind
        self.room = room
        self.placement = placement
    }
}

/// What the engine told for one page.
struct HomeAnswers: Sendable {
    var status: HomeStatus?
    var pictures: [DayPicture] = []
}

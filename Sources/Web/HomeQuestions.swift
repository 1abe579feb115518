package import CareModel

/// What the pages ask of the running engine, and what staff enter; each answer comes from the one owner of its state.
package struct HomeQuestions: Sendable {
    /// By the home's id; nil when it cannot be told now.
    package var status: @Sendable (String) async -> HomeStatus?
    /// By the home's id, of the days from the first to the last, both included; empty when they cannot be told now.
    package var pictures: @Sendable (String, LocalDay, LocalDay) async -> [DayPicture]
    /// The home's id, what is entered and who enters it; false when it could not be stored.
    package var enter: @Sendable (String, HomeEntry, String) async -> Bool

    package init(
        status: @escaping @Sendable (String) async -> HomeStatus?,
        pictures: @escaping @Sendable (String, LocalDay, LocalDay) async -> [DayPicture],
        enter: @escaping @Sendable (String, HomeEntry, String) async -> Bool
    ) {
        self.status = status
        self.pictures = pictures
        self.enter = enter
    }

    /// Nothing can be told and nothing is taken.
    package static let none = HomeQuestions(
        status: { _ in nil }, pictures: { _, _, _ in [] }, enter: { _, _, _ in false })
}

/// What the engine told for one page.
struct HomeAnswers: Sendable {
    var status: HomeStatus?
    var pictures: [DayPicture] = []
}

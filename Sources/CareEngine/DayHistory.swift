import CareModel

/// What earlier days left for the features that compare days.
struct DayHistory: Sendable, Equatable {
    struct Profile: Sendable, Equatable {
        var day: Int32
        var profile: DayProfile
    }

    struct Weight: Sendable, Equatable {
        var day: Int32
        var value: Double
    }

    /// Days on which the home was seen as usual, oldest first.
    private(set) var profiles: [Profile] = []
    /// The days' weights, kg, oldest first.
    private(set) var weights: [Weight] = []

    /// A week beyond the longest look back, so that a revised day still sees its own past.
    private static let profileDays = DayFeatures.routineDays + 7
    private static let weightDays: Int32 = 127

    init() {}
    init(profiles: [Profile], weights: [Weight]) {
        self.profiles = profiles
        self.weights = weights
    }

    /// The profiles of the last `days` days before `day` that are of a home with so many rooms.
    func profiles(before day: LocalDay, days: Int32, rooms: Int) -> [Profile] {
        profiles.filter {
            $0.day < day.number && $0.day >= day.number - days && $0.profile.minutes.count == rooms * 24
        }
    }

    /// Puts a day's profile and weight in the place of what was known of that day; nil takes it out.
    mutating func put(_ profile: DayProfile?, weight: Double?, of day: LocalDay) {
        profiles.removeAll { $0.day == day.number || $0.day < day.number - Self.profileDays }
        if let profile {
            let at = profiles.firstIndex { $0.day > day.number } ?? profiles.endIndex
            profiles.insert(Profile(day: day.number, profile: profile), at: at)
        }
        weights.removeAll { $0.day == day.number || $0.day < day.number - Self.weightDays }
        if let weight {
            let at = weights.firstIndex { $0.day > day.number } ?? weights.endIndex
            weights.insert(Weight(day: day.number, value: weight), at: at)
        }
    }
}

/// What people planned or said about a day.
struct DayPlan: Sendable {
    var visits: [TimeSpan] = []
    var hospital: [TimeSpan] = []
    var away: [TimeSpan] = []
    var paused: [TimeSpan] = []
    var test: [TimeSpan] = []
    var medicationTimes: [Timestamp] = []
    /// How many people live in the home.
    var persons = 1

    /// Of the circumstances what falls into the window.
    init(_ circumstances: [Circumstance], medicationTimes: [Timestamp], persons: Int, window: TimeSpan) {
        func spans(_ kind: Circumstance.Kind) -> [TimeSpan] {
            circumstances.filter { $0.kind == kind && $0.from < ($0.until ?? .distantFuture) }
                .map { TimeSpan(start: $0.from, end: $0.until ?? .distantFuture) }.clipped(to: window).merged()
        }
        visits = spans(.visit)
        hospital = spans(.hospital)
        away = spans(.away)
        paused = spans(.paused)
        test = spans(.test)
        self.medicationTimes = medicationTimes
        self.persons = persons
    }
}

import CareModel

/// What staff enter about a home from its page; also the last part of its path.
enum HomeStep: String, Sendable, CaseIterable {
    case hospital
    case backFromHospital = "back-from-hospital"
    case backHome = "back-home"
    case test
    case endTest = "end-test"
    case pause
    case resume

    /// A test started from the page ends by itself.
    static let testHours: Int64 = 1

    /// The entry at a moment, by a person.
    func entry(at now: Timestamp, by person: String) -> HomeEntry {
        switch self {
        case .hospital: .begins(Circumstance(kind: .hospital, from: now, until: nil, by: person))
        case .backFromHospital: .ends(.hospital)
        case .backHome: .ends(.away)
        case .test:
            .begins(
                Circumstance(kind: .test, from: now, until: now.adding(hours: Self.testHours), by: person))
        case .endTest: .ends(.test)
        case .pause: .begins(Circumstance(kind: .paused, from: now, until: nil, by: person))
        case .resume: .ends(.paused)
        }
    }

    /// Whether it would change anything while these kinds last.
    func changes(_ lasting: Set<Circumstance.Kind>) -> Bool {
        switch self {
        case .hospital: !lasting.contains(.hospital)
        case .backFromHospital: lasting.contains(.hospital)
        case .backHome: lasting.contains(.away)
        case .test: !lasting.contains(.test)
        case .endTest: lasting.contains(.test)
        case .pause: !lasting.contains(.paused)
        case .resume: lasting.contains(.paused)
        }
    }
}

extension HomeStatus {
    /// The kinds of circumstances that last at the status's own moment.
    var lasting: Set<Circumstance.Kind> { Set(circumstances.filter { $0.covers(at) }.map(\.kind)) }
}

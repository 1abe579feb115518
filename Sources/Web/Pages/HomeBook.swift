import CareModel
import Foundation

/// The homes as they were set up, for their clocks and for those that have never been heard.
struct HomeBook: Sendable {
    private let homes: [String: HomeDefinition]

    /// Civil time where a home's own is not known.
    static let usualZone = "Europe/Stockholm"

    init(_ homes: [HomeDefinition]) {
        self.homes = Dictionary(homes.map { ($0.id, $0) }) { first, _ in first }
    }

    var ids: some Collection<String> { homes.keys }

    func knows(_ home: String) -> Bool { homes[home] != nil }

    func resident(of home: String) -> String? { homes[home]?.resident }

    /// The devices of the home's file; nil for a home without one.
    func devices(of home: String) -> [Device]? { homes[home]?.devices }

    /// The home's own clock; nil stands for no home in particular.
    func clock(of home: String?) -> HomeClock {
        let zone = home.flatMap { homes[$0]?.timeZone } ?? TimeZone(identifier: Self.usualZone)
        return HomeClock(timeZone: zone ?? .gmt)
    }
}

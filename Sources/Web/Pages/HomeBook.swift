import CareModel
import Foundation
import Store

/// The homes as they were set up, for their clocks and for those that have never been heard.
struct HomeBook: Sendable {
    private let homes: [String: HomeDefinition]
    private let scope: AccountScope

    /// Civil time where a home's own is not known.
    static let usualZone = "Europe/Stockholm"

    /// The gateway's own alerts are about no home, and everybody's.
    static let gateway = "gateway"

    /// Knows only the homes within the scope.
    init(_ homes: [HomeDefinition], scope: AccountScope = .all) {
        self.homes = Dictionary(homes.filter { scope.covers($0) }.map { ($0.id, $0) }) { first, _ in first }
        self.scope = scope
    }

    /// Whether the home may be seen, also one that is in no file any more.
    func covers(_ home: String) -> Bool {
        if home == Self.gateway || knows(home) { return true }
        return switch scope {
        case .all: true
        case .some(_, let ids): ids.contains(home)
        }
    }

    /// Whether only some homes may be seen.
    var isPartial: Bool { scope != .all }

    var ids: some Collection<String> { homes.keys }

    func knows(_ home: String) -> Bool { homes[home] != nil }

    func resident(of home: String) -> String? { homes[home]?.resident }

    func definition(of home: String) -> HomeDefinition? { homes[home] }

    /// The areas of the homes that may be seen.
    var areas: [String] { Set(homes.values.compactMap(\.area)).sorted() }

    func homes(ofArea area: String) -> Set<String> { Set(homes.values.filter { $0.area == area }.map(\.id)) }

    /// The homes whose id or resident's name the text is part of.
    func homes(named text: String) -> Set<String> {
        Set(
            homes.values.filter {
                $0.id.localizedStandardContains(text) || $0.resident.localizedStandardContains(text)
            }.map(\.id))
    }

    /// The homes that may be seen; nil for all.
    var visible: Set<String>? {
        switch scope {
        case .all: nil
        case .some(_, let ids): ids.union(homes.keys).union([Self.gateway])
        }
    }

    /// The devices of the home's file; nil for a home without one.
    func devices(of home: String) -> [Device]? { homes[home]?.devices }

    /// The home's own clock; nil stands for no home in particular.
    func clock(of home: String?) -> HomeClock {
        let zone = home.flatMap { homes[$0]?.timeZone } ?? TimeZone(identifier: Self.usualZone)
        return HomeClock(timeZone: zone ?? .gmt)
    }
}

extension AccountScope {
    func covers(_ home: HomeDefinition) -> Bool {
        switch self {
        case .all: true
        case .some(let areas, let homes): homes.contains(home.id) || home.area.map(areas.contains) == true
        }
    }
}

import Foundation

extension AccountScope {
    private static let areaPrefix = "area:"
    private static let homePrefix = "home:"

    /// A JSON list as `account.areas` keeps it; nil for all.
    var stored: String? {
        guard case .some(let areas, let homes) = self else { return nil }
        let list = areas.sorted().map { Self.areaPrefix + $0 } + homes.sorted().map { Self.homePrefix + $0 }
        return (try? JSONEncoder().encode(list)).map { String(decoding: $0, as: UTF8.self) } ?? "[]"
    }

    /// What cannot be read covers nothing.
    init(stored: String?) {
        guard let stored else {
            self = .all
            return
        }
        let list = (try? JSONDecoder().decode([String].self, from: Data(stored.utf8))) ?? []
        func names(_ prefix: String) -> Set<String> {
            Set(list.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) })
        }
        self = .some(areas: names(Self.areaPrefix), homes: names(Self.homePrefix))
    }
}

extension AccountScope: CustomStringConvertible {
    package var description: String {
        guard case .some(let areas, let homes) = self else { return "all" }
        return (areas.sorted() + homes.sorted().map { "home \($0)" }).joined(separator: ", ")
    }
}

package import Foundation

extension FormValue {
    /// An IANA time zone such as `Europe/Stockholm`.
    package func timeZone() -> TimeZone? {
        guard let name = text() else { return nil }
        if Self.looksLikeIANA(name), let zone = TimeZone(identifier: name) { return zone }
        let hint = Self.closestTimeZone(to: name).map { "; did you mean `\($0)`?" } ?? ""
        error("\(label) must be an IANA time zone such as `Europe/Stockholm`, read \(shown)\(hint)")
        return nil
    }

    /// Foundation also takes `GMT+3` and abbreviations such as `EST`, which keep no daylight saving time.
    private static func looksLikeIANA(_ name: String) -> Bool {
        name == "UTC" || name == "GMT" || name.contains("/") && !name.hasPrefix("/") && !name.contains("..")
    }

    private static func closestTimeZone(to name: String) -> String? {
        let known = TimeZone.knownTimeZoneIdentifiers
        let wanted = name.lowercased()
        if let same = known.first(where: { $0.lowercased() == wanted }) { return same }
        func city(_ zone: String) -> String { String(zone.split(separator: "/").last ?? "").lowercased() }
        if let same = known.first(where: { city($0) == wanted }) { return same }
        if let close = Spelling.closest(to: name, in: known) { return close }
        guard let near = Spelling.closest(to: name, in: known.map(city)) else { return nil }
        return known.first { city($0) == near }
    }
}

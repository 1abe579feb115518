import CareModel

/// Features as a table: a line a feature, a column a day, the latest day first.
struct FeatureTable {
    let days: [MomentView]
    let lines: [Line]

    /// From this coverage on a value needs no note (domain: below it, it is kept out of detection).
    static let fullCoverage = 0.93

    struct Line {
        let featureText: String
        let cells: [Cell]
    }

    struct Cell {
        let cellText: String
        /// Coverage where it is low, and how often the value was revised.
        let cellNote: String?
    }

    init(_ features: [DailyFeature], days: [LocalDay], _ words: Phrases) {
        self.days = days.map { MomentView(machine: $0.description, people: String($0.description.dropFirst(5))) }
        let byName = Dictionary(grouping: features, by: \.feature)
        lines = byName.keys.map { (FeatureName($0), $0) }
            .sorted { ($0.0.rank, $0.1) < ($1.0.rank, $1.1) }
            .map { name, key in Self.line(name, byName[key] ?? [], days, words) }
    }

    private static func line(
        _ name: FeatureName, _ features: [DailyFeature], _ days: [LocalDay], _ words: Phrases
    ) -> Line {
        let byDay = Dictionary(features.map { ($0.date, $0) }) { first, _ in first }
        let unit = features.first?.unit ?? ""
        return Line(
            featureText: name.text(unit: unit, words.language),
            cells: days.map { day in byDay[day].map { cell($0, name, words) } ?? Cell(cellText: "–", cellNote: nil) })
    }

    private static func cell(_ feature: DailyFeature, _ name: FeatureName, _ words: Phrases) -> Cell {
        var notes: [String] = []
        if feature.value == nil || feature.coverage < fullCoverage { notes.append(percent(feature.coverage)) }
        if feature.revision > 0 { notes.append("\(words.say("revised")) \(feature.revision)") }
        return Cell(
            cellText: feature.value.map { name.text($0, words.language) } ?? "–",
            cellNote: notes.isEmpty ? nil : notes.joined(separator: ", "))
    }

    /// Rounded down, so that what is not full never reads as 100 %.
    static func percent(_ share: Double) -> String {
        guard share.isFinite else { return "–" }
        return "\(Int((min(max(share, 0), 1) * 100).rounded(.down))) %"
    }
}

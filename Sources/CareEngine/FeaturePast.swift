import CareModel

/// The last three months of each watched feature, for the trend in its updates: what was published and not withheld.
///
/// The trend of a feature is taken anew once a week, each feature on a weekday of its own, and holds until the next
/// time: it is the one costly figure of a day's end, and a week hardly moves it.
struct FeaturePast: Sendable, Equatable {
    static let windowDays: Int32 = 90
    /// Observed days and missing ones: two weeks more, so that a revised day of the last week still sees the whole
    /// window that it saw at first.
    static let keptDays = windowDays + 14

    /// By `WatchedFeature.all`.
    private(set) var features: [Feature] = Array(repeating: Feature(), count: WatchedFeature.all.count)

    struct Feature: Sendable, Equatable {
        /// By the day's number modulo `keptDays`; infinite where there is none. Empty before the first value.
        var values: [Float] = []
        /// The newest day in `values`.
        var newest: Int32 = 0
        /// The trend as of a day, as it was last taken.
        var taken: Taken?
    }

    struct Taken: Sendable, Equatable {
        var day: Int32
        var trend: FeatureTrend?
    }

    init() {}
    init(features: [Feature]) { self.features = features }

    /// Takes a closed day, or takes it anew.
    mutating func take(_ log: DayLog) {
        var values: [Float?] = Array(repeating: nil, count: features.count)
        for published in log.published where published.withheld == nil {
            if let index = WatchedFeature.indexByName[published.feature] {
                values[index] = published.value.map { Float($0) }
            }
        }
        for index in features.indices { features[index].put(values[index], log.day.number) }
    }

    /// Starts these features anew.
    mutating func forget(_ names: Set<String>) {
        for (index, watched) in WatchedFeature.all.enumerated() where names.contains(watched.name) {
            features[index] = Feature()
        }
    }

    /// What was known before `day`. Nil for a feature that is not watched, under 14 observed days, and for a day so old
    /// that the days before it are no longer kept.
    mutating func trend(_ feature: String, before day: LocalDay) -> FeatureTrend? {
        guard let index = WatchedFeature.indexByName[feature] else { return nil }
        // The last day before it on which this feature's trend is taken.
        let last = day.number - 1 - (day.number - 1 + Int32(index)) % 7
        return features[index].trend(asOf: last)
    }
}

extension FeaturePast.Feature {
    private static func place(_ day: Int32) -> Int {
        Int((day % FeaturePast.keptDays + FeaturePast.keptDays) % FeaturePast.keptDays)
    }

    mutating func put(_ value: Float?, _ day: Int32) {
        if values.isEmpty {
            guard value != nil else { return }
            values = Array(repeating: .infinity, count: Int(FeaturePast.keptDays))
            newest = day
        }
        guard day > newest - FeaturePast.keptDays else { return }
        // A gap longer than what is kept clears each place once.
        for missing in stride(from: max(newest, day - FeaturePast.keptDays) + 1, through: day, by: 1) {
            values[Self.place(missing)] = .infinity
        }
        newest = max(newest, day)
        values[Self.place(day)] = value ?? .infinity
        if let taken, day <= taken.day { self.taken = nil }
    }

    mutating func trend(asOf last: Int32) -> FeatureTrend? {
        if let taken, taken.day == last { return taken.trend }
        guard !values.isEmpty, last - FeaturePast.windowDays >= newest - FeaturePast.keptDays else { return nil }
        var points: [(day: LocalDay, value: Double)] = []
        for day in stride(from: last - FeaturePast.windowDays + 1, through: min(last, newest), by: 1) {
            let value = values[Self.place(day)]
            if value.isFinite { points.append((LocalDay(number: day), Double(value))) }
        }
        let trend = FeatureTrend(points)
        if last >= taken?.day ?? .min { taken = FeaturePast.Taken(day: last, trend: trend) }
        return trend
    }
}

extension FeaturePast {
    func encode(into writer: inout ByteWriter) {
        writer.write(list: features) { writer, feature in
            writer.write(list: feature.values) { $0.write($1) }
            writer.write(feature.newest)
            writer.write(optional: feature.taken) { writer, taken in
                writer.write(taken.day)
                writer.write(optional: taken.trend) { writer, trend in
                    writer.write(trend.perWeek)
                    writer.write(trend.direction.rawValue)
                    writer.write(trend.probability)
                }
            }
        }
    }

    init(from reader: inout ByteReader) throws {
        features = try reader.readList { reader in
            Feature(
                values: try reader.readList { try $0.readFloat() }, newest: try reader.read(Int32.self),
                taken: try reader.readOptional { reader in
                    Taken(day: try reader.read(), trend: try reader.readOptional { try FeatureTrend(from: &$0) })
                })
        }
        guard features.count == WatchedFeature.all.count,
            features.allSatisfy({ $0.values.isEmpty || $0.values.count == Self.keptDays })
        else { throw ByteCodingError("another set of features") }
    }
}

extension FeatureTrend {
    fileprivate init(from reader: inout ByteReader) throws {
        let perWeek = try reader.readDouble()
        let word = try reader.readString()
        guard let direction = Trend.Direction(rawValue: word) else { throw ByteCodingError("no direction: \(word)") }
        self.init(perWeek: perWeek, direction: direction, probability: try reader.readDouble())
    }
}

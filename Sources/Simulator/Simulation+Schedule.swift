import CareModel

extension Simulation {
    /// Plans for a backtest: homes as they come, but for episodes and absences, which follow a schedule.
    ///
    /// Every shape comes in every severity equally often: shape and severity are dealt from a shuffled deck, home after
    /// home, as far as they fit into the days and the home has the sensor. Between the end of an episode's hit window
    /// (three days after it) and the next episode lie 14 to 27 days, in some of which the resident is away for a while.
    /// The first episode begins after four to six weeks; in every third home a short one begins after two to four.
    package func schedule(homes: Int, days: Int, hasFaults: Bool = true) -> [Plan] {
        var deck = EpisodeDeck(seed: seed)
        return (0..<homes).map { index in
            var plan = plan(index, days: days, hasFaults: hasFaults)
            (plan.episodes, plan.absences) = ([], [])
            var draw = Chance(seed: seed, home: index).stream(.plan, 1)
            let isEarly = index % 3 == 0
            var day = isEarly ? 14 + Int(draw.uniform(0, 14)) : 28 + Int(draw.uniform(0, 14))
            while let card = deck.deal(where: { kind in
                let length = isEarly && plan.episodes.isEmpty ? 14 : 84
                let lasts = kind == .utiLike ? Self.utiDays.upperBound : kind.usualDays
                return day + lasts + Self.hitDays <= days && lasts <= length && plan.canShow(kind)
            }) {
                let share = draw.uniform()
                let length =
                    card.kind == .utiLike
                    ? Self.utiDays.lowerBound + Int(share * Double(Self.utiDays.count)) : card.kind.usualDays
                plan.episodes.append(.days(card.kind, card.severity, from: day, days: length))
                let (gap, leaves) = (14 + Int(draw.uniform(0, 14)), draw.uniform())
                let (away, minute) = (draw.uniform(), 560 + Int(draw.uniform(0, 300)))
                day += length + Self.hitDays
                if leaves < 0.3, gap >= 17 {
                    let from = day + 3
                    plan.absences.append(
                        Absence(
                            leaves < 0.1 ? .hospital : .away, from: PlanTime(day: from, minute: minute),
                            to: PlanTime(day: from + 1 + Int(away * Double(gap - 12)), minute: minute + 90)))
                }
                day += gap
            }
            return plan
        }
    }

    /// An alert counts as one of an episode until so many days after it.
    package static let hitDays = 3
    /// How long a `utiLike` episode lasts.
    package static let utiDays = 4...10
}

extension Plan {
    /// The home has the sensor without which nobody could see it.
    fileprivate func canShow(_ kind: EpisodeKind) -> Bool {
        switch kind {
        case .weightGain: !leftOut.contains(Sensor.vitalsName)
        case .fridgeVisits: !leftOut.contains(Sensor.fridgeDoor.name)
        default: true
        }
    }
}

/// Shapes and severities in a drawn order, each as often as the others.
private struct EpisodeDeck {
    struct Card {
        var kind: EpisodeKind
        var severity: Severity
    }

    private let chance: Chance
    private var shuffles: Int64 = 0
    private var cards: [Card] = []

    init(seed: UInt64) { chance = Chance(seed: seed, home: -1) }

    /// The first card of a kind that fits; nil when none in a whole deck does.
    mutating func deal(where fits: (EpisodeKind) -> Bool) -> Card? {
        if let index = cards.firstIndex(where: { fits($0.kind) }) { return cards.remove(at: index) }
        guard cards.count < Self.deckSize else { return nil }
        refill()
        return cards.firstIndex { fits($0.kind) }.map { cards.remove(at: $0) }
    }

    private static let deckSize = (EpisodeKind.known.count + EpisodeKind.keptAside.count) * Severity.allCases.count

    private mutating func refill() {
        var draw = chance.stream(.plan, shuffles)
        shuffles += 1
        var fresh = (EpisodeKind.known + EpisodeKind.keptAside).flatMap { kind in
            Severity.allCases.map { Card(kind: kind, severity: $0) }
        }
        for index in fresh.indices.reversed() { fresh.swapAt(index, Int(draw.uniform(0, Double(index + 1)))) }
        cards += fresh
    }
}

import CareModel
import Store

/// One part of the list of alerts, by home.
struct FeedSection {
    /// Also the part's word.
    let sectionID: String
    let sectionTitle: String
    let alertCount: Int
    let adviceText: String?
    let groups: [Group]
    /// The alert that the reader acts on is in it.
    let isUnfolded: Bool
    let emptyText: String?
    /// P1 of the homes that are shown.
    let urgentCount: Int
    /// The part on a page of its own, where it has more homes than are shown here.
    let allLink: String?
    let allText: String
    let pageText: String?
    let previousLink: String?
    let nextLink: String?

    /// One home's alerts.
    struct Group {
        let groupID: String
        /// Nil for the gateway's own.
        let homeLink: String?
        let homeName: String
        let areaText: String?
        let alerts: [AlertView]
        let furtherText: String?
    }

    /// Makes the sections of one page.
    struct Maker {
        let store: CareStore
        let status: GatewayStatus
        let book: HomeBook
        let words: Phrases
        let staff: Staff
        let choice: FeedChoice
        let filter: FeedFilter
        let languageParameter: String

        func link(_ choice: FeedChoice) -> String {
            let parameters = choice.parameters + languageParameter
            return parameters.isEmpty ? "/" : "/?" + parameters.dropFirst()
        }

        func section(_ part: FeedPart, _ counts: FeedCounts, limit: Int) throws -> FeedSection {
            let isAlone = choice.part != nil || choice.state == .snoozed
            let page = part == .care || isAlone ? choice.page : 1
            let feed = try store.feed(part, filter, at: status.clock, limit: limit, offset: (page - 1) * limit)
            let alerts = feed.groups.flatMap(\.alerts)
            let calls = try store.calls(alerts: alerts.map(\.id))
            let coverage = try AlertCoverage(alerts, store, book)
            let count = counts.fitting[part] ?? 0
            let pages = (feed.homeCount + limit - 1) / limit
            let isFurther = limit < AlertListPage.groupLimit && feed.homeCount > limit
            let isPaged = limit == AlertListPage.groupLimit
            return FeedSection(
                sectionID: part.rawValue, sectionTitle: words.text(part), alertCount: count,
                adviceText: part == .suppressed ? words.say("suppressedAdvice") : nil,
                groups: feed.groups.map { group($0, part, calls, coverage) },
                isUnfolded: alerts.contains { $0.id == choice.acting },
                emptyText: feed.groups.isEmpty ? empty(part, count, page: page) : nil,
                urgentCount: feed.groups.reduce(0) { $0 + $1.urgent },
                allLink: isFurther ? link(choice.with(part)) : nil,
                allText: words.say("allOfPart", ["homes": feed.homeCount]),
                pageText: isPaged && pages > 1 ? words.say("pageOf", ["page": page, "pages": pages]) : nil,
                previousLink: isPaged && page > 1
                    ? link(choice.with(page > 2 ? part : choice.part, page: page - 1)) : nil,
                nextLink: isPaged && page < pages ? link(choice.with(part, page: page + 1)) : nil)
        }

        /// The same list with the alert's further acts: all of them on one page would be most of it.
        private func actsLink(_ alert: Alert) -> String {
            link(choice.acting(on: alert.id)) + PagePath.fragment(alert: alert.id)
        }

        /// What is said where nothing is shown.
        private func empty(_ part: FeedPart, _ count: Int, page: Int) -> String {
            if count > 0 { return words.say("nothingOnPage") }
            if choice.isFiltered { return words.say("nothingFits") }
            switch part {
            case .care: return status.faults.isEmpty ? words.say("nothingOpen") : words.say("nothingKnown")
            case .technical: return words.say("nothingTechnical")
            case .snoozed, .suppressed: return words.say("nothingHere")
            }
        }

        private func group(
            _ group: FeedGroup, _ part: FeedPart, _ calls: [String: [Call]], _ coverage: AlertCoverage
        ) -> Group {
            let (home, isGateway) = (book.definition(of: group.home), group.home == HomeBook.gateway)
            let choices = staff.choices(home: home, id: group.home)
            var clock = book.clock(of: group.home)
            let further = group.count - group.alerts.count
            return Group(
                groupID: PagePath.anchor(group.home, of: part.rawValue),
                homeLink: isGateway ? nil : PagePath.resident(group.home),
                homeName: isGateway ? "Vardag" : home?.resident ?? group.alerts.first?.resident ?? group.home,
                areaText: home?.area,
                alerts: group.alerts.map { alert in
                    let isActing = choice.acting == alert.id
                    return AlertView(
                        alert, words, &clock, now: status.clock, coverage: coverage[alert], staff: staff,
                        choices: choices, calls: calls[alert.id] ?? [],
                        actsElsewhere: isActing ? nil : actsLink(alert), isActing: isActing)
                },
                furtherText: further > 0 ? words.say("alertsFurther", count: further) : nil)
        }
    }
}

import CareModel
import Store

/// The page at `/`: what is open in all homes, by home.
struct AlertListPage {
    let frame: FrameView
    let words: Phrases
    let banner: BannerView?
    let unseen: UnseenView?
    /// P1 that this page does not show: how many, and where they are.
    let urgentText: String?
    let urgentLink: String
    let isUrgentLeft: Bool
    let filter: FilterView
    /// The page of the alert that the reader wants to act on, where it is not on the list any more.
    let goneLink: String?
    let sections: [FeedSection]
    let folds: [FeedSection]

    /// Homes a page, and of the parts below the first.
    static let groupLimit = 15
    static let furtherLimit = 3

    init(
        _ store: CareStore, _ status: GatewayStatus, _ book: HomeBook, _ request: PageRequest,
        _ choice: FeedChoice = .everything
    ) throws {
        let words = Phrases(request.language)
        let seen = try store.lastOutgoingCursor()
        let staff = try Staff(store, asker: request.signedIn)
        let chosen = choice.filter(book, staff)
        let counts = try store.feedCounts(chosen, at: status.clock)
        var asked = request
        asked.more = choice.parameters
        var clock = book.clock(of: nil)
        var frame = FrameView(
            title: words.say("home"), asked, reloads: true, asOf: clock.moment(status.clock), seen: seen)
        frame.notice = try NoticeView(request.told, store, book, staff, words, now: status.clock)
        frame.origin = .init(pageWord: StepForm.feedPage, feedQuery: String(choice.parameters.dropFirst()))
        self.frame = frame
        banner = BannerView(status, words, &clock)
        unseen = UnseenView(try store.unreachableHomes().filter(book.covers), book, words)
        let maker = FeedSection.Maker(
            store: store, status: status, book: book, words: words, staff: staff, choice: choice, filter: chosen,
            languageParameter: request.chosen.map { "&lang=\($0.rawValue)" } ?? "")
        let part = choice.part ?? (choice.state == .snoozed ? .snoozed : nil)
        if let part {
            sections = [try maker.section(part, counts, limit: Self.groupLimit)]
            folds = []
        } else {
            sections = [
                try maker.section(.care, counts, limit: Self.groupLimit),
                try maker.section(.technical, counts, limit: Self.furtherLimit),
            ]
            folds = try [FeedPart.snoozed, .suppressed].filter { counts.fitting[$0] ?? 0 > 0 }
                .map { try maker.section($0, counts, limit: Self.furtherLimit) }
        }
        let isShown = (sections + folds).contains(where: \.isUnfolded)
        // What the reader has just done about it is told anyway.
        goneLink = isShown || choice.acting == request.told?.alert ? nil : choice.acting.map(PagePath.alert)
        let elsewhere = counts.urgent + counts.urgentLeft - sections.reduce(0) { $0 + $1.urgentCount }
        isUrgentLeft = elsewhere > 0
        urgentText =
            elsewhere > 0
            ? words.say("urgentElsewhere", count: elsewhere)
            : choice.isFiltered || choice.part != nil ? words.say("noUrgentElsewhere") : nil
        var urgent = FeedChoice()
        urgent.priority = .p1
        let isUrgentOnly = choice.with(nil) == urgent
        urgentLink = isUrgentOnly ? sections.first?.nextLink ?? maker.link(urgent) : maker.link(urgent)
        filter = FilterView(choice, book, staff, left: counts.left, words)
        self.words = words
    }

    /// By priority, then what happened last first.
    static func isBefore(_ a: Alert, _ b: Alert) -> Bool {
        (a.priority.rank, b.latestAt, a.id) < (b.priority.rank, a.latestAt, b.id)
    }
}

/// Homes of which nothing can be seen.
struct UnseenView {
    let unseenText: String
    let unseenHomes: [Home]
    let furtherText: String?

    struct Home {
        let homeLink: String
        let homeName: String
    }

    static let nameLimit = 5

    /// Nil while all can be seen.
    init?(_ homes: [String], _ book: HomeBook, _ words: Phrases) {
        guard !homes.isEmpty else { return nil }
        unseenText = words.say("homesUnseen", count: homes.count)
        unseenHomes = homes.prefix(Self.nameLimit).map {
            Home(homeLink: PagePath.resident($0), homeName: book.resident(of: $0) ?? $0)
        }
        let further = homes.count - Self.nameLimit
        furtherText = further > 0 ? words.say("homesFurther", count: further) : nil
    }
}

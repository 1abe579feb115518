import CareModel
import Store

/// The page at `/` for those who look after devices and the gateway: the homes, and nothing of their residents.
struct HomesPage {
    let frame: FrameView
    let words: Phrases
    let banner: BannerView?
    let homes: [Line]
    let homeCount: Int

    struct Line {
        let homeLink: String
        let homeName: String
        let heardAt: MomentView?
    }

    init(_ store: CareStore, _ status: GatewayStatus, _ book: HomeBook, _ request: PageRequest) throws {
        let words = Phrases(request.language)
        let summaries = try store.homeSummaries()
        let heard = Dictionary(summaries.map { ($0.home, $0.lastMessageAt) }) { first, _ in first }
        var clock = book.clock(of: nil)
        frame = FrameView(
            title: words.say("homes"), request, asOf: clock.moment(status.clock), seen: try store.lastOutgoingCursor())
        banner = BannerView(status, words, &clock)
        let ids = Set(book.ids).union(summaries.map(\.home).filter(book.covers))
        homes = ids.sorted().map { id in
            var own = book.clock(of: id)
            return Line(
                homeLink: PagePath.devices(id), homeName: id, heardAt: (heard[id] ?? nil).map { own.moment($0) })
        }
        homeCount = homes.count
        self.words = words
    }
}

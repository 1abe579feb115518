import CareModel
import Foundation
import Store

/// The page at `/homes`: every home that the reader may see; to who looks after devices and the gateway nothing of
/// its resident.
struct HomesPage {
    let frame: FrameView
    let words: Phrases
    let banner: BannerView?
    let homes: [Line]
    let homeCount: Int
    let searchText: String
    let pageText: String?
    let previousLink: String?
    let nextLink: String?
    let isEmpty: Bool

    struct Line {
        let homeLink: String
        let homeName: String
        let homeID: String?
        let heardAt: MomentView?
        let isUnseen: Bool
        /// Nil where the reader may not know of alerts.
        let openText: String?
    }

    static let names = ["q", "page"]
    static let limit = 60

    init(
        _ store: CareStore, _ status: GatewayStatus, _ book: HomeBook, _ request: PageRequest, search: String? = nil,
        page: Int = 1
    ) throws {
        let words = Phrases(request.language)
        var clock = book.clock(of: nil)
        let isCare = request.seesResidents
        let unseen = isCare ? Set(try store.unreachableHomes()) : []
        let stored = try store.homes().map(\.id).filter { $0 != HomeBook.gateway && book.covers($0) }
        func name(_ id: String) -> String { isCare ? book.resident(of: id) ?? id : id }
        let found = Set(book.ids).union(stored).filter { id in
            search.map { id.localizedStandardContains($0) || name(id).localizedStandardContains($0) } ?? true
        }.sorted { (unseen.contains($0) ? 0 : 1, name($0), $0) < (unseen.contains($1) ? 0 : 1, name($1), $1) }
        let shown = Array(found.dropFirst((page - 1) * Self.limit).prefix(Self.limit))
        let summaries = Dictionary(
            try store.homeSummaries(of: shown).map { ($0.home, $0) }, uniquingKeysWith: { first, _ in first })
        homes = shown.map { id in
            var own = book.clock(of: id)
            let counts = Alert.Priority.allCases.compactMap { priority in
                summaries[id]?.openAlerts[priority].map { "\(priority.rawValue): \($0)" }
            }
            return Line(
                homeLink: isCare ? PagePath.resident(id) : PagePath.devices(id), homeName: name(id),
                homeID: name(id) == id ? nil : id,
                heardAt: (summaries[id]?.lastMessageAt).map { own.moment($0) }, isUnseen: unseen.contains(id),
                openText: isCare ? (counts.isEmpty ? "–" : counts.joined(separator: ", ")) : nil)
        }
        homeCount = found.count
        isEmpty = found.isEmpty
        searchText = search ?? ""
        let pages = (found.count + Self.limit - 1) / Self.limit
        pageText = pages > 1 ? words.say("pageOf", ["page": page, "pages": pages]) : nil
        let parameters = search.map { "&q=\(PagePath.encoded($0))" } ?? ""
        let language = request.chosen.map { "&lang=\($0.rawValue)" } ?? ""
        func link(_ page: Int) -> String { "\(request.path)?page=\(page)\(parameters)\(language)" }
        previousLink = page > 1 ? link(page - 1) : nil
        nextLink = page < pages ? link(page + 1) : nil
        var asked = request
        asked.more = parameters + (page > 1 ? "&page=\(page)" : "")
        frame = FrameView(
            title: words.say("homes"), asked, asOf: clock.moment(status.clock), seen: try store.lastOutgoingCursor())
        banner = BannerView(status, words, &clock)
        self.words = words
    }
}

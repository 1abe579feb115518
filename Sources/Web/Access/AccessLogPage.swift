import CareModel
import Foundation
import Store

/// The page at `/access-log`: who saw or did what about whom, the latest first.
struct AccessLogPage {
    let frame: FrameView
    let words: Phrases
    let introText: String
    let lines: [Line]
    let hasLines: Bool
    let emptyText: String
    let whenText: String
    let whatText: String
    let aboutText: String
    let fromText: String
    let olderLink: String?
    let olderText: String
    let filterText: String
    let home: String
    let showText: String

    static let limit = 200

    struct Line {
        let rowText: String
        let whenAt: MomentView?
        let person: String
        let actText: String
        let statusText: String
        let aboutWhom: String
        let fromWhere: String
    }

    init(
        _ store: CareStore, _ status: GatewayStatus, _ book: HomeBook, _ request: PageRequest, home: String?,
        before: Int64?
    ) throws {
        let words = Phrases(request.language)
        var clock = book.clock(of: nil)
        frame = FrameView(
            title: words.say("accessLog"), request, asOf: clock.moment(status.clock), seen: nil)
        self.words = words
        introText = words.say("accessIntro")
        let rows = try store.latestAccess(home: home, before: before, limit: Self.limit)
        lines = rows.map { Self.line($0, &clock) }
        hasLines = !lines.isEmpty
        emptyText = words.say("noRows")
        whenText = words.say("accessWhen")
        whatText = words.say("accessWhat")
        aboutText = words.say("accessAbout")
        fromText = words.say("accessFrom")
        let isFull = rows.count == Self.limit
        let filter = home.map { "&home=\(PagePath.encoded($0))" } ?? ""
        let language = request.chosen.map { "&lang=\($0.rawValue)" } ?? ""
        olderLink = isFull ? rows.last.map { "\(request.path)?before=\($0.number)\(filter)\(language)" } : nil
        olderText = words.say("older")
        filterText = words.say("onlyHome")
        self.home = home ?? ""
        showText = words.say("show")
    }

    private static func line(_ row: AccessRow, _ clock: inout HomeClock) -> Line {
        guard let entry = try? JSONDecoder().decode(AccessEntry.self, from: Data(row.body.utf8)) else {
            return Line(
                rowText: String(row.number), whenAt: nil, person: row.body, actText: "", statusText: "",
                aboutWhom: "", fromWhere: "")
        }
        let who = [entry.name == entry.login ? nil : entry.name, entry.login.map { "(\($0))" }, entry.role]
        let about = [entry.resident == entry.home ? nil : entry.resident, entry.home, entry.subject]
        return Line(
            rowText: String(row.number), whenAt: clock.moment(entry.at),
            person: text(who, separator: " "), actText: entry.act, statusText: String(entry.status),
            aboutWhom: text(about, separator: ", "),
            fromWhere: text([entry.address, entry.session, entry.areas], separator: ", "))
    }

    private static func text(_ parts: [String?], separator: String) -> String {
        let known = parts.compactMap { $0 }
        return known.isEmpty ? "–" : known.joined(separator: separator)
    }
}

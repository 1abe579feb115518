import CareModel
import Store

/// Which alerts the reader wants to see, as the address of the list says it.
struct FeedChoice: Equatable, Sendable {
    enum State: String, CaseIterable, Sendable {
        case all, new, acknowledged, snoozed
    }

    var area: String?
    var team: String?
    /// Given to the reader or their team.
    var isMine = false
    var state = State.all
    var priority: Alert.Priority?
    var text: String?
    /// One part alone; nil for all of them.
    var part: FeedPart?
    /// From 1.
    var page = 1
    /// The alert whose further acts are shown.
    var acting: String?

    static let names = ["area", "team", "mine", "state", "priority", "q", "part", "page", "act"]
    static let textLimit = 100
    static let everything = FeedChoice()

    init() {}

    init(_ query: Query) throws {
        area = query.text("area")
        team = query.text("team")
        isMine = try query.flag("mine") ?? false
        state = try Self.one(of: query, "state", State.init(rawValue:), State.allCases.map(\.rawValue)) ?? .all
        priority = try Self.one(
            of: query, "priority", Alert.Priority.init(rawValue:), Alert.Priority.allCases.map(\.rawValue))
        text = query.text("q").map { String($0.prefix(Self.textLimit)) }
        part = try Self.one(of: query, "part", FeedPart.init(rawValue:), FeedPart.allCases.map(\.rawValue))
        page = Int(try query.integer("page", in: 1...100_000, default: 1))
        acting = query.text("act")
    }

    /// From what a form of the list handed on; everything where that says nothing.
    init(handedOn text: String?) {
        self = (try? Query(text, known: Self.names)).flatMap { try? FeedChoice($0) } ?? .everything
    }

    private static func one<T>(
        of query: Query, _ name: String, _ value: (String) -> T?, _ words: [String]
    ) throws -> T? {
        guard let text = query.text(name) else { return nil }
        guard let found = value(text) else {
            throw Refusal.badRequest("\(name): one of \(words.joined(separator: ", "))")
        }
        return found
    }

    /// `&area=north&page=2`; empty for everything.
    var parameters: String {
        let values: [(String, String?)] = [
            ("area", area), ("team", team), ("mine", isMine ? "1" : nil),
            ("state", state == .all ? nil : state.rawValue), ("priority", priority?.rawValue), ("q", text),
            ("part", part?.rawValue), ("page", page == 1 ? nil : String(page)), ("act", acting),
        ]
        return values.compactMap { name, value in value.map { "&\(name)=\(PagePath.encoded($0))" } }.joined()
    }

    /// Whether some alerts are left out, whatever the page.
    var isFiltered: Bool {
        with(nil) != .everything
    }

    func with(_ part: FeedPart?, page: Int = 1) -> FeedChoice {
        var choice = self
        (choice.part, choice.page, choice.acting) = (part, page, nil)
        return choice
    }

    func acting(on alert: String) -> FeedChoice {
        var choice = self
        choice.acting = alert
        return choice
    }

    func filter(_ book: HomeBook, _ staff: Staff) -> FeedFilter {
        var filter = FeedFilter(visible: book.visible)
        filter.homes = area.map { book.homes(ofArea: $0) }
        if let team { filter.assignees = staff.names(ofTeam: team) }
        if isMine { filter.assignees = filter.assignees.map { $0.intersection(staff.own) } ?? staff.own }
        switch state {
        case .all, .snoozed: break
        case .new: filter.isAcknowledged = false
        case .acknowledged: filter.isAcknowledged = true
        }
        filter.priority = priority
        if let text { (filter.text, filter.named) = (text, book.homes(named: text)) }
        return filter
    }
}

import CareModel
import Store

/// The sheet at `/handover?area=&hours=`: what happened in a shift, by resident, to be printed and written on.
struct HandoverPage {
    let frame: FrameView
    let words: Phrases
    let banner: BannerView?
    let sheet: SheetView
    let hourChoices: [Choice]
    let areaChoices: [Choice]
    let hasAreas: Bool
    let counts: [Count]
    let unseen: [UnseenHome]
    let hasUnseen: Bool
    let residents: [ResidentView]
    /// Those that found no room, the least urgent.
    let furtherText: String?
    let isQuiet: Bool

    static let hours: [Int64] = [8, 12, 24]
    /// Residents on a sheet.
    static let residentLimit = 200

    struct Choice {
        let value: String
        let choiceText: String
        let isChosen: Bool
    }

    struct Count {
        let countText: String
        let countNumber: Int
    }

    struct UnseenHome {
        let homeName: String
        let sinceText: String
    }

    struct ResidentView {
        let residentName: String
        let residentLink: String?
        let alerts: [HandoverAlert]
    }

    /// What the sheet is about.
    struct Shift {
        /// Nil: all homes that the reader sees.
        var area: String?
        var hours: Int64
    }

    init(
        _ shift: Shift, _ store: CareStore, _ status: GatewayStatus, _ book: HomeBook, _ request: PageRequest
    ) throws {
        let words = Phrases(request.language)
        let from = status.clock.adding(hours: -shift.hours)
        var clock = book.clock(of: nil)
        let all = try store.alerts(openSince: from).filter { alert in
            book.covers(alert.home) && (shift.area == nil || book.definition(of: alert.home)?.area == shift.area)
        }
        let told = all.filter { alert in
            alert.raisedAt != nil && alert.state != .pending && alert.state != .suppressed
                && (alert.state.isOpen || alert.isClosed(since: from))
        }
        let calls = try store.calls(since: from)
        let title = words.say("handover")
        frame = FrameView(title: title, request, asOf: clock.moment(status.clock), seen: nil)
        banner = BannerView(status, words, &clock)
        let area = shift.area.map { "\(words.say("sheetArea")) \($0), " } ?? ""
        sheet = SheetView(
            title: title, about: "\(area)\(clock.text(from)) – \(clock.text(status.clock))", request, at: status.clock,
            &clock)
        hourChoices = Self.hours.map {
            Choice(value: String($0), choiceText: words.say("sheetHours", ["hours": $0]), isChosen: $0 == shift.hours)
        }
        let areas = book.areas
        areaChoices =
            [Choice(value: "", choiceText: words.say("sheetAllAreas"), isChosen: shift.area == nil)]
            + areas.map { Choice(value: $0, choiceText: $0, isChosen: $0 == shift.area) }
        hasAreas = !areas.isEmpty
        unseen = all.filter(\.isUnreachableHome).map { alert in
            UnseenHome(
                homeName: book.resident(of: alert.home) ?? alert.resident,
                sinceText: "\(words.say("since")) \(clock.text(alert.onset))")
        }
        hasUnseen = !unseen.isEmpty
        counts = [
            Count(
                countText: words.say("newAlerts"), countNumber: told.count { $0.raisedAt.map { $0 >= from } ?? false }),
            Count(countText: words.say("stillOpen"), countNumber: told.count { $0.state.isOpen }),
            Count(countText: words.say("closedAlerts"), countNumber: told.count { !$0.state.isOpen }),
            Count(
                countText: words.say("unansweredAlerts"),
                countNumber: told.count { $0.isUnanswered(calls[$0.id] ?? []) }),
        ]
        let ranked = Dictionary(grouping: told, by: \.home).map { home, alerts in
            Self.view(home, alerts, calls, from, status.clock, book, words)
        }
        .sorted { ($0.rank, $0.view.residentName) < ($1.rank, $1.view.residentName) }.map(\.view)
        residents = Array(ranked.prefix(Self.residentLimit))
        let further = ranked.count - residents.count
        furtherText = further > 0 ? words.say("sheetFurther", count: further) : nil
        isQuiet = residents.isEmpty
        self.words = words
    }

    private static func view(
        _ home: String, _ alerts: [Alert], _ calls: [String: [Call]], _ from: Timestamp, _ now: Timestamp,
        _ book: HomeBook, _ words: Phrases
    ) -> (rank: Int, view: ResidentView) {
        var clock = book.clock(of: home)
        let sorted = alerts.sorted {
            ($0.state.isOpen ? 0 : 1, $0.priority.rank, $0.latestAt, $0.id)
                < ($1.state.isOpen ? 0 : 1, $1.priority.rank, $1.latestAt, $1.id)
        }
        let rank = sorted.first.map { ($0.state.isOpen ? 0 : 10) + $0.priority.rank } ?? 20
        let isGateway = home == HomeBook.gateway
        return (
            rank,
            ResidentView(
                residentName: isGateway ? "Vardag" : book.resident(of: home) ?? alerts[0].resident,
                residentLink: isGateway ? nil : PagePath.resident(home),
                alerts: sorted.map { HandoverAlert($0, calls[$0.id] ?? [], from: from, now: now, words, &clock) })
        )
    }
}

/// An alert on a handover sheet.
struct HandoverAlert {
    let priorityClass: String
    let priorityText: String
    let priorityShape: String
    let alertTitle: String
    let alertLink: String
    let placeText: String?
    let sinceText: String
    let isNew: Bool
    let outcomeText: String
    let holderText: String?
    let snoozeText: String?
    let noteText: String?
    let callText: String?

    /// `calls`: those of the shift, which began at `from`.
    init(
        _ alert: Alert, _ calls: [Call], from: Timestamp, now: Timestamp, _ words: Phrases, _ clock: inout HomeClock
    ) {
        priorityClass = alert.priority.rawValue
        priorityText = words.text(alert.priority)
        priorityShape = alert.priority.shape
        alertTitle = words.language.pick(alert.title)
        alertLink = PagePath.alert(alert.id)
        placeText = alert.place
        let first = alert.raisedAt ?? alert.onset
        let latest = alert.latestAt > first ? ", \(words.say("latest").lowercased()) \(clock.text(alert.latestAt))" : ""
        sinceText = clock.text(first) + latest
        isNew = alert.raisedAt.map { $0 >= from } ?? false
        outcomeText =
            words.outcome(of: alert) + (alert.closing.map { " \(clock.text($0.at))" } ?? "")
        holderText = alert.state.isOpen ? alert.holder.map { words.text(person: $0) } : nil
        snoozeText =
            alert.isSnoozed(at: now)
            ? alert.handling.snooze.map { snooze in
                words.say(
                    "sheetSnoozedUntil",
                    ["time": clock.text(snooze.until), "reason": snooze.reason, "person": snooze.by])
            } : nil
        noteText = alert.closing?.note.flatMap { note in
            guard let (_, remark) = Alert.Judgement.read(note: note) else { return note }
            return remark
        }
        let made = calls.filter { $0.kind != .handled }
        callText =
            alert.isUnanswered(calls)
            ? made.last.map { last in
                words.say(
                    "unansweredCalls",
                    ["count": made.count, "time": clock.text(last.at), "person": last.recipient])
            } : nil
    }
}

extension Alert {
    /// Whether somebody was called about it, and nobody has taken it on.
    func isUnanswered(_ calls: [Call]) -> Bool {
        state == .firing && holder == nil && calls.contains { $0.kind != .handled }
    }

    func isClosed(since from: Timestamp) -> Bool { closing.map { $0.at >= from } ?? false }
}

import CareModel
import Foundation
import Hummingbird

/// What staff plan for a home, or take back: a hospital stay, an absence, a visit.
struct PlanForm {
    var by: String
    var lang: String?
    var kind: Circumstance.Kind
    var from: Timestamp
    /// Nil: until further notice.
    var until: Timestamp?

    /// What can be planned on the page; the rest is for installers.
    static let kinds: [Circumstance.Kind] = [.away, .hospital, .visit]
    /// How far from now it may begin, and how long a visit may last, in days.
    static let (daysBack, daysAhead, visitDays): (Int64, Int64, Int64) = (31, 400, 31)

    private struct Fields: Decodable {
        var kind: String?
        var from: String?
        var until: String?
    }

    /// Times are the home's own (`2026-11-22T14:30`), or ISO 8601 with an offset.
    init(_ body: String, _ type: StepForm.Kind, author: String?, _ clock: inout HomeClock) throws {
        let who = try StepForm(body, type, author: author)
        (by, lang) = (who.by, who.lang)
        let fields: Fields
        do {
            switch type {
            case .form: fields = try URLEncodedFormDecoder().decode(Fields.self, from: body)
            case .json: fields = try JSONDecoder().decode(Fields.self, from: Data(body.utf8))
            }
        } catch {
            throw Refusal.badRequest("kind, from and until: each a text; until may be null")
        }
        guard let kind = fields.kind.flatMap(Circumstance.Kind.init(rawValue:)), Self.kinds.contains(kind) else {
            throw Refusal.badRequest(
                "kind: one of \(Self.kinds.map(\.rawValue).joined(separator: ", "))",
                said: .init("refusal.noPlanKind"))
        }
        self.kind = kind
        from = try Self.time(fields.from ?? "", "from", &clock)
        until = try fields.until.flatMap { try $0.isEmpty && type == .form ? nil : Self.time($0, "until", &clock) }
    }

    private static func time(_ text: String, _ name: String, _ clock: inout HomeClock) throws -> Timestamp {
        if let time = Timestamp(iso8601: text) { return time }
        let parts = text.split(whereSeparator: { $0 == "T" || $0 == " " })
        let times = parts.last?.split(separator: ":").map { Int($0) } ?? []
        guard parts.count == 2, let day = LocalDay(String(parts[0])), times.count == 2 || times.count == 3,
            !times.contains(nil),
            let hour = times[0], let minute = times[1], (0...23).contains(hour), (0...59).contains(minute)
        else {
            throw Refusal.badRequest(
                "\(name): not a time; right would be 2026-11-22T14:30, on the home's own clock",
                said: .init("refusal.noPlanTime"))
        }
        return clock.moment(of: day, minutes: hour * 60 + minute)
    }

    /// What begins, at the latest in a year and not over yet.
    func circumstance(at now: Timestamp) throws -> Circumstance {
        let until = until ?? (kind == .visit ? from.adding(hours: 2) : nil)
        guard from >= now.adding(hours: -24 * Self.daysBack), from <= now.adding(hours: 24 * Self.daysAhead),
            kind != .visit || (until ?? from) <= from.adding(hours: 24 * Self.visitDays)
        else {
            throw Refusal.conflict(
                "from: \(Self.daysBack) days ago to \(Self.daysAhead) days ahead, a visit at most \(Self.visitDays) days",
                said: .init(
                    "refusal.planRange", ["back": Self.daysBack, "ahead": Self.daysAhead, "visit": Self.visitDays]))
        }
        guard until.map({ $0 > from && $0 > now }) ?? true else {
            throw Refusal.conflict("until: not after from and now", said: .init("refusal.planOrder"))
        }
        return Circumstance(kind: kind, from: from, until: until, by: by)
    }
}

extension WebResponder {
    /// What staff plan, or take back where `ends`. What is so already is not entered again and is answered alike.
    func plan(_ home: String, ends: Bool, _ request: Request) async throws -> Answer {
        let (body, kind) = try await change(request)
        var clock = book.clock(of: home)
        let form = try PlanForm(body, kind, author: visitor.signedIn?.author, &clock)
        guard book.knows(home) else { throw Refusal.noSuchHome }
        guard let status = await questions.status(home) else { throw Self.notEntered }
        let same = status.circumstances.first {
            $0.kind == form.kind && $0.from == form.from && ($0.until ?? .distantFuture) > status.at
        }
        if ends {
            if let same { try await enter(.cancels(same), home, by: form.by) }
        } else {
            // A home that was never heard has no time yet.
            let now = status.at > .distantPast ? status.at : self.status().clock
            let planned = try form.circumstance(at: now)
            if same?.until != planned.until || same == nil { try await enter(.begins(planned), home, by: form.by) }
        }
        guard kind == .form else { return try .json(["home": home, "entered": ends ? "cancel" : "plan"]) }
        return .seeOther(PagePath.resident(home) + Language.query(asked: form.lang) + "#now")
    }

    private func enter(_ entry: HomeEntry, _ home: String, by person: String) async throws {
        guard await questions.enter(home, entry, person) else { throw Self.notEntered }
    }
}

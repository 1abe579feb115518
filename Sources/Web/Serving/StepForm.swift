import CareModel
import Foundation
import Hummingbird

/// What a person sends with a step on an alert, from the page's form or in JSON.
struct StepForm: Equatable {
    var by: String
    var note: String?
    /// `useful`, `known`, `false`, `technical`, or `none`, which withdraws the one given.
    var verdict: String?
    /// With `assign`: the login of an account, a team, or nothing.
    var assignee: String?
    /// With `snooze`: why, and for how many hours from now.
    var reason: String?
    var hours: String?
    /// With `resolve`: a `Resolution`'s word.
    var resolution: String?
    /// The language of the page that the form came from.
    var lang: String?
    /// `feed` where the form came from the list of alerts, `alert` from the alert's own page, else the resident's.
    var page: String?

    /// With `page` feed: the list's own parameters, so that the answer leads back to the same list.
    var query: String?
    /// How long the alert's history was when the person saw it.
    var seen: Int?

    static let feedPage = "feed"
    static let alertPage = "alert"
    static let seenLimit = 999_999
    static let bodyLimit = 16 * 1024
    static let nameLimit = 100
    static let noteLimit = 1000

    /// The media types that are taken.
    enum Kind {
        case form, json

        init(contentType: String?) throws {
            let type = contentType?.prefix { $0 != ";" }.trimmingCharacters(in: .whitespaces).lowercased()
            switch type {
            case "application/x-www-form-urlencoded": self = .form
            case "application/json": self = .json
            default:
                throw Refusal(
                    status: .unsupportedMediaType,
                    message: "Content-Type must be application/json or application/x-www-form-urlencoded")
            }
        }
    }

    private struct Unsigned: Decodable {
        var by: String?
        var note: String?
        var verdict: String?
        var assignee: String?
        var reason: String?
        var hours: Number?
        var resolution: String?
        var lang: String?
        var page: String?
        var query: String?
        var seen: Number?
    }

    /// A number, in JSON also as one.
    private struct Number: Decodable {
        var text: String
        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let number = try? container.decode(Int.self) {
                text = String(number)
            } else {
                text = try container.decode(String.self)
            }
        }
    }

    /// `author` is who is logged in; nil where nobody is and the form says who.
    init(_ body: String, _ kind: Kind, author: String? = nil) throws {
        let form: Unsigned
        do {
            switch kind {
            case .form: form = try URLEncodedFormDecoder().decode(Unsigned.self, from: body)
            case .json: form = try JSONDecoder().decode(Unsigned.self, from: Data(body.utf8))
            }
        } catch {
            throw Self.nobody
        }
        guard let said = author ?? form.by else { throw Self.nobody }
        by = try Self.line(said, "by", limit: Self.nameLimit)
        note = try form.note.map { try Self.line($0, "note", limit: Self.noteLimit) }
        if note == "" { note = nil }
        verdict = form.verdict == "" ? nil : form.verdict
        assignee = try form.assignee.map { try Self.line($0, "assignee", limit: Self.nameLimit) }
        if assignee == "" { assignee = nil }
        reason = try form.reason.map { try Self.line($0, "reason", limit: Self.noteLimit) }
        hours = form.hours?.text
        resolution = form.resolution == "" ? nil : form.resolution
        lang = form.lang
        page = form.page
        query = form.query
        if let text = form.seen?.text, !text.isEmpty {
            guard text.utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains), let number = Int(text),
                number <= Self.seenLimit
            else {
                throw Refusal.badRequest("seen: how many steps the alert's history had, a whole number")
            }
            seen = number
        }
        guard !by.isEmpty else {
            throw Refusal.badRequest(
                "by: empty; give the name of who takes the step", said: .init("refusal.noName"))
        }
        // The history uses it for the gateway's own steps.
        guard by.lowercased() != "engine" else { throw Refusal.badRequest("by: engine is the gateway itself") }
    }

    private static let nobody = Refusal.badRequest(
        "the body must say who: {\"by\": \"name\", \"note\": \"optional\"}, or a form")

    /// The act on an alert that the form is about.
    func verb(_ act: Alert.Act, on alert: Alert, at now: Timestamp) throws -> AlertVerb {
        var verb = AlertVerb(
            act, on: alert.id, home: alert.home, by: by, judgement: try judgement(with: act), note: note)
        switch act {
        case .assign: verb.about = assignee
        case .snooze:
            guard alert.priority != .p1 else {
                throw Refusal.conflict(
                    "an alert of the highest priority cannot be snoozed",
                    said: .init("refusal.noSnooze"))
            }
            guard let reason, !reason.isEmpty else {
                throw Refusal.badRequest("reason: say why it is put off", said: .init("refusal.noSnoozeReason"))
            }
            guard let hours = hours.flatMap({ Int64($0) }), (1...24 * Alert.Snooze.longestDays).contains(hours) else {
                throw Refusal.badRequest(
                    "hours: a whole number of 1-168", said: .init("refusal.noSnoozeHours"))
            }
            (verb.about, verb.until) = (reason, now.adding(hours: hours))
        case .resolve:
            if let resolution, Alert.Resolution(rawValue: resolution) == nil {
                let words = Alert.Resolution.allCases.map(\.rawValue).joined(separator: ", ")
                throw Refusal.badRequest("resolution: one of \(words)")
            }
            verb.about = resolution
        case .acknowledge, .setOut, .wake, .review, .undo: break
        }
        return verb
    }

    /// What is said of the alert's worth; nil when nothing is.
    private func judgement(with act: Alert.Act) throws -> Alert.Judgement? {
        guard let verdict else { return nil }
        guard act.takesVerdict else {
            throw Refusal.badRequest(
                "verdict: given with resolve or review, not with \(act.rawValue)",
                said: .init("refusal.noVerdictNow"))
        }
        guard let judgement = Alert.Judgement(verdict) else {
            throw Refusal.badRequest("verdict: one of \(Alert.Judgement.words.joined(separator: ", "))")
        }
        return judgement
    }

    /// One trimmed line of text.
    private static func line(_ text: String, _ name: String, limit: Int) throws -> String {
        let isControl = { (scalar: Unicode.Scalar) in scalar.properties.generalCategory == .control }
        let spaced = String(String.UnicodeScalarView(text.unicodeScalars.map { isControl($0) ? " " : $0 }))
        let trimmed = spaced.trimmingCharacters(in: .whitespacesAndNewlines)
        guard text.unicodeScalars.count <= limit else {
            throw Refusal.badRequest(
                "\(name): longer than \(limit) characters", said: .init("refusal.tooLong", ["limit": limit]))
        }
        return trimmed
    }
}

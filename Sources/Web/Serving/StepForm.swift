import CareModel
import Foundation
import Hummingbird

/// What a person sends with a step on an alert, from the page's form or in JSON.
struct StepForm: Equatable {
    var by: String
    var note: String?
    /// `useful`, `known`, `false`, `technical`, or `none`, which withdraws the one given.
    var verdict: String?
    /// The language of the page that the form came from.
    var lang: String?

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
        var lang: String?
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
        lang = form.lang
        guard !by.isEmpty else {
            throw Refusal.badRequest(
                "by: empty; give the name of who takes the step", said: .init("refusal.noName"))
        }
        // The history uses it for the gateway's own steps.
        guard by.lowercased() != "engine" else { throw Refusal.badRequest("by: engine is the gateway itself") }
    }

    private static let nobody = Refusal.badRequest(
        "the body must say who: {\"by\": \"name\", \"note\": \"optional\"}, or a form")

    /// What is said of the alert's worth; nil when nothing is.
    func judgement(with step: AlertVerb.Step) throws -> Alert.Judgement? {
        guard let verdict else { return nil }
        guard step.takesVerdict else {
            throw Refusal.badRequest(
                "verdict: given with resolve or review, not with \(step.rawValue)",
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
        let trimmed = spaced.trimmingCharacters(in: .whitespaces)
        guard trimmed.unicodeScalars.count <= limit else {
            throw Refusal.badRequest(
                "\(name): longer than \(limit) characters", said: .init("refusal.tooLong", ["limit": limit]))
        }
        return trimmed
    }
}

import Foundation
import Hummingbird

/// What somebody sends to log in, to set an account up, or to change the password.
struct EntryForm: Decodable {
    var login: String?
    var code: String?
    /// Of the holder's app.
    var appCode: String?
    /// The present one.
    var password: String?
    /// The new one, twice.
    var new: String?
    var again: String?
    /// Where to go on to.
    var next: String?
    var lang: String?

    private enum CodingKeys: String, CodingKey {
        case login, code, password, new, again, next, lang
        case appCode = "app_code"
    }

    init(_ body: String) throws {
        do { self = try URLEncodedFormDecoder().decode(EntryForm.self, from: body) } catch {
            throw Refusal.badRequest("the body must be a form")
        }
    }

    /// As accounts have it.
    var plainLogin: String { (login ?? "").trimmingCharacters(in: .whitespaces).lowercased() }

    /// A page of ours to go on to; nil for anything else.
    static func page(_ path: String?) -> String? {
        guard let path, let route = Route(path: path), route.isPage, !route.isOpen, route != .logout else { return nil }
        return path
    }
}

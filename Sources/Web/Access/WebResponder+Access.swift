import CareModel
import Foundation
import Hummingbird
import Secrets
import Store
import Synchronization

extension WebResponder {
    /// Lets a request through or refuses it, before anything of it is looked at.
    func admit(_ route: Route?, _ request: Request) throws {
        switch visitor {
        case .anyone:
            // Whoever comes through a proxy is not this machine's own user.
            if door.isBehindProxy, route?.isOpen != true { throw Refusal.noAccounts }
            if route?.isOfAccounts == true { throw Refusal.noSuchPath }
        case .stranger:
            guard let route, route.isOpen else { throw Refusal.notLoggedIn }
        case .account(let signedIn):
            guard let route else { throw Refusal.noSuchPath }
            if door.requiresSecondFactor, signedIn.formToken != nil, !signedIn.account.hasSecondFactor,
                !route.leadsToSecondFactor
            {
                throw Refusal.noSecondFactor
            }
            guard route.roles(request.method).contains(signedIn.account.role) else { throw Refusal.notForRole }
            if route.isOfAllHomes, book.isPartial { throw Refusal.notForRole }
            if let home = route.home, !book.covers(home) { throw Refusal.noSuchHome }
        }
    }

    /// Refuses a form that is not of this session's own pages. A program's token is no cookie, so nobody else can send
    /// it.
    func checkToken(_ body: String, _ kind: StepForm.Kind, _ request: Request) throws {
        guard let expected = visitor.signedIn?.formToken else { return }
        let given: String?
        switch kind {
        case .form: given = try? URLEncodedFormDecoder().decode(TokenField.self, from: body).token
        case .json: given = request.header("X-Vardag-Token")
        }
        guard let given, Secret(given) == Secret(expected) else { throw Refusal.foreignForm }
    }

    private struct TokenField: Decodable {
        var token: String?
    }

    /// Whether a page's script asks for it again by itself, which is nothing that a person does.
    private func isRenewal(_ request: Request) -> Bool { request.header("X-Vardag-Renewal") != nil }

    /// Logs the access. False when that is not possible; then nobody is answered.
    func record(_ route: Route?, _ request: Request, status: Int) async -> Bool {
        if case .anyone = visitor { return true }
        let (now, signedIn) = (door.now(), visitor.signedIn)
        let isRenewal = isRenewal(request)
        guard let name = route == nil ? "unknown path" : route?.logName else { return true }
        var entry = AccessEntry(
            at: now, login: signedIn?.account.login, name: signedIn?.account.name,
            role: signedIn?.account.role.rawValue, areas: signedIn?.account.scope.description, address: address,
            session: signedIn?.tag, act: "\(request.method.rawValue) \(name)", subject: route?.alert, status: status)
        await tell(&entry, whom: route, request)
        let isRepeated =
            isRenewal || route?.isPolled == true || signedIn == nil && !(route?.isOpen ?? false) || status == 429
        if isRepeated {
            let once = Door.LoggedOnce(
                who: signedIn?.tag ?? address, act: entry.act, home: entry.home, subject: entry.subject,
                status: status)
            guard door.isFirst(once, at: now) else { return true }
        }
        let active = signedIn.flatMap { signedIn in
            signedIn.seenAt.flatMap { seen in
                !isRenewal && seen <= now.adding(seconds: -SessionLimits.noteSeconds) ? signedIn.token : nil
            }
        }
        return await door.access.log(entry, active: active)
    }

    /// Whom the access was about: the home of the path, of the alert, or that the query names.
    private func tell(_ entry: inout AccessEntry, whom route: Route?, _ request: Request) async {
        let everything = HomeBook(homes())
        var home = route?.home
        if home == nil, let id = route?.alert {
            home = try? await reads.read { try $0.alert(id: id)?.home }
        }
        if home == nil, case .alerts? = route { home = queried(request) }
        if home == nil, case .features? = route { home = queried(request) }
        if home == nil, route == .accessPage || route == .accessRows { entry.subject = request.uri.query }
        // Somebody without a session may name anything.
        if visitor.signedIn == nil, let named = home, !everything.knows(named) { home = nil }
        if visitor.signedIn == nil { entry.subject = nil }
        entry.home = home
        entry.resident = home.flatMap(everything.resident(of:))
        if let said = notes.login.withLock({ $0 }) { entry.subject = said }
    }

    private func queried(_ request: Request) -> String? {
        let known = ["home", "from", "to", "open", "limit"]
        return (try? Query(request.uri.query, known: known))?.text("home")
    }

    func start(_ request: Request) async throws -> Answer {
        switch visitor.signedIn?.account.role {
        case nil, .nurse, .coordinator:
            let asked = try asked("/", request, more: FeedChoice.names + PageRequest.toldNames)
            let query = try Query(
                request.uri.query, known: ["lang", "refresh"] + FeedChoice.names + PageRequest.toldNames)
            let choice = try FeedChoice(query)
            let (status, book, pages) = (status(), book, pages)
            return try await reads.read { .page(try pages.html(AlertListPage($0, status, book, asked, choice))) }
        case .installer, .operator: return try await homes(request, path: "/")
        case .auditor:
            let asked = try asked("/", request)
            return .seeOther(PagePath.accessLog + Language.query(asked: asked.chosen?.rawValue))
        }
    }

    func homes(_ request: Request, path: String = PagePath.homes) async throws -> Answer {
        let asked = try asked(path, request, more: HomesPage.names)
        let query = try Query(request.uri.query, known: ["lang", "refresh"] + HomesPage.names)
        let page = Int(try query.integer("page", in: 1...100_000, default: 1))
        let (status, book, pages, search) = (status(), book, pages, query.text("q"))
        return try await reads.read {
            .page(try pages.html(HomesPage($0, status, book, asked, search: search, page: page)))
        }
    }

    func accessLog(_ request: Request) async throws -> Answer {
        let query = try Query(request.uri.query, known: ["lang", "refresh", "home", "before"])
        var asked = try PageRequest(
            path: PagePath.accessLog, query: query, acceptLanguage: request.headers[.acceptLanguage],
            signedIn: visitor.signedIn)
        asked.refreshes = false
        let home = query.text("home")
        let before = try query.text("before").map { _ in try query.integer("before", in: 1...Int64.max, default: 1) }
        let (status, book, pages, request) = (status(), book, pages, asked)
        return try await reads.read {
            .page(try pages.html(AccessLogPage($0, status, book, request, home: home, before: before)))
        }
    }
}

extension PagePath {
    static let accessLog = "/access-log"
}

extension Route {
    /// Where there are no accounts there is nothing.
    var isOfAccounts: Bool {
        switch self {
        case .login, .logout, .setup, .password, .secondFactor, .logins, .accessPage, .accessRows: true
        default: false
        }
    }
}

extension Refusal {
    static let notLoggedIn = Refusal(
        status: .unauthorized, message: "log in at /login, or send `Authorization: Bearer TOKEN`",
        said: .init("refusal.notLoggedIn"))
    static let notForRole = forbidden("this account's role does not see this", said: .init("refusal.notForRole"))
    static let noSecondFactor = forbidden(
        "the account needs a second factor; set it up at /second-factor", said: .init("refusal.noSecondFactor"))
    static let foreignForm = forbidden(
        "the form is not of this session; load the page again",
        said: .init("refusal.foreignForm"))
    static let noAccounts = forbidden(
        "there are no accounts yet; make one with `vardag account add`",
        said: .init("refusal.noAccounts"))
    static let notLogged = Refusal(
        status: .serviceUnavailable, message: "the access cannot be logged, so nothing is shown; try again",
        said: .init("refusal.notLogged"))
}

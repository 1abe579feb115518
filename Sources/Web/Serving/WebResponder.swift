import CareModel
import Foundation
import Hummingbird
import Logging
import Store

/// Answers each request: who may ask, what is asked, and the answer.
struct WebResponder: HTTPResponder {
    typealias Context = WebContext

    let reads: BoundedReads
    let figures: FigureDesk
    let pages: Pages
    let homes: @Sendable () -> [HomeDefinition]
    let check: OriginCheck
    let status: @Sendable () -> GatewayStatus
    let act: @Sendable (AlertVerb) async -> AlertVerbResult
    let questions: HomeQuestions
    let chain: ChainQuestions
    let live: LiveDesk
    let door: Door
    let logger: Logger
    /// Of the request that this copy answers.
    var visitor = Visitor.stranger
    var address = ""
    var notes = RequestNotes()

    /// The homes as they are now in force, those that the visitor may see.
    var book: HomeBook { HomeBook(homes(), scope: visitor.scope) }

    /// Who asks is found first, and whether they may; what they are answered is sent when it is logged.
    func respond(to request: Request, context: WebContext) async throws -> Response {
        let route = Route(path: request.uri.path)
        var asked = self
        asked.address = door.address(request, context)
        asked.notes = RequestNotes()
        var answer: Answer
        var isAskerKnown = false
        do {
            try check.check(host: request.head.authority)
            if route?.needsNobody != true {
                asked.visitor = try await visitor(route, request)
                isAskerKnown = true
            }
            try asked.admit(route, request)
            if route == .events, Route.events.methods.contains(request.method.rawValue) {
                return try await events(request)
            }
            answer = try await asked.answer(route, request)
        } catch {
            answer = asked.failed(error, route, request)
        }
        if isAskerKnown, await !asked.record(route, request, status: answer.status.code) {
            answer = asked.refused(.notLogged, route, request)
        }
        return answer.response(head: request.method == .head, isSecure: door.cookie.isSecure)
    }

    /// While the database cannot be read, and nobody is known to have an account, its figures say so.
    private func visitor(_ route: Route?, _ request: Request) async throws -> Visitor {
        do { return try await door.visitor(request, route, reads) } catch let error as StoreError {
            if route == .metrics, door.mayBeOpen { return .anyone }
            throw error
        }
    }

    private func failed(_ error: any Error, _ route: Route?, _ request: Request) -> Answer {
        if let refusal = error as? Refusal {
            if refusal == .notLoggedIn, route?.isPage == true, request.method != .post {
                return .seeOther(PagePath.entry(.login) + "?next=" + PagePath.encoded(request.uri.path))
            }
            if refusal == .noSecondFactor, route?.isPage == true, request.method != .post {
                return .seeOther(PagePath.entry(.secondFactor))
            }
            return refused(refusal, route, request)
        }
        let what = error is StoreError ? "cannot read the database" : "cannot answer"
        logger.error("\(what)", metadata: ["error": "\(error)"])
        return refused(.storeFailed, route, request)
    }
    private func answer(_ route: Route?, _ request: Request) async throws -> Answer {
        guard let route else { throw Refusal.noSuchPath }
        guard route.methods.contains(request.method.rawValue) else {
            throw Refusal(
                status: .methodNotAllowed, message: "this path takes \(route.methods.joined(separator: ", "))",
                allow: route.methods)
        }
        let query = request.uri.query
        switch route {
        case .live: return .text("ok\n")
        case .ready: return try await ready()
        case .metrics: return await metrics()
        case .styleSheet: return .fixed(StyleSheet.text, type: "text/css")
        case .script: return .fixed(LiveScript.text, type: "text/javascript")
        case .printScript: return .fixed(PrintScript.text, type: "text/javascript")
        // Answered before, because its body has no end.
        case .events: throw Refusal.noSuchPath
        case .alerts: return try await reads.read { [book] in try CareAPI.alerts(query, $0, book) }
        case .alert(let id): return try await reads.read { [book] in try CareAPI.alert(id: id, query, $0, book) }
        case .features: return try await reads.read { [book] in try CareAPI.features(query, $0, book) }
        case .featureUpdates: return try await reads.read { try CareAPI.featureUpdates(query, $0) }
        case .quarantine: return try await reads.read { try CareAPI.quarantine(query, $0) }
        case .alertList: return try await start(request)
        case .homes: return try await homes(request)
        case .resident(let home): return try await resident(home, request)
        case .alertPage, .history, .report, .handover: return try await explained(route, request)
        case .destinations: return try await destinations(request)
        case .chainTest: return try await chainTest(request)
        case .devices(let home): return try await devices(home, request)
        case .act(let step, let id): return try await take(step, id, request)
        case .enter(let step, let home): return try await enter(step, home, request)
        case .plan(let home): return try await plan(home, ends: false, request)
        case .cancel(let home): return try await plan(home, ends: true, request)
        case .walk(let home): return try await walk(home, request)
        case .place(let home):
            return request.method == .post ? try await place(home, request) : try await deviceReport(home)
        case .feed(let form): return try await feed(form, request)
        case .openAPI:
            _ = try Query(query, known: [])
            return try .json(OpenAPIDocument(hasAccounts: visitor.signedIn != nil).json)
        case .login, .logout, .setup, .password, .secondFactor, .logins, .accessPage, .accessRows:
            return try await account(route, request)
        }
    }

    private func account(_ route: Route, _ request: Request) async throws -> Answer {
        let isPost = request.method == .post
        switch route {
        case .login:
            return isPost ? try await logIn(request) : try await entryPage(.login, request)
        case .setup:
            return isPost ? try await setUp(request) : try await entryPage(.setup, request)
        case .password:
            return isPost ? try await changePassword(request) : try await entryPage(.password, request)
        case .secondFactor:
            return isPost ? try await setSecondFactor(request) : try await entryPage(.secondFactor, request)
        case .logins: return isPost ? try await endOtherLogins(request) : try await entryPage(.logins, request)
        case .logout: return try await logOut(request)
        case .accessPage: return try await accessLog(request)
        case .accessRows:
            let query = request.uri.query
            return try await reads.read { try CareAPI.accessRows(query, $0) }
        default: throw Refusal.noSuchPath
        }
    }

    /// Tells open pages of changes until the task is cancelled.
    func watch() async { await live.run(reads, status: status, logger: logger) }

    // MARK: Pages

    /// `more`: names of parameters that the page takes beside those of every page.
    func asked(_ path: String, _ request: Request, more: [String] = []) throws -> PageRequest {
        try PageRequest(
            path: path, query: Query(request.uri.query, known: ["lang", "refresh"] + more),
            acceptLanguage: request.headers[.acceptLanguage], signedIn: visitor.signedIn)
    }

    private func resident(_ home: String, _ request: Request) async throws -> Answer {
        let asked = try asked(PagePath.resident(home), request, more: PageRequest.toldNames)
        let (status, book, pages) = (status(), book, pages)
        var clock = book.clock(of: home)
        let last = clock.day(of: status.clock)
        let answers = HomeAnswers(
            status: await questions.status(home),
            pictures: await questions.pictures(home, last.advanced(by: 1 - DaysView.dayCount), last))
        return try await reads.read {
            .page(try pages.html(ResidentPage(home: home, $0, status, answers, book, asked)))
        }
    }

    private func devices(_ home: String, _ request: Request) async throws -> Answer {
        let asked = try asked(PagePath.devices(home), request)
        let (status, book, pages) = (status(), book, pages)
        let answer = await questions.status(home)
        let unlisted = await questions.unlisted(home)
        return try await reads.read {
            .page(try pages.html(DevicesPage(home: home, $0, status, answer, unlisted, book, asked)))
        }
    }

    private func refused(_ refusal: Refusal, _ route: Route?, _ request: Request) -> Answer {
        let plain = Answer(refusal: refusal)
        let isForm = (try? StepForm.Kind(contentType: request.headers[.contentType])) == .form
        guard route?.isPage == true || isForm else { return plain }
        let language = Language(asked: nil, acceptLanguage: request.headers[.acceptLanguage])
        guard let html = try? pages.html(page(refusal, language)) else { return plain }
        var page = Answer.page(html, status: refusal.status)
        page.headers.merge(plain.headers) { own, _ in own }
        return page
    }

    private func page(_ refusal: Refusal, _ language: Language) -> RefusalPage {
        RefusalPage(refusal, status(), book, language: language, signedIn: visitor.signedIn)
    }

    // MARK: Condition

    private func ready() async throws -> Answer {
        var faults = status().faults
        if await figures.figures(reads) == nil { faults.append(.databaseUnreadable) }
        let report = Readiness(ready: faults.isEmpty, reasons: faults.map(\.rawValue))
        return try .json(report, status: faults.isEmpty ? .ok : .serviceUnavailable)
    }

    private struct Readiness: Encodable {
        var ready: Bool
        var reasons: [String]
    }

    private func metrics() async -> Answer {
        let figures = await figures.figures(reads)
        return Answer(type: MetricsText.type, body: MetricsText.text(GatewayMetrics.all(status(), figures)))
    }
}

import CareModel
import Foundation
import Hummingbird
import Logging
import Store

/// Answers each request: who may ask, what is asked, and the answer.
struct WebResponder: HTTPResponder {
    typealias Context = BasicRequestContext

    let reads: BoundedReads
    let figures: FigureDesk
    let pages: Pages
    let homes: @Sendable () -> [HomeDefinition]
    let check: OriginCheck
    let status: @Sendable () -> GatewayStatus
    let act: @Sendable (AlertVerb) async -> AlertVerbResult
    let questions: HomeQuestions
    let live: LiveDesk
    let logger: Logger

    /// The homes as they are now in force.
    var book: HomeBook { HomeBook(homes()) }

    func respond(to request: Request, context: BasicRequestContext) async throws -> Response {
        let route = Route(path: request.uri.path)
        let answer: Answer
        do {
            try check.check(host: request.head.authority)
            if route == .events, Route.events.methods.contains(request.method.rawValue) {
                return try await events(request)
            }
            answer = try await self.answer(route, request)
        } catch let refusal as Refusal {
            answer = refused(refusal, route, request)
        } catch let error as StoreError {
            logger.error("cannot read the database", metadata: ["error": "\(error)"])
            answer = refused(.storeFailed, route, request)
        } catch {
            logger.error("cannot answer", metadata: ["error": "\(error)"])
            answer = refused(.storeFailed, route, request)
        }
        return answer.response(head: request.method == .head)
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
        case .styleSheet:
            return Answer(
                type: "text/css; charset=utf-8", body: StyleSheet.text, headers: ["Cache-Control": "max-age=300"])
        case .script:
            return Answer(
                type: "text/javascript; charset=utf-8", body: LiveScript.text,
                headers: ["Cache-Control": "max-age=300"])
        // Answered before, because its body has no end.
        case .events: throw Refusal.noSuchPath
        case .alerts: return try await reads.read { try CareAPI.alerts(query, $0) }
        case .alert(let id): return try await reads.read { try CareAPI.alert(id: id, query, $0) }
        case .features: return try await reads.read { try CareAPI.features(query, $0) }
        case .featureUpdates: return try await reads.read { try CareAPI.featureUpdates(query, $0) }
        case .quarantine: return try await reads.read { try CareAPI.quarantine(query, $0) }
        case .alertList: return try await alertList(request)
        case .resident(let home): return try await resident(home, request)
        case .devices(let home): return try await devices(home, request)
        case .act(let step, let id): return try await take(step, id, request)
        case .enter(let step, let home): return try await enter(step, home, request)
        case .walk(let home): return try await walk(home, request)
        case .place(let home):
            return request.method == .post ? try await place(home, request) : try await deviceReport(home)
        }
    }

    /// Tells open pages of changes until the task is cancelled.
    func watch() async { await live.run(reads, status: status, logger: logger) }

    // MARK: Pages

    func asked(_ path: String, _ request: Request) throws -> PageRequest {
        try PageRequest(
            path: path, query: Query(request.uri.query, known: ["lang", "refresh"]),
            acceptLanguage: request.headers[.acceptLanguage])
    }

    private func alertList(_ request: Request) async throws -> Answer {
        let asked = try asked("/", request)
        let (status, book, pages) = (status(), book, pages)
        return try await reads.read { .page(try pages.html(AlertListPage($0, status, book, asked))) }
    }

    private func resident(_ home: String, _ request: Request) async throws -> Answer {
        let asked = try asked(PagePath.resident(home), request)
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
        guard let html = try? pages.html(RefusalPage(refusal, status(), book, language: language)) else { return plain }
        var page = Answer.page(html, status: refusal.status)
        page.headers.merge(plain.headers) { own, _ in own }
        return page
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

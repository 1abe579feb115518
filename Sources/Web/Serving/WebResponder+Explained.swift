import CareModel
import Hummingbird
import Store

/// The pages that explain: one alert, a resident over a long time, and the sheets for paper.
extension WebResponder {
    func explained(_ route: Route, _ request: Request) async throws -> Answer {
        switch route {
        case .alertPage(let id): return try await alertPage(id, request)
        case .history(let home): return try await history(home, request)
        case .report(let home): return try await report(home, request)
        case .handover: return try await handover(request)
        default: throw Refusal.noSuchPath
        }
    }

    private func alertPage(_ id: String, _ request: Request) async throws -> Answer {
        let asked = try asked(PagePath.alert(id), request, more: PageRequest.toldNames)
        let (status, book, pages) = (status(), book, pages)
        guard let alert = try await reads.read({ try $0.alert(id: id) }), book.covers(alert.home) else {
            throw Refusal.noSuchAlert
        }
        var clock = book.clock(of: alert.home)
        let days = AlertPage.days(of: alert, &clock)
        let answers = HomeAnswers(
            status: await questions.status(alert.home),
            pictures: await questions.pictures(alert.home, days.lowerBound, days.upperBound))
        return try await reads.read {
            .page(try pages.html(AlertPage(alert, $0, status, answers, book, asked)))
        }
    }

    private func history(_ home: String, _ request: Request) async throws -> Answer {
        let (asked, days) = try asked(PagePath.history(home), of: FeatureHistoryPage.choices, request)
        let (status, book, pages) = (status(), book, pages)
        let answers = HomeAnswers(status: await questions.status(home))
        return try await reads.read {
            .page(try pages.html(FeatureHistoryPage(home: home, days: days, $0, status, answers, book, asked)))
        }
    }

    private func report(_ home: String, _ request: Request) async throws -> Answer {
        let (asked, days) = try asked(PagePath.report(home), of: ReportPage.choices, request)
        let (status, book, pages) = (status(), book, pages)
        let answers = HomeAnswers(status: await questions.status(home))
        return try await reads.read {
            .page(try pages.html(ReportPage(home: home, days: days, $0, status, answers, book, asked)))
        }
    }

    /// A page about one of so many days, the first unless asked for.
    private func asked(
        _ path: String, of choices: [Int32], _ request: Request
    ) throws -> (asked: PageRequest, days: Int32) {
        let query = try Query(request.uri.query, known: ["lang", "refresh", "days"])
        let days = try Self.choice("days", of: choices.map { Int64($0) }, query)
        var asked = try PageRequest(
            path: path, query: query, acceptLanguage: request.headers[.acceptLanguage], signedIn: visitor.signedIn)
        asked.more = "&days=\(days)"
        return (asked, Int32(days))
    }

    private static func choice(_ name: String, of choices: [Int64], _ query: Query) throws -> Int64 {
        let value = try query.integer(name, in: 1...Int64.max, default: choices[0])
        guard choices.contains(value) else {
            throw Refusal.badRequest("\(name): one of \(choices.map(String.init).joined(separator: ", "))")
        }
        return value
    }

    private func handover(_ request: Request) async throws -> Answer {
        let query = try Query(request.uri.query, known: ["lang", "refresh", "area", "hours"])
        let shift = HandoverPage.Shift(
            area: query.text("area"), hours: try Self.choice("hours", of: HandoverPage.hours, query))
        var asked = try PageRequest(
            path: PagePath.handover, query: query, acceptLanguage: request.headers[.acceptLanguage],
            signedIn: visitor.signedIn)
        asked.more = "&hours=\(shift.hours)" + (shift.area.map { "&area=\(PagePath.encoded($0))" } ?? "")
        let (status, book, pages, page) = (status(), book, pages, asked)
        return try await reads.read {
            .page(try pages.html(HandoverPage(shift, $0, status, book, page)))
        }
    }
}

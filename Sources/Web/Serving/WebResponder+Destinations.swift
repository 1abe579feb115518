import CareModel
import Hummingbird
import Store

extension WebResponder {
    /// Who is told outside, and whether the way there works.
    func destinations(_ request: Request) async throws -> Answer {
        let asked = try asked(PagePath.destinations, request)
        let (status, book, pages, chain) = (status(), book, pages, chain)
        return try await reads.read { .page(try pages.html(DestinationsPage($0, status, chain, book, asked))) }
    }

    /// What came of the last test of the whole chain; with POST, another.
    func chainTest(_ request: Request) async throws -> Answer {
        _ = try Query(request.uri.query, known: [])
        guard request.method == .post else { return try await chainState() }
        let (body, kind) = try await change(request)
        let form = try StepForm(body, kind, author: visitor.signedIn?.author)
        chain.ask(form.by)
        guard kind == .form else { return try await chainState() }
        return .seeOther(PagePath.destinations + Language.query(asked: form.lang))
    }

    private func chainState() async throws -> Answer {
        let chain = chain
        return try await reads.read { try .json(ChainState(isRunning: chain.isRunning(), last: chain.last($0))) }
    }
}

/// The test of the whole chain as the API tells it.
private struct ChainState: Encodable {
    var isRunning: Bool
    var last: ChainReport?

    private enum CodingKeys: String, CodingKey {
        case last
        case isRunning = "running"
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(isRunning, forKey: .isRunning)
        try container.encode(last, forKey: .last)
    }
}

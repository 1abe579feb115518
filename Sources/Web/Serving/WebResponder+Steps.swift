import CareModel
import Hummingbird
import Store

extension WebResponder {
    /// A person's step. Repeating one that the alert already has behind it changes nothing and is answered alike.
    func take(_ step: AlertVerb.Step, _ id: String, _ request: Request) async throws -> Answer {
        let (body, kind) = try await change(request)
        let form = try StepForm(body, kind, author: visitor.signedIn?.author)
        let alert = try await current(id)
        let judgement = try form.judgement(with: step)
        if !step.isDone(alert, judgement) {
            let verb = AlertVerb(
                step: step, alert: id, home: alert.home, by: form.by, judgement: judgement, note: form.note)
            try await settle(await act(verb), verb)
        }
        guard kind == .form else { return try .json(await current(id)) }
        return .seeOther(
            PagePath.resident(alert.home) + Language.query(asked: form.lang) + "#"
                + PagePath.encoded(PagePath.anchor(id)))
    }

    private func settle(_ result: AlertVerbResult, _ verb: AlertVerb) async throws {
        switch result {
        case .done: return
        case .notFound:
            throw Refusal.conflict(
                "the alert was closed too long ago to be changed",
                said: .init("refusal.tooOld"))
        case .failed:
            throw Refusal(
                status: .serviceUnavailable, message: "the step could not be stored; try again",
                said: .init("refusal.notStored"))
        case .notAllowed:
            // Somebody else may have been faster with the same step.
            let alert = try await current(verb.alert)
            if verb.step.isDone(alert, verb.judgement) { return }
            let said = Alert.Words(
                sv: Self.notPossible(verb.step, alert.state, .swedish),
                en: Self.notPossible(verb.step, alert.state, .english))
            throw Refusal.conflict(
                "\(verb.step.rawValue) is not possible: the alert is \(alert.state.rawValue)",
                said: said)
        }
    }

    private static func notPossible(_ step: AlertVerb.Step, _ state: Alert.State, _ language: Language) -> String {
        let words = Phrases(language)
        return words.say("refusal.notPossible", ["step": words.text(step), "state": words.text(state)])
    }

    private func current(_ id: String) async throws -> Alert {
        guard let alert = try await reads.read({ try $0.alert(id: id) }), book.covers(alert.home) else {
            throw Refusal.noSuchAlert
        }
        return alert
    }

    /// What somebody sends to change something: allowed to, in a form that is taken, of their own session's pages unless
    /// they are about to get a session.
    func change(_ request: Request, logsIn: Bool = false) async throws -> (body: String, kind: StepForm.Kind) {
        try check.checkChange(
            host: request.head.authority, fetchSite: request.header("Sec-Fetch-Site"),
            origin: request.headers[.origin])
        let kind = try StepForm.Kind(contentType: request.headers[.contentType])
        let body = try await text(request)
        if !logsIn { try checkToken(body, kind, request) }
        return (body, kind)
    }

    /// The body, at most `StepForm.bodyLimit` bytes.
    func text(_ request: Request) async throws -> String {
        let tooLarge = Refusal(
            status: .contentTooLarge, message: "the body is larger than \(StepForm.bodyLimit) bytes")
        if let length = request.headers[.contentLength].flatMap(Int.init), length > StepForm.bodyLimit {
            throw tooLarge
        }
        do { return String(buffer: try await request.body.collect(upTo: StepForm.bodyLimit)) } catch {
            throw tooLarge
        }
    }
}

extension Request {
    /// The header of that name; nil when there is none.
    func header(_ name: String) -> String? { HTTPFields.Element.Name(name).flatMap { headers[$0] } }
}

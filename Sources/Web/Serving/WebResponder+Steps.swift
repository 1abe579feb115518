import CareModel
import Hummingbird
import Store

extension WebResponder {
    /// A person's act. Repeating one that the alert already has behind it changes nothing and is answered alike; who
    /// was first is told on the page.
    func take(_ act: Alert.Act, _ id: String, _ request: Request) async throws -> Answer {
        let (body, kind) = try await change(request)
        let form = try StepForm(body, kind, author: visitor.signedIn?.author)
        let alert = try await current(id)
        let verb = try form.verb(act, on: alert, at: status().clock)
        var first = verb.isDone(alert, seen: form.seen) ? alert.first(act) : nil
        if !verb.isDone(alert, seen: form.seen) {
            try await check(verb, on: alert)
            first = try await settle(await self.act(verb), verb, seen: form.seen)
        }
        guard kind == .form else { return try .json(await current(id)) }
        let isLate = first.map { $0.by != form.by } ?? false
        return .seeOther(back(to: alert, form, act, isLate: isLate))
    }

    /// With accounts an alert is given to one of them, or to a team.
    private func check(_ verb: AlertVerb, on alert: Alert) async throws {
        guard verb.act == .assign, let assignee = verb.about, let asker = visitor.signedIn else { return }
        let home = book.definition(of: alert.home)
        let staff = try await reads.read { try Staff($0, asker: asker) }
        guard staff.canTake(assignee, home: home, id: alert.home) else {
            throw Refusal.conflict(
                "assignee: no account or team that sees this home", said: .init("refusal.noAssignee"))
        }
    }

    /// The page that the form came from, at the alert.
    private func back(to alert: Alert, _ form: StepForm, _ act: Alert.Act, isLate: Bool) -> String {
        var query = [form.lang.flatMap(Language.init(rawValue:)).map { "lang=\($0.rawValue)" }].compactMap(\.self)
        let isFeed = form.page == StepForm.feedPage
        // From the list an alert may be gone; on the resident's page what was done stands beside it.
        if isLate || isFeed {
            query += ["\(isLate ? "told" : "done")=\(act.rawValue)", "alert=\(PagePath.encoded(alert.id))"]
        }
        if isFeed {
            let choice = FeedChoice(handedOn: form.query).parameters.dropFirst()
            if !choice.isEmpty { query.append(String(choice)) }
        }
        let page =
            switch form.page {
            case StepForm.feedPage: "/"
            case StepForm.alertPage: PagePath.alert(alert.id)
            default: PagePath.resident(alert.home)
            }
        return page + (query.isEmpty ? "" : "?" + query.joined(separator: "&")) + PagePath.fragment(alert: alert.id)
    }

    /// Throws where nothing came of it; returns who was first where somebody else had done the same.
    private func settle(_ result: AlertVerbResult, _ verb: AlertVerb, seen: Int?) async throws -> Alert.Change? {
        switch result {
        case .done: return nil
        case .notFound:
            throw Refusal.conflict(
                "the alert was closed too long ago to be changed",
                said: .init("refusal.tooOld"))
        case .failed:
            throw Refusal(
                status: .serviceUnavailable, message: "the step could not be stored; try again",
                said: .init("refusal.notStored"))
        case .notAllowed:
            // Somebody else may have been faster with the same act.
            let alert = try await current(verb.alert)
            if verb.isDone(alert, seen: seen) { return alert.first(verb.act) }
            if verb.act == .setOut, let other = alert.handling.onTheWay {
                throw Refusal.conflict(
                    "\(other) is already on the way", said: .init("refusal.onTheWay", ["person": other]))
            }
            throw Refusal.conflict(
                "\(verb.act.rawValue) is not possible: the alert is \(alert.state.rawValue)",
                said: Alert.Words(
                    sv: Self.notPossible(verb.act, alert.state, .swedish),
                    en: Self.notPossible(verb.act, alert.state, .english)))
        }
    }

    private static func notPossible(_ act: Alert.Act, _ state: Alert.State, _ language: Language) -> String {
        let words = Phrases(language)
        return words.say("refusal.notPossible", ["act": words.text(act), "state": words.text(state)])
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

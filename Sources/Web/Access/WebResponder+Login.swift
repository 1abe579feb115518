import CareModel
import Foundation
import Hummingbird
import Secrets
import Store
import Synchronization

extension WebResponder {
    private func page(
        _ kind: EntryPage.Kind, _ asked: PageRequest, login: String = "", next: String? = nil,
        problem: String? = nil, status: HTTPResponse.Status = .ok
    ) throws -> Answer {
        let page = EntryPage(kind, self.status(), book, asked, login: login, next: next, problem: problem)
        return .page(try pages.html(page), status: status)
    }

    func entryPage(_ kind: EntryPage.Kind, _ request: Request) throws -> Answer {
        let query = try Query(request.uri.query, known: ["lang", "refresh", "next"])
        let asked = try PageRequest(
            path: PagePath.entry(kind), query: query, acceptLanguage: request.headers[.acceptLanguage],
            signedIn: kind == .password ? visitor.signedIn : nil)
        return try page(kind, asked, next: EntryForm.page(query.text("next")))
    }

    /// A form of these pages, with the page as which it is answered when something is wrong.
    private func entry(_ kind: EntryPage.Kind, _ request: Request) async throws -> (EntryForm, PageRequest) {
        let (body, type) = try await change(request, logsIn: kind != .password)
        guard type == .form else {
            throw Refusal(
                status: .unsupportedMediaType, message: "Content-Type must be application/x-www-form-urlencoded")
        }
        let form = try EntryForm(body)
        let language = Language(asked: form.lang, acceptLanguage: request.headers[.acceptLanguage])
        var asked = PageRequest(path: PagePath.entry(kind), language: language)
        asked.chosen = form.lang.flatMap(Language.init(rawValue:))
        asked.signedIn = kind == .password ? visitor.signedIn : nil
        return (form, asked)
    }

    /// Nil when a password may be tried now, else the page that says when.
    private func tooSoon(
        _ kind: EntryPage.Kind, _ login: String, _ asked: PageRequest
    ) throws -> Answer? {
        guard let wait = door.guesses.attempt(login: login, address: address, at: .now) else { return nil }
        let seconds = Int(wait.components.seconds) + 1
        let words = Phrases(asked.language)
        var answer = try page(
            kind, asked, login: login,
            problem: words.say("tooManyTries", count: seconds),
            status: .tooManyRequests)
        answer.headers["Retry-After"] = String(seconds)
        return answer
    }

    func logIn(_ request: Request) async throws -> Answer {
        let (form, asked) = try await entry(.login, request)
        let login = form.plainLogin
        if let answer = try tooSoon(.login, login, asked) { return answer }
        let found = try await reads.read { try $0.credentials(login: login) }
        notes.login.withLock { $0 = found?.account.login }
        let isRight = try await door.passwords.verify(form.password ?? "", found?.password)
        guard isRight, let account = found?.account else {
            let words = Phrases(asked.language)
            return try page(
                .login, asked, login: login, next: EntryForm.page(form.next),
                problem: words.say("wrongLogin"),
                status: .unauthorized)
        }
        return try await letIn(account, request, next: EntryForm.page(form.next), lang: form.lang)
    }

    /// A new token at each login; the one that the browser had ends.
    private func letIn(
        _ account: Account, _ request: Request, next: String?, lang: String?
    ) async throws -> Answer {
        door.guesses.succeeded(login: account.login, address: address)
        if let old = door.cookie.token(in: request.headers[.cookie])?.digest {
            try await door.access.write { try $0.endSession(token: old) }
        }
        let token = Secret.token()
        try await door.starts(token, account)
        var answer = Answer.seeOther((next ?? "/") + Language.query(asked: lang))
        answer.headers["Set-Cookie"] = door.cookie.setting(token)
        return answer
    }

    func setUp(_ request: Request) async throws -> Answer {
        let (form, asked) = try await entry(.setup, request)
        let (login, words) = (form.plainLogin, Phrases(asked.language))
        if let problem = problem(form, login: login, name: "", words) {
            return try page(.setup, asked, login: login, problem: problem, status: .badRequest)
        }
        if let answer = try tooSoon(.setup, login, asked) { return answer }
        let hash = try await door.passwords.hash(form.new ?? "")
        let (code, now) = (Secret(typedSetupCode: form.code ?? "").digest, door.now())
        let chosen = try await door.access.write {
            try $0.choosePassword(hash, login: login, code: code, at: now)
        }
        guard let account = chosen else {
            return try page(
                .setup, asked, login: login,
                problem: words.say("wrongCode"), status: .unauthorized)
        }
        notes.login.withLock { $0 = account.login }
        return try await letIn(account, request, next: nil, lang: form.lang)
    }

    func changePassword(_ request: Request) async throws -> Answer {
        guard let signedIn = visitor.signedIn, signedIn.formToken != nil else { throw Refusal.notForRole }
        let (form, asked) = try await entry(.password, request)
        let (account, words) = (signedIn.account, Phrases(asked.language))
        if let answer = try tooSoon(.password, account.login, asked) { return answer }
        let found = try await reads.read { try $0.credentials(login: account.login) }
        guard try await door.passwords.verify(form.password ?? "", found?.password), let old = found?.password else {
            return try page(
                .password, asked, problem: words.say("wrongPassword"), status: .unauthorized)
        }
        door.guesses.succeeded(login: account.login, address: address)
        if let problem = problem(form, login: account.login, name: account.name, words) {
            return try page(.password, asked, problem: problem, status: .badRequest)
        }
        let hash = try await door.passwords.hash(form.new ?? "")
        let isDone = try await door.access.write {
            try $0.changePassword(hash, from: old, login: account.login)
        }
        guard isDone else { throw Refusal.notLoggedIn }
        return leaving(lang: form.lang)
    }

    func logOut(_ request: Request) async throws -> Answer {
        let (body, _) = try await change(request)
        if let token = visitor.signedIn?.token {
            try await door.access.write { try $0.endSession(token: token) }
        }
        return leaving(lang: (try? EntryForm(body))?.lang)
    }

    private func leaving(lang: String?) -> Answer {
        var answer = Answer.seeOther(PagePath.entry(.login) + Language.query(asked: lang))
        answer.headers["Set-Cookie"] = door.cookie.clearing
        return answer
    }

    private func problem(_ form: EntryForm, login: String, name: String, _ words: Phrases) -> String? {
        guard form.new == form.again else {
            return words.say("passwordsDiffer")
        }
        return PasswordRules.problem(form.new ?? "", login: login, name: name, words)
    }
}

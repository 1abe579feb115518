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
    ) async throws -> Answer {
        let asksAppCode = await asksAppCode(kind, asked)
        var logins: [Login]?
        if kind == .logins, let account = asked.signedIn?.account {
            let now = door.now()
            logins = try await reads.read {
                try $0.logins(ofAccount: account.number, at: now, restSince: SessionLimits.restSince(now))
            }
        }
        let page = EntryPage(
            kind, self.status(), book, asked, login: login, next: next, problem: problem, asksAppCode: asksAppCode,
            logins: logins)
        return .page(try pages.html(page), status: status)
    }

    private func asksAppCode(_ kind: EntryPage.Kind, _ asked: PageRequest) async -> Bool {
        switch kind {
        // Where it cannot be told, somebody may have one.
        case .login, .setup: (try? await reads.read { try $0.hasSecondFactors() }) ?? true
        case .password, .logins: asked.signedIn?.account.hasSecondFactor == true
        case .secondFactor: true
        }
    }

    /// What was sent does not fit; which part of it is not said.
    private func wrong(
        _ kind: EntryPage.Kind, _ asked: PageRequest, login: String = "", next: String? = nil
    ) async throws -> Answer {
        let (words, asksAppCode) = (Phrases(asked.language), await asksAppCode(kind, asked))
        let problem =
            switch kind {
            case .login: asksAppCode ? words.say("wrongLoginOrCode") : words.say("wrongLogin")
            case .setup: asksAppCode ? words.say("wrongCodeOrAppCode") : words.say("wrongCode")
            case .password, .secondFactor, .logins:
                asksAppCode ? words.say("wrongPasswordOrCode") : words.say("wrongPassword")
            }
        return try await page(kind, asked, login: login, next: next, problem: problem, status: .unauthorized)
    }

    func entryPage(_ kind: EntryPage.Kind, _ request: Request) async throws -> Answer {
        let query = try Query(request.uri.query, known: ["lang", "refresh", "next"])
        let asked = try PageRequest(
            path: PagePath.entry(kind), query: query, acceptLanguage: request.headers[.acceptLanguage],
            signedIn: kind.isOfSession ? visitor.signedIn : nil)
        let isMissing =
            kind == .secondFactor && door.requiresSecondFactor && asked.signedIn?.account.hasSecondFactor == false
        return try await page(
            kind, asked, next: EntryForm.page(query.text("next")),
            problem: isMissing ? Phrases(asked.language).say("refusal.noSecondFactor") : nil)
    }

    /// A form of these pages, with the page as which it is answered when something is wrong.
    private func entry(_ kind: EntryPage.Kind, _ request: Request) async throws -> (EntryForm, PageRequest) {
        let (body, type) = try await change(request, logsIn: !kind.isOfSession)
        guard type == .form else {
            throw Refusal(
                status: .unsupportedMediaType, message: "Content-Type must be application/x-www-form-urlencoded")
        }
        let form = try EntryForm(body)
        let language = Language(asked: form.lang, acceptLanguage: request.headers[.acceptLanguage])
        var asked = PageRequest(path: PagePath.entry(kind), language: language)
        asked.chosen = form.lang.flatMap(Language.init(rawValue:))
        asked.signedIn = kind.isOfSession ? visitor.signedIn : nil
        return (form, asked)
    }

    /// Nil when a password may be tried now, else the page that says when.
    private func tooSoon(
        _ kind: EntryPage.Kind, _ login: String, _ asked: PageRequest
    ) async throws -> Answer? {
        guard let wait = door.guesses.attempt(login: login, address: address, at: .now) else { return nil }
        let seconds = Int(wait.components.seconds) + 1
        let words = Phrases(asked.language)
        var answer = try await page(
            kind, asked, login: login,
            problem: words.say("tooManyTries", count: seconds),
            status: .tooManyRequests)
        answer.headers["Retry-After"] = String(seconds)
        return answer
    }

    func logIn(_ request: Request) async throws -> Answer {
        let (form, asked) = try await entry(.login, request)
        let login = form.plainLogin
        if let answer = try await tooSoon(.login, login, asked) { return answer }
        let found = try await reads.read { try $0.credentials(login: login) }
        notes.login.withLock { $0 = found?.account.login }
        let isRight = try await door.passwords.verify(form.password ?? "", found?.password)
        guard isRight, let found, try await door.takes(form.appCode, seed: found.seed, login: login, from: address)
        else {
            return try await wrong(.login, asked, login: login, next: EntryForm.page(form.next))
        }
        return try await letIn(found.account, request, next: EntryForm.page(form.next), lang: form.lang)
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
        if let problem = try await problem(form, login: login, name: "", words) {
            return try await page(.setup, asked, login: login, problem: problem, status: .badRequest)
        }
        if let answer = try await tooSoon(.setup, login, asked) { return answer }
        let hash = try await door.passwords.hash(form.new ?? "")
        let (code, now) = (Secret(typedSetupCode: form.code ?? "").digest, door.now())
        // Who has forgotten the password still has the second factor.
        let (isInvited, seed) = try await reads.read {
            (try $0.hasSetupCode(code, login: login, at: now), try $0.seed(ofLogin: login))
        }
        guard isInvited, try await door.takes(form.appCode, seed: seed, login: login, from: address),
            let account = try await door.access.write({
                try $0.choosePassword(hash, login: login, code: code, at: now)
            })
        else {
            return try await wrong(.setup, asked, login: login)
        }
        notes.login.withLock { $0 = account.login }
        return try await letIn(account, request, next: nil, lang: form.lang)
    }

    func changePassword(_ request: Request) async throws -> Answer {
        guard let signedIn = visitor.signedIn, signedIn.formToken != nil else { throw Refusal.notForRole }
        let (form, asked) = try await entry(.password, request)
        let (account, words) = (signedIn.account, Phrases(asked.language))
        if let answer = try await tooSoon(.password, account.login, asked) { return answer }
        let found = try await reads.read { try $0.credentials(login: account.login) }
        guard try await door.passwords.verify(form.password ?? "", found?.password), let old = found?.password,
            try await door.takes(form.appCode, seed: found?.seed, login: account.login, from: address)
        else {
            return try await wrong(.password, asked)
        }
        door.guesses.succeeded(login: account.login, address: address)
        if let problem = try await problem(form, login: account.login, name: account.name, words) {
            return try await page(.password, asked, problem: problem, status: .badRequest)
        }
        let hash = try await door.passwords.hash(form.new ?? "")
        let isDone = try await door.access.write {
            try $0.changePassword(hash, from: old, login: account.login)
        }
        guard isDone else { throw Refusal.notLoggedIn }
        return leaving(lang: form.lang)
    }

    /// Turns the reader's second factor on, with the code of an app that has the key which the page showed, or off.
    func setSecondFactor(_ request: Request) async throws -> Answer {
        guard let signedIn = visitor.signedIn, signedIn.formToken != nil else { throw Refusal.notForRole }
        let (form, asked) = try await entry(.secondFactor, request)
        let login = signedIn.account.login
        if let answer = try await tooSoon(.secondFactor, login, asked) { return answer }
        let found = try await reads.read { try $0.credentials(login: login) }
        let seed = found?.seed == nil ? signedIn.newSeed.bytes : nil
        guard try await door.passwords.verify(form.password ?? "", found?.password), let found,
            try await door.takes(form.appCode, seed: found.seed ?? seed, login: login, from: address)
        else {
            return try await wrong(.secondFactor, asked)
        }
        let isDone = try await door.access.write {
            try $0.setSecondFactor(seed, password: found.password, login: login)
        }
        guard isDone else { throw Refusal.notLoggedIn }
        return try await letIn(
            found.account, request, next: PagePath.entry(.secondFactor), lang: form.lang)
    }

    func endOtherLogins(_ request: Request) async throws -> Answer {
        guard let signedIn = visitor.signedIn, signedIn.formToken != nil else { throw Refusal.notForRole }
        let (form, asked) = try await entry(.logins, request)
        let login = signedIn.account.login
        if let answer = try await tooSoon(.logins, login, asked) { return answer }
        let found = try await reads.read { try $0.credentials(login: login) }
        guard try await door.passwords.verify(form.password ?? "", found?.password),
            try await door.takes(form.appCode, seed: found?.seed, login: login, from: address)
        else {
            return try await wrong(.logins, asked)
        }
        door.guesses.succeeded(login: login, address: address)
        try await door.access.write { try $0.endLogins(ofLogin: login, butToken: signedIn.token) }
        return .seeOther(PagePath.entry(.logins) + Language.query(asked: form.lang))
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

    private func problem(
        _ form: EntryForm, login: String, name: String, _ words: Phrases
    ) async throws -> String? {
        let new = form.new ?? ""
        guard new == form.again else { return words.say("passwordsDiffer") }
        if let problem = PasswordRules.problem(new, login: login, name: name, words) { return problem }
        return try await door.passwords.isRefused(new) ? words.say("passwordKnown") : nil
    }
}

extension EntryPage.Kind {
    /// For somebody who is logged in.
    fileprivate var isOfSession: Bool { self != .login && self != .setup }
}

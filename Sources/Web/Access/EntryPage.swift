import CareModel
import Secrets
import Store

/// The pages at `/login`, `/setup`, `/password`, `/second-factor` and `/logins`.
struct EntryPage {
    enum Kind { case login, setup, password, secondFactor, logins }

    let frame: FrameView
    let words: Phrases
    let action: String
    let introText: String
    let problemText: String?
    let asksLogin: Bool
    let login: String
    let asksCode: Bool
    /// What is put into an app; nil where none is set up now.
    let key: AppKeyView?
    let asksPassword: Bool
    let passwordText: String
    let asksAppCode: Bool
    /// Some accounts have no second factor.
    let needsAppCode: Bool
    let appCodeText: String
    let asksNew: Bool
    let rulesText: String
    let next: String?
    let buttonText: String
    /// The pages beside this one.
    let others: [Other]
    /// The reader's own, the one used last first.
    let logins: [LoginView]

    struct Other {
        let otherLink: String
        let otherText: String

        init(_ kind: Kind, _ text: String) { (otherLink, otherText) = (PagePath.entry(kind), text) }
    }

    struct LoginView {
        let sinceAt: MomentView
        let usedAt: MomentView
        /// With which the page was asked for.
        let isThis: Bool
    }

    /// `asksAppCode`: where an account, the reader's or any, has a second factor.
    init(
        _ kind: Kind, _ status: GatewayStatus, _ book: HomeBook, _ request: PageRequest, login: String = "",
        next: String? = nil, problem: String? = nil, asksAppCode: Bool, logins: [Login]? = nil
    ) {
        let words = Phrases(request.language)
        let signedIn = request.signedIn
        let hasSecondFactor = signedIn?.account.hasSecondFactor == true
        let texts: (title: String, intro: String, button: String) =
            switch kind {
            case .login: (words.say("login"), words.say("loginIntro"), words.say("login"))
            case .setup: (words.say("choosePassword"), words.say("setupIntro"), words.say("savePassword"))
            case .password: (words.say("changePassword"), words.say("passwordIntro"), words.say("savePassword"))
            case .secondFactor where hasSecondFactor:
                (words.say("secondFactor"), words.say("secondFactorOnIntro"), words.say("secondFactorEnd"))
            case .secondFactor:
                (words.say("secondFactor"), words.say("secondFactorIntro"), words.say("secondFactorBegin"))
            case .logins: (words.say("logins"), words.say("loginsIntro"), words.say("endOtherLogins"))
            }
        var clock = book.clock(of: nil)
        frame = FrameView(title: texts.title, request, asOf: clock.moment(status.clock), seen: nil)
        self.words = words
        let path = PagePath.entry(kind)
        action = path
        introText = texts.intro
        problemText = problem
        self.logins = (logins ?? []).map {
            LoginView(
                sinceAt: clock.moment($0.startedAt), usedAt: clock.moment($0.seenAt),
                isThis: $0.token == signedIn?.token)
        }
        asksLogin = signedIn == nil
        self.login = login
        asksCode = kind == .setup
        key =
            kind == .secondFactor && !hasSecondFactor
            ? signedIn.map { AppKeyView($0.newSeed, of: $0.account.login) } : nil
        asksPassword = kind != .setup
        passwordText = signedIn == nil ? words.say("password") : words.say("presentPassword")
        self.asksAppCode = asksAppCode
        needsAppCode = signedIn != nil
        appCodeText = needsAppCode ? words.say("appCode") : words.say("appCodeIfAny")
        asksNew = kind == .setup || kind == .password
        rulesText = words.say("passwordRules", ["shortest": PasswordRules.shortest])
        self.next = next
        buttonText = texts.button
        others =
            signedIn == nil
            ? [kind == .login ? Other(.setup, words.say("haveCode")) : Other(.login, words.say("havePassword"))]
            : [
                Other(.password, words.say("changePassword")), Other(.secondFactor, words.say("secondFactor")),
                Other(.logins, words.say("logins")),
            ].filter { $0.otherLink != path }
    }
}

/// What an authenticator app takes, as a picture, a link and letters.
struct AppKeyView {
    /// `otpauth://`, as apps read it.
    let appLink: String
    /// In groups of four.
    let keyText: String
    let picture: QRCode

    init(_ seed: CodeSeed, of login: String) {
        let key = seed.text
        appLink = "otpauth://totp/Vardag:\(PagePath.encoded(login))?secret=\(key)&issuer=Vardag"
        keyText = stride(from: 0, to: key.count, by: 4).map { String(key.dropFirst($0).prefix(4)) }
            .joined(separator: " ")
        picture = QRCode(appLink)
    }
}

extension PagePath {
    static func entry(_ kind: EntryPage.Kind) -> String {
        switch kind {
        case .login: "/login"
        case .setup: "/setup"
        case .password: "/password"
        case .secondFactor: "/second-factor"
        case .logins: "/logins"
        }
    }
}

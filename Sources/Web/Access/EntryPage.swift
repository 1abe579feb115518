import CareModel
import Secrets
import Store

/// The pages at `/login`, `/setup`, `/password` and `/second-factor`.
struct EntryPage {
    enum Kind { case login, setup, password, secondFactor }

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
    let otherLink: String?
    let otherText: String

    /// `asksAppCode`: where an account, the reader's or any, has a second factor.
    init(
        _ kind: Kind, _ status: GatewayStatus, _ book: HomeBook, _ request: PageRequest, login: String = "",
        next: String? = nil, problem: String? = nil, asksAppCode: Bool
    ) {
        let words = Phrases(request.language)
        let signedIn = request.signedIn
        let hasSecondFactor = signedIn?.account.hasSecondFactor == true
        let texts: (title: String, intro: String, button: String, other: Kind?, otherText: String) =
            switch kind {
            case .login:
                (words.say("login"), words.say("loginIntro"), words.say("login"), .setup, words.say("haveCode"))
            case .setup:
                (
                    words.say("choosePassword"), words.say("setupIntro"), words.say("savePassword"), .login,
                    words.say("havePassword")
                )
            case .password:
                (
                    words.say("changePassword"), words.say("passwordIntro"), words.say("savePassword"), .secondFactor,
                    words.say("secondFactor")
                )
            case .secondFactor:
                (
                    words.say("secondFactor"),
                    hasSecondFactor ? words.say("secondFactorOnIntro") : words.say("secondFactorIntro"),
                    hasSecondFactor ? words.say("secondFactorEnd") : words.say("secondFactorBegin"), .password,
                    words.say("changePassword")
                )
            }
        var clock = book.clock(of: nil)
        frame = FrameView(title: texts.title, request, asOf: clock.moment(status.clock), seen: nil)
        self.words = words
        action = PagePath.entry(kind)
        introText = texts.intro
        problemText = problem
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
        otherLink = texts.other.map(PagePath.entry)
        otherText = texts.otherText
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
        }
    }
}

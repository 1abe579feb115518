import CareModel

/// The pages at `/login`, `/setup` and `/password`.
struct EntryPage {
    enum Kind { case login, setup, password }

    let frame: FrameView
    let words: Phrases
    let action: String
    let introText: String
    let problemText: String?
    let asksLogin: Bool
    let loginText: String
    let login: String
    let asksCode: Bool
    let codeText: String
    let asksPassword: Bool
    let passwordText: String
    let asksNew: Bool
    let newText: String
    let againText: String
    let rulesText: String
    let next: String?
    let buttonText: String
    let otherLink: String?
    let otherText: String

    init(
        _ kind: Kind, _ status: GatewayStatus, _ book: HomeBook, _ request: PageRequest, login: String = "",
        next: String? = nil, problem: String? = nil
    ) {
        let words = Phrases(request.language)
        let titles: [Kind: String] = [
            .login: words.say("login"),
            .setup: words.say("choosePassword"),
            .password: words.say("changePassword"),
        ]
        var clock = book.clock(of: nil)
        frame = FrameView(
            title: titles[kind] ?? "", request, asOf: clock.moment(status.clock), seen: nil)
        self.words = words
        action = PagePath.entry(kind)
        introText =
            switch kind {
            case .login: words.say("loginIntro")
            case .setup:
                words.say("setupIntro")
            case .password:
                words.say("passwordIntro")
            }
        problemText = problem
        asksLogin = kind != .password
        loginText = words.say("loginName")
        self.login = login
        asksCode = kind == .setup
        codeText = words.say("setupCode")
        asksPassword = kind != .setup
        passwordText =
            kind == .password ? words.say("presentPassword") : words.say("password")
        asksNew = kind != .login
        newText = words.say("newPassword")
        againText = words.say("newPasswordAgain")
        rulesText = words.say("passwordRules", ["shortest": PasswordRules.shortest])
        self.next = next
        buttonText =
            kind == .login ? words.say("login") : words.say("savePassword")
        let other: Kind? = kind == .login ? .setup : kind == .setup ? .login : nil
        otherLink = other.map(PagePath.entry)
        otherText =
            kind == .login
            ? words.say("haveCode")
            : words.say("havePassword")
    }
}

extension PagePath {
    static func entry(_ kind: EntryPage.Kind) -> String {
        switch kind {
        case .login: "/login"
        case .setup: "/setup"
        case .password: "/password"
        }
    }
}

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
            .login: words.say("Logga in", "Log in"),
            .setup: words.say("Välj lösenord", "Choose a password"),
            .password: words.say("Byt lösenord", "Change the password"),
        ]
        var clock = book.clock(of: nil)
        frame = FrameView(
            title: titles[kind] ?? "", request, asOf: clock.moment(status.clock), seen: nil)
        self.words = words
        action = PagePath.entry(kind)
        introText =
            switch kind {
            case .login: words.say("Här finns uppgifter om människors hälsa.", "This is about people's health.")
            case .setup:
                words.say(
                    "Med engångskoden från den som lade upp kontot väljer du ditt lösenord.",
                    "With the one-time code from whoever made the account you choose your password.")
            case .password:
                words.say(
                    "Du loggas ut överallt och loggar in med det nya.",
                    "You are logged out everywhere and log in with the new one.")
            }
        problemText = problem
        asksLogin = kind != .password
        loginText = words.say("Användarnamn", "Login")
        self.login = login
        asksCode = kind == .setup
        codeText = words.say("Engångskod", "Set-up code")
        asksPassword = kind != .setup
        passwordText =
            kind == .password ? words.say("Nuvarande lösenord", "Present password") : words.say("Lösenord", "Password")
        asksNew = kind != .login
        newText = words.say("Nytt lösenord", "New password")
        againText = words.say("Nytt lösenord en gång till", "New password once more")
        rulesText = words.say(
            "Minst \(PasswordRules.shortest) tecken. Flera ord som inte hör ihop är lätta att minnas och svåra att gissa.",
            "At least \(PasswordRules.shortest) characters. Several words that do not belong together are easy to "
                + "remember and hard to guess.")
        self.next = next
        buttonText =
            kind == .login ? words.say("Logga in", "Log in") : words.say("Spara lösenordet", "Save the password")
        let other: Kind? = kind == .login ? .setup : kind == .setup ? .login : nil
        otherLink = other.map(PagePath.entry)
        otherText =
            kind == .login
            ? words.say("Jag har en engångskod", "I have a set-up code")
            : words.say("Jag har ett lösenord", "I have a password")
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

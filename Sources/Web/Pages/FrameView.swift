import CareModel
import Hummingbird
import Store

/// What every page has around its content.
struct FrameView {
    let title: String
    let language: String
    /// The language where the reader chose one, else empty; a form hands it on.
    let chosenLanguage: String
    /// `?lang=en` where the reader chose a language, to be kept in links.
    let languageQuery: String
    let otherLanguage: String
    let otherLanguageLink: String
    let refreshes: Bool
    /// It does not now, but would where asked to.
    let canRefresh: Bool
    /// Without its script too, by the browser.
    let reloads: Bool
    let reloadSeconds: String
    /// Milliseconds after which the page's script fetches it again although nothing was told; empty: when told.
    let every: String?
    /// The same page, renewing itself or not, whichever it is not now.
    let refreshLink: String
    let asOf: MomentView
    /// The outbox's cursor when the page was made.
    let seen: String
    /// Nil where nobody has to log in.
    let account: AccountView?
    /// Whether the reader may follow a link to a resident.
    let seesResidents: Bool
    let canWalk: Bool
    let canPlace: Bool
    let showsHandover: Bool
    let showsDestinations: Bool
    /// What `/` is to the reader.
    let homeText: String
    let backText: String
    /// Where an act that was just asked for is told.
    var notice: NoticeView?
    /// Where the forms about alerts lead back to; nil: to the resident's page.
    var origin: Origin?

    struct Origin {
        let pageWord: String
        /// The list's own parameters.
        let feedQuery: String
    }

    /// What the forms about alerts offer.
    let resolutions: [Choice]
    let verdictChoices: [Choice]
    let snoozeHours: [Choice]

    struct Choice {
        let choiceWord: String
        let choiceName: String
    }

    private static let snoozeLengths = [4, 12, 24, 3 * 24, 7 * 24]

    /// `everyMilliseconds` is for a page that shows what is told to no outbox.
    init(
        title: String, _ request: PageRequest, reloads: Bool = false, everyMilliseconds: Int? = nil,
        asOf: MomentView, seen: Int64?
    ) {
        let other: Language = request.language == .swedish ? .english : .swedish
        self.title = title
        language = request.language.rawValue
        chosenLanguage = request.chosen?.rawValue ?? ""
        languageQuery = Language.query(asked: request.chosen?.rawValue)
        otherLanguage = other.rawValue
        otherLanguageLink = "\(request.path)?lang=\(other.rawValue)\(request.more)"
        // A page made without the store, which is an error, stays as it is.
        refreshes = request.refreshes && seen != nil
        canRefresh = !request.refreshes && seen != nil
        self.reloads = (reloads || everyMilliseconds != nil) && request.refreshes
        reloadSeconds = everyMilliseconds == nil ? "60" : "2"
        every = everyMilliseconds.map(String.init)
        let parameters =
            (request.chosen.map { ["lang=\($0.rawValue)"] } ?? []) + (request.refreshes ? ["refresh=0"] : [])
        let more = request.more.isEmpty ? [] : [String(request.more.dropFirst())]
        let asked = parameters + more
        refreshLink = request.path + (asked.isEmpty ? "" : "?" + asked.joined(separator: "&"))
        self.asOf = asOf
        self.seen = seen.map(String.init) ?? ""
        let words = Phrases(request.language)
        account = request.signedIn.map { AccountView($0, words) }
        let role = request.signedIn?.account.role
        func may(_ route: Route, _ method: HTTPRequest.Method = .get) -> Bool {
            role.map { route.roles(method).contains($0) } ?? true
        }
        resolutions = Alert.Resolution.allCases.map { Choice(choiceWord: $0.rawValue, choiceName: words.text($0)) }
        verdictChoices = Alert.Verdict.allCases.map { Choice(choiceWord: $0.rawValue, choiceName: words.text($0)) }
        snoozeHours = Self.snoozeLengths.map {
            Choice(choiceWord: String($0), choiceName: words.text(minutes: $0 * 60))
        }
        seesResidents = request.seesResidents
        canWalk = may(.walk(home: ""))
        canPlace = may(.place(home: ""), .post)
        // Not where somebody logs in, and not on the sheet itself.
        showsHandover = may(.handover) && seen != nil
        showsDestinations = may(.destinations) && seen != nil
        switch role {
        case nil, .nurse, .coordinator: (homeText, backText) = (words.say("home"), words.say("back"))
        case .installer, .operator: (homeText, backText) = (words.say("homes"), words.say("homes"))
        case .auditor:
            homeText = words.say("accessLog")
            backText = homeText
        }
    }
}

/// Who is logged in.
struct AccountView {
    let accountName: String
    let login: String
    /// What a form must carry.
    let token: String
    let logOutText: String

    init(_ signedIn: SignedIn, _ words: Phrases) {
        accountName = signedIn.account.name
        login = signedIn.account.login
        token = signedIn.formToken ?? ""
        logOutText = words.say("logout")
    }
}

/// How a page was asked for.
struct PageRequest: Sendable {
    /// Percent-encoded, as in a link back to the page.
    var path: String
    var language: Language
    /// The language that the link named, if it did.
    var chosen: Language?
    var refreshes = true
    /// Nil where nobody has to log in.
    var signedIn: SignedIn?
    /// Further parameters that links to the same page keep: `&area=north`.
    var more = ""
    /// The act that a form asked for before it led here.
    var told: Told?

    struct Told: Equatable {
        var act: Alert.Act
        var alert: String
        /// Somebody else had done it before.
        var isLate: Bool
    }

    /// Names of the parameters that every page with alerts takes.
    static let toldNames = ["told", "done", "alert"]

    init(path: String, query: Query, acceptLanguage: String?, signedIn: SignedIn? = nil) throws {
        self.path = path
        self.signedIn = signedIn
        language = Language(asked: query.text("lang"), acceptLanguage: acceptLanguage)
        chosen = query.text("lang").flatMap(Language.init(rawValue:))
        refreshes = try query.flag("refresh") ?? true
        guard let alert = query.text("alert"), let word = query.text("told") ?? query.text("done"),
            let act = Alert.Act(rawValue: word)
        else { return }
        told = Told(act: act, alert: alert, isLate: query.text("told") != nil)
    }

    init(path: String, language: Language) {
        self.path = path
        self.language = language
    }

    /// Whether the reader may know who lives in a home.
    var seesResidents: Bool {
        signedIn.map { Route.resident(home: "").roles(.get).contains($0.account.role) } ?? true
    }
}

/// The warning on top of a page while monitoring does not work.
struct BannerView {
    let faults: [String]
    let lastStored: MomentView?

    /// Nil while all is well.
    init?(_ status: GatewayStatus, _ words: Phrases, _ clock: inout HomeClock) {
        guard !status.faults.isEmpty else { return nil }
        faults = status.faults.map(words.text)
        lastStored = status.lastCommitAt.map { clock.moment($0) }
    }
}

import CareModel
import Hummingbird
import Store

extension Route {
    /// Answered without a session, because they are needed before there is one or say nothing of anybody.
    var isOpen: Bool {
        switch self {
        case .live, .ready, .styleSheet, .script, .printScript, .login, .setup: true
        default: false
        }
    }

    /// Who is answered beside these: nobody. What a role sees of a page may be less, see `WebResponder`.
    func roles(_ method: HTTPRequest.Method) -> Set<AccountRole> {
        switch self {
        case .live, .ready, .styleSheet, .script, .printScript, .login, .setup, .logout, .password, .secondFactor,
            .logins:
            Set(AccountRole.allCases)
        // The list of alerts, the list of homes, or the access log, by role.
        case .alertList, .openAPI: Set(AccountRole.allCases)
        case .events: [.nurse, .coordinator, .installer, .operator]
        case .resident, .history, .report, .handover, .alerts, .alert, .alertPage, .act, .plan, .cancel, .features,
            .feed:
            [.nurse, .coordinator]
        case .enter(let step, _):
            step == .test || step == .endTest ? [.nurse, .coordinator, .installer] : [.nurse, .coordinator]
        case .homes, .devices: [.nurse, .coordinator, .installer, .operator]
        case .walk: [.coordinator, .installer]
        case .place: method == .post ? [.coordinator, .installer] : [.nurse, .coordinator, .installer, .operator]
        // Of all homes at once; see `isOfAllHomes`.
        case .featureUpdates: [.coordinator]
        case .destinations, .chainTest: [.coordinator, .operator]
        case .quarantine, .metrics: [.operator]
        case .accessPage, .accessRows: [.auditor]
        }
    }

    /// What a person may do before their account has the second factor that it must have.
    var leadsToSecondFactor: Bool { isOpen || self == .secondFactor || self == .password || self == .logout }

    /// Not to be cut down to some homes, so nothing for an account that is for some.
    var isOfAllHomes: Bool {
        switch self {
        case .featureUpdates, .quarantine, .accessPage, .accessRows: true
        default: false
        }
    }

    /// Asked for again and again by a program that somebody set up once.
    var isPolled: Bool { if case .feed = self { true } else { false } }

    /// The home that the path names.
    var home: String? {
        switch self {
        case .resident(let home), .history(let home), .report(let home), .devices(let home), .enter(_, let home),
            .plan(let home), .cancel(let home),
            .walk(let home), .place(let home):
            home
        default: nil
        }
    }

    /// The alert that the path names.
    var alert: String? {
        switch self {
        case .alert(let id), .alertPage(let id), .act(_, let id): id
        default: nil
        }
    }

    /// Its name in the access log; nil for what is not logged because it says nothing of anybody.
    var logName: String? {
        switch self {
        case .live, .ready, .styleSheet, .script, .printScript, .events, .metrics, .openAPI, .destinations: nil
        case .alertList: "start"
        case .homes: "homes"
        case .alertPage: "alert page"
        case .resident: "resident"
        case .history: "feature history"
        case .report: "report"
        case .handover: "handover"
        case .devices: "devices"
        case .alerts: "alerts"
        case .alert: "alert"
        case .act(let step, _): step.rawValue
        case .enter(let step, _): step.rawValue
        case .plan: "plan"
        case .cancel: "cancel"
        case .walk: "walk"
        case .place: "home devices"
        case .features: "features"
        case .feed: "alert feed"
        case .chainTest: "chain test"
        case .featureUpdates: "feature updates"
        case .quarantine: "quarantine"
        case .login: "login"
        case .logout: "logout"
        case .setup: "setup"
        case .password: "password"
        case .secondFactor: "second factor"
        case .logins: "logins"
        case .accessPage, .accessRows: "access log"
        }
    }
}

import CareModel
import Foundation

/// What a path asks for.
///
/// Our own table rather than Hummingbird's router: that one answers a known path with the wrong method by 404 instead
/// of 405, and the ids in our paths need strict decoding.
enum Route: Equatable {
    case alertList
    case homes
    case alertPage(id: String)
    case resident(home: String)
    case history(home: String)
    case report(home: String)
    case handover
    case devices(home: String)
    case styleSheet
    case script
    case printScript
    case events
    case alerts
    case alert(id: String)
    case act(Alert.Act, id: String)
    case enter(HomeStep, home: String)
    case plan(home: String)
    case cancel(home: String)
    case walk(home: String)
    case place(home: String)
    case features
    case featureUpdates
    case quarantine
    case live
    case ready
    case metrics
    case login
    case logout
    case setup
    case password
    case secondFactor
    case logins
    case accessPage
    case accessRows
    case openAPI
    case destinations
    case chainTest
    case feed(AlertFeed.Form)

    /// Nil for a path that is none of ours, or whose percent-encoding is broken.
    init?(path: String) {
        guard path.first == "/" else { return nil }
        var parts: [String] = []
        for part in path.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
            guard let decoded = String(part).removingPercentEncoding else { return nil }
            parts.append(decoded)
        }
        switch (parts.count, parts[0]) {
        case (1, ""): self = .alertList
        case (1, "homes"): self = .homes
        case (1, "style.css"): self = .styleSheet
        case (1, "live.js"): self = .script
        case (1, "print.js"): self = .printScript
        case (1, "events"): self = .events
        case (1, "livez"): self = .live
        case (1, "readyz"): self = .ready
        case (1, "metrics"): self = .metrics
        case (1, "login"): self = .login
        case (1, "logout"): self = .logout
        case (1, "setup"): self = .setup
        case (1, "password"): self = .password
        case (1, "second-factor"): self = .secondFactor
        case (1, "logins"): self = .logins
        case (1, "access-log"): self = .accessPage
        case (1, "handover"): self = .handover
        case (1, "destinations"): self = .destinations
        case (2, "feeds"):
            guard let form = AlertFeed.Form.allCases.first(where: { $0.path == path }) else { return nil }
            self = .feed(form)
        case (2, "alerts") where !parts[1].isEmpty: self = .alertPage(id: parts[1])
        case (3, "residents") where !parts[1].isEmpty && parts[2] == "features": self = .history(home: parts[1])
        case (3, "residents") where !parts[1].isEmpty && parts[2] == "report": self = .report(home: parts[1])
        case (2, "residents") where !parts[1].isEmpty: self = .resident(home: parts[1])
        case (3, "homes") where !parts[1].isEmpty && parts[2] == "devices": self = .devices(home: parts[1])
        case (3, "homes") where !parts[1].isEmpty && parts[2] == "walk": self = .walk(home: parts[1])
        case (2..., "v1"):
            guard let route = Self.api(parts.dropFirst()) else { return nil }
            self = route
        default: return nil
        }
    }

    private static func api(_ parts: ArraySlice<String>) -> Route? {
        let parts = Array(parts)
        switch (parts.count, parts[0]) {
        case (1, "alerts"): return .alerts
        case (1, "features"): return .features
        case (1, "feature-updates"): return .featureUpdates
        case (1, "quarantine"): return .quarantine
        case (1, "access-log"): return .accessRows
        case (1, "openapi.json"): return .openAPI
        case (1, "chain-test"): return .chainTest
        case (2, "alerts") where !parts[1].isEmpty: return .alert(id: parts[1])
        case (3, "alerts") where !parts[1].isEmpty:
            return Alert.Act(rawValue: parts[2]).map { .act($0, id: parts[1]) }
        case (3, "homes") where !parts[1].isEmpty && parts[2] == "devices": return .place(home: parts[1])
        case (3, "homes") where !parts[1].isEmpty && parts[2] == "plan": return .plan(home: parts[1])
        case (3, "homes") where !parts[1].isEmpty && parts[2] == "cancel": return .cancel(home: parts[1])
        case (3, "homes") where !parts[1].isEmpty:
            return HomeStep(rawValue: parts[2]).map { .enter($0, home: parts[1]) }
        default: return nil
        }
    }

    /// As in the header `Allow`.
    var methods: [String] {
        switch self {
        case .act, .enter, .plan, .cancel, .logout: ["POST"]
        case .place, .login, .setup, .password, .secondFactor, .logins, .chainTest: ["GET", "HEAD", "POST"]
        default: ["GET", "HEAD"]
        }
    }

    /// Whether people read the answer, so that an error is a page too.
    var isPage: Bool {
        switch self {
        case .alertList, .homes, .alertPage, .resident, .history, .report, .handover, .devices, .walk, .login, .logout,
            .setup, .password, .secondFactor, .logins, .accessPage, .destinations:
            true
        default: false
        }
    }

    /// The same for everybody, so nobody is looked for, also while the database cannot be read.
    var needsNobody: Bool {
        switch self {
        case .live, .ready, .styleSheet, .script, .printScript: true
        default: false
        }
    }
}

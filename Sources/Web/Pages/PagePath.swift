import CareModel
import Foundation

/// Links within the pages.
enum PagePath {
    /// Percent-encoded so that it is one segment of a path, whatever it holds.
    static func encoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
    }

    static let homes = "/homes"

    static func resident(_ home: String) -> String { "/residents/" + encoded(home) }

    static func devices(_ home: String) -> String { "/homes/\(encoded(home))/devices" }

    static func alert(_ id: String) -> String { "/alerts/" + encoded(id) }

    static func history(_ home: String) -> String { resident(home) + "/features" }

    static func history(_ home: String, days: Int32) -> String { "\(history(home))?days=\(days)" }

    static func report(_ home: String) -> String { resident(home) + "/report" }

    static func report(_ home: String, days: Int32) -> String { "\(report(home))?days=\(days)" }

    static let destinations = "/destinations"

    static let handover = "/handover"

    static func walk(_ home: String) -> String { "/homes/\(encoded(home))/walk" }

    static func place(inHome home: String) -> String { "/v1/homes/\(encoded(home))/devices" }

    static func enter(_ step: HomeStep, home: String) -> String { "/v1/homes/\(encoded(home))/\(step.rawValue)" }

    static func plan(home: String) -> String { "/v1/homes/\(encoded(home))/plan" }

    static func cancel(home: String) -> String { "/v1/homes/\(encoded(home))/cancel" }

    static func step(_ step: Alert.Act, alert id: String) -> String {
        "/v1/alerts/\(encoded(id))/\(step.rawValue)"
    }

    /// An element's id may hold anything but white space.
    static func anchor(_ name: String, of kind: String = "alert") -> String {
        "\(kind)-" + name.map { $0.isWhitespace ? "-" : String($0) }.joined()
    }

    /// Leads to the alert on a page.
    static func fragment(alert id: String) -> String { "#" + encoded(anchor(id)) }

    /// RFC 3986 section 2.3.
    private static let unreserved = CharacterSet(
        charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
}

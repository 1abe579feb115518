package import CareEngine
package import CareModel
import Foundation

/// Something that happened to the gateway itself, or that a person did, written into the message log like a message
/// from outside: so a replay of the log meets it at the same place.
package enum GatewayEvent: Sendable, Equatable {
    /// Nobody watched between these moments: the gateway was down, or the clock jumped ahead.
    case unwatched(from: Timestamp, to: Timestamp)
    /// The clock was set back to this.
    case clockSetBack(to: Timestamp)
    /// A person's step on an alert.
    case act(AlertStep, alert: String, home: String, by: String, note: String?)

    /// All of the gateway's own messages are below this; no home may use it.
    package static let topic = "$vardag/gateway"

    private struct Form: Codable {
        var event: String
        var from: Timestamp?
        var to: Timestamp?
        var step: String?
        var alert: String?
        var home: String?
        var by: String?
        var note: String?
    }

    package var payload: [UInt8] {
        var form = Form(event: "")
        switch self {
        case .unwatched(let from, let to): form = Form(event: "unwatched", from: from, to: to)
        case .clockSetBack(let to): form = Form(event: "clock_set_back", to: to)
        case .act(let step, let alert, let home, let by, let note):
            form = Form(event: "act", step: "\(step)", alert: alert, home: home, by: by, note: note)
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return (try? encoder.encode(form)).map { [UInt8]($0) } ?? []
    }

    /// Nil when the bytes are no event of this version.
    package init?(payload: [UInt8]) {
        guard let form = try? JSONDecoder().decode(Form.self, from: Data(payload)) else { return nil }
        switch (form.event, form.from, form.to, form.alert, form.home) {
        case ("unwatched", let from?, let to?, _, _): self = .unwatched(from: from, to: to)
        case ("clock_set_back", _, let to?, _, _): self = .clockSetBack(to: to)
        case ("act", _, _, let alert?, let home?):
            guard let step = AlertStep.allCases.first(where: { "\($0)" == form.step }) else { return nil }
            self = .act(step, alert: alert, home: home, by: form.by ?? "", note: form.note)
        default: return nil
        }
    }
}

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
    /// A person's act on an alert.
    case act(AlertVerb)
    /// What a person entered about a home.
    case enter(HomeEntry, home: String, by: String)
    /// The home's file names another resident, or has a device elsewhere, than when it was last taken in.
    case setup(SetupChange, home: String)

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
        var verdict: String?
        var note: String?
        var about: String?
        var until: Timestamp?
        var entry: String?
        var circumstance: Circumstance?
        var kind: Circumstance.Kind?
        var resident: String?
        var device: String?
        var setup: SetupChange?
    }

    package var payload: [UInt8] {
        var form = Form(event: "")
        switch self {
        case .unwatched(let from, let to): form = Form(event: "unwatched", from: from, to: to)
        case .clockSetBack(let to): form = Form(event: "clock_set_back", to: to)
        case .act(let verb):
            form = Form(
                event: "act", step: verb.act.rawValue, alert: verb.alert, home: verb.home, by: verb.by,
                verdict: verb.judgement?.word, note: verb.note, about: verb.about, until: verb.until)
        case .enter(let entry, let home, let by): form = Self.form(entry, home: home, by: by)
        case .setup(let setup, let home): form = Form(event: "setup", home: home, setup: setup)
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
            guard let act = form.step.flatMap(Alert.Act.init(rawValue:)) else { return nil }
            let judgement = form.verdict.flatMap { Alert.Judgement($0) }
            if form.verdict != nil, judgement == nil { return nil }
            self = .act(
                AlertVerb(
                    act, on: alert, home: home, by: form.by ?? "", judgement: judgement, note: form.note,
                    about: form.about, until: form.until))
        case ("enter", _, _, _, let home?):
            guard let entry = Self.entry(form) else { return nil }
            self = .enter(entry, home: home, by: form.by ?? "")
        case ("setup", _, _, _, let home?):
            guard let setup = form.setup else { return nil }
            self = .setup(setup, home: home)
        default: return nil
        }
    }

    private static func form(_ entry: HomeEntry, home: String, by: String) -> Form {
        var form = Form(event: "enter", home: home, by: by)
        switch entry {
        case .begins(let circumstance): (form.entry, form.circumstance) = ("begins", circumstance)
        case .ends(let kind): (form.entry, form.kind) = ("ends", kind)
        case .cancels(let circumstance): (form.entry, form.circumstance) = ("cancels", circumstance)
        case .admitted(let resident): (form.entry, form.resident) = ("admitted", resident)
        case .discharged: form.entry = "discharged"
        case .replaced(let device): (form.entry, form.device) = ("replaced", device)
        }
        return form
    }

    private static func entry(_ form: Form) -> HomeEntry? {
        switch form.entry {
        case "begins": form.circumstance.map { .begins($0) }
        case "ends": form.kind.map { .ends($0) }
        case "cancels": form.circumstance.map { .cancels($0) }
        case "admitted": form.resident.map { .admitted(resident: $0) }
        case "discharged": .discharged
        case "replaced": form.device.map { .replaced(device: $0) }
        default: nil
        }
    }
}

import CareModel

/// A device that speaks and has no place yet, with the form that gives it one.
struct UnlistedCard {
    /// Lasting, so that what somebody writes stays with its device when the page is renewed.
    let key: String
    let titleText: String
    let measuresText: String
    let heardAt: MomentView?
    let saidText: String?
    let address: String
    let nameText: String
    let kinds: [Choice]
    let placements: [Choice]

    struct Choice {
        let value: String
        let text: String
        let isChosen: Bool
    }

    init(_ device: UnlistedDevice, _ words: Phrases, _ clock: inout HomeClock) {
        key = PagePath.anchor(device.address, of: "new")
        address = device.address
        let end = device.topic.split(separator: "/").last.map(String.init) ?? device.address
        titleText = device.model.isEmpty ? end : "\(end) (\(device.model))"
        nameText = end
        let measured = device.quantities.sorted { $0.rawValue < $1.rawValue }
        measuresText = measured.isEmpty ? words.say("notTold") : measured.map { words.text($0) }.joined(separator: ", ")
        heardAt = device.lastHeard.map { clock.moment($0) }
        let said = device.lastStated.map { words.text($0.quantity, $0.value) }
        saidText = said.isEmpty ? nil : said.joined(separator: ", ")
        let likely = DeviceKind(likelyFrom: device.quantities)
        kinds = DeviceKind.allCases.map {
            Choice(value: $0.rawValue, text: words.text($0), isChosen: $0 == likely)
        }
        placements = Placement.allCases.filter { $0 != .other }.map {
            Choice(value: $0.rawValue, text: words.text($0) ?? words.say("noPlacement"), isChosen: false)
        }
    }
}

extension DeviceKind {
    /// What a device that measures these is most often; the installer decides.
    init(likelyFrom quantities: Set<Quantity>) {
        let order: [(Quantity, DeviceKind)] = [
            (.smoke, .smoke), (.waterLeak, .leak), (.bedOccupancy, .bed), (.chairOccupancy, .chair),
            (.medicationEvent, .medication), (.bodyWeight, .selfMonitoring), (.bpSystolic, .selfMonitoring),
            (.contactOpen, .door), (.presence, .presence), (.motion, .motion), (.occupancy, .motion), (.sos, .button),
            (.power, .power), (.energy, .power), (.buttonEvent, .button), (.vibration, .vibration),
            (.temperature, .climate), (.humidity, .climate), (.illuminance, .illuminance),
        ]
        self = order.first { quantities.contains($0.0) }?.1 ?? .other
    }
}

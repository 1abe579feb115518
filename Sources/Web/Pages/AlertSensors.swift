import CareModel

/// The sensors that an alert rests on, with how they are now.
struct AlertSensors {
    let sensors: [Line]
    let hasSensors: Bool

    struct Line {
        let sensorName: String
        let kindText: String
        /// The class of the style sheet; empty where the engine cannot be asked.
        let lifeClass: String
        let lifeText: String
        let heardText: String
    }

    /// `status`: nil when it cannot be told now; `devices`: the home's file.
    init(_ alert: Alert, _ status: HomeStatus?, devices: [Device], _ words: Phrases) {
        let all = status?.devices.map(\.device) ?? devices
        let wanted = alert.devices(among: all)
        sensors = all.filter { wanted.contains($0.number) }.map { device in
            let known = status?.devices.first { $0.device.number == device.number }
            let heard = known?.lastHeard.map { heard in
                status.map { NowView.ago(heard, $0.at, words) } ?? ""
            }
            let parts = [words.text(device.kind), words.text(device.placement), device.room].compactMap { $0 }
            return Line(
                sensorName: device.name, kindText: parts.filter { !$0.isEmpty }.joined(separator: ", "),
                lifeClass: known.map(\.life.rawValue) ?? "",
                lifeText: known.map { words.text($0.life) } ?? words.say("cannotBeShown"),
                heardText: known == nil ? "–" : heard ?? words.say("never"))
        }
        hasSensors = !sensors.isEmpty
    }
}

import CareModel

/// Frigate: what its cameras see, as counts and as events of each tracked object. Only persons count; images, sounds and
/// settings are not read.
///
/// A person is present while any is tracked, so that the one who leaves does not take the others along.
struct Frigate: Convention {
    static let name = "frigate"

    private static let person = "person"
    /// So many are followed; more are there anyway.
    private static let cameraLimit = 100
    private static let personLimit = 50

    /// Camera -> the objects that are persons and have not ended.
    private var persons: [String: Set<String>] = [:]

    /// `frigate`, or a prefix that begins so.
    func owns(_ topic: MessageTopic) -> Bool {
        topic.levels.count > 1 && topic[0].hasPrefix("frigate")
    }

    mutating func read(_ message: DeviceMessage, into report: inout MessageReport) throws(PayloadFault) {
        guard !message.isEmpty else { return }
        let levels = message.topic.levels
        switch (levels.count, levels[1], levels.last) {
        case (2, "available", _):
            report.device(levels[0])
            report.value("availability", .text(message.text))
        case (2, "events", _):
            try readEvent(message.json(), isRetained: message.isRetained, into: &report)
        case (3, let camera, Self.person):
            report.device(camera, levels: 2)
            report.value(Self.person, .text(message.text))
            if message.text == "0" { persons[camera] = nil }
        case (3, let camera, "motion"):
            report.device(camera, levels: 2)
            report.value("motion", .text(message.text))
        case (4, let camera, "detect") where levels[2] == "status":
            report.device(camera, levels: 2)
            report.value("availability", .text(message.text))
        default:
            return
        }
    }

    private mutating func readEvent(_ event: JSONValue, isRetained: Bool, into report: inout MessageReport) {
        guard let object = event["after"], object["label"]?.text == Self.person,
            let camera = object["camera"]?.text, let id = object["id"]?.text
        else { return }
        report.device(camera, isShared: true)
        if object["false_positive"]?.truth == true || isRetained { return }
        let known = persons[camera] ?? []
        var left = known
        if event["type"]?.text == "end" {
            left.remove(id)
            report.time(SourceTime(object["end_time"] ?? object["frame_time"]))
        } else {
            if left.count < Self.personLimit { left.insert(id) }
            report.time(SourceTime(object["frame_time"]))
        }
        // An update of somebody who is there already says nothing new.
        if left.isEmpty {
            report.value(Self.person, .number(0))
        } else if known.isEmpty {
            report.value(Self.person, .number(Double(left.count)))
        }
        if left.isEmpty {
            persons[camera] = nil
        } else if persons[camera] != nil || persons.count < Self.cameraLimit {
            persons[camera] = left
        }
    }
}

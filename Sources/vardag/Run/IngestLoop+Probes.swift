import MQTT

/// Messages to ourselves that are under way, and those that came back and are not yet on disk.
struct ProbeList {
    private var underWay: [VerbInbox.Probe] = []
    private var back: [VerbInbox.Probe] = []

    /// More at once are forgotten, the oldest first: whoever asked has waited in vain.
    static let limit = 16

    mutating func published(_ probe: VerbInbox.Probe) {
        underWay.append(probe)
        if underWay.count > Self.limit { underWay.removeFirst() }
    }

    mutating func cameBack(_ payload: [UInt8]) {
        guard let index = underWay.firstIndex(where: { $0.token == payload }) else { return }
        back.append(underWay.remove(at: index))
    }

    mutating func takeBack() -> [VerbInbox.Probe] {
        defer { back.removeAll() }
        return back
    }
}

extension IngestLoop {
    func publishProbes() throws {
        for probe in around.inbox.takeProbes() {
            try connection.publish(topic: markerTopic, payload: probe.token)
            probes.published(probe)
        }
    }

    /// What came back is on disk.
    func answerProbes() {
        for probe in probes.takeBack() { probe.answer() }
    }
}

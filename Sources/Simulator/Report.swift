import CareModel

/// One message on its way, before it is written out.
struct Report {
    /// When it arrives at the gateway.
    var at: Timestamp
    /// When it was measured.
    var source: Timestamp
    var content: Content
    var retained = false
    /// Tells a repetition from its original: only the link quality depends on it.
    var copy = 0
    /// The state differs from the report before.
    var isTransition = false

    enum Content {
        /// A device's whole state, as the bridge caches and publishes it.
        case state(Sensor, on: Bool)
        /// A button's action; empty when it ends.
        case action(Sensor, String)
        case nulls(Sensor)
        case availability(Sensor, online: Bool)
        case bridgeState(online: Bool)
        case bridgeDevices
        /// In tenths of a kilogram.
        case weight(Int)
        case bloodPressure(systolic: Int, diastolic: Int)
        case pulse(Int)
        /// The gateway connects anew: becomes the retained messages. Never written out itself.
        case reconnection
    }

    init(at: Timestamp, _ content: Content, retained: Bool = false, isTransition: Bool = false) {
        (self.at, self.source, self.content) = (at, at, content)
        (self.retained, self.isTransition) = (retained, isTransition)
    }

    /// The device that a report is from, if it is from one.
    var sensor: Sensor? {
        switch content {
        case .state(let sensor, _), .action(let sensor, _), .nulls(let sensor), .availability(let sensor, _): sensor
        case .bridgeState, .bridgeDevices, .weight, .bloodPressure, .pulse, .reconnection: nil
        }
    }

    /// Sorted by arrival; what arrives in the same millisecond keeps its order.
    static func inOrder(_ reports: [Report]) -> [Report] {
        let order = reports.indices.sorted { a, b in
            (reports[a].at, a) < (reports[b].at, b)
        }
        return order.map { reports[$0] }
    }
}

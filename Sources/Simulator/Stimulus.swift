import CareModel

/// Something that one sensor notices, before it decides what to report.
struct Stimulus {
    var at: Timestamp
    var sensor: Sensor
    var kind: Kind
    enum Kind {
        case motion, heartbeat
        case turn(Bool)
        case press
    }
}

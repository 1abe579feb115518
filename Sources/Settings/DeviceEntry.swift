import CareModel

/// A device as a home's file or an installer's list names it: the device and the words that were written.
struct DeviceEntry {
    var device: Device
    /// As written, also where the device's kind or placement is `other`.
    var kindWord: String
    var placementWord: String

    static let requiredKeys = ["device", "kind"]
    static let optionalKeys = ["room", "placement", "topic", "address"]
}

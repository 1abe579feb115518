import Settings

/// The payload conventions that are known, read from the files in `Devices/`.
package struct DeviceProfiles: Sendable {
    var zigbee2mqtt = Profile(convention: "zigbee2mqtt")
    var selfMonitoring = Profile(convention: "self_monitoring")

    /// Both at once, for topics whose convention is not known: the first one's rules win.
    var combined: Profile {
        var both = zigbee2mqtt
        both.properties.merge(selfMonitoring.properties) { first, _ in first }
        return both
    }
}

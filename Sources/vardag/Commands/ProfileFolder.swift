import Foundation

/// Where the device profiles lie when nobody says.
enum ProfileFolder {
    static func find() -> String? {
        var folders = ["Devices"]
        // A build in .build/release of a checkout, at any depth.
        var above = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        for _ in 0..<5 {
            folders.append(above.appendingPathComponent("Devices").path)
            above.deleteLastPathComponent()
        }
        folders.append("/usr/share/vardag/Devices")
        return folders.first { FileManager.default.fileExists(atPath: $0 + "/zigbee2mqtt.yaml") }
    }
}

import Foundation
package import Settings

/// The payload conventions that are known, read from the files in `Devices/`.
package struct DeviceProfiles: Sendable {
    var zigbee2mqtt = Profile(convention: "zigbee2mqtt")
    var selfMonitoring = Profile(convention: "self_monitoring")
    /// All others, in the order of `ConventionSet`.
    var others: [Profile] = []

    /// Reads every `*.yaml` of the folder; what is wrong is told in `diagnostics`, with its place.
    package static func load(folder: String) -> (profiles: DeviceProfiles, diagnostics: [Diagnostic]) {
        let diagnostics = Diagnostics()
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder)
        } catch {
            let message = "the folder of device profiles cannot be read: \(error.localizedDescription)"
            diagnostics.report(Diagnostic(path: folder, severity: .error, message: message))
            return (DeviceProfiles(), diagnostics.sorted)
        }
        var found: [Profile] = []
        for name in names.sorted() where name.hasSuffix(".yaml") {
            let path = folder + (folder.hasSuffix("/") ? "" : "/") + name
            if let profile = FormFile.read(path, into: diagnostics, Profile.init(form:)) { found.append(profile) }
        }
        let profiles = DeviceProfiles(found, place: folder, into: diagnostics)
        return (profiles, diagnostics.sorted)
    }

    /// As `load`, from the texts of files; `path` is what messages call each.
    package static func read(
        texts: [(path: String, text: String)]
    ) -> (profiles: DeviceProfiles, diagnostics: [Diagnostic]) {
        let diagnostics = Diagnostics()
        let found = texts.compactMap {
            FormFile.read(text: $0.text, path: $0.path, into: diagnostics, Profile.init(form:))
        }
        let profiles = DeviceProfiles(found, place: texts.first?.path ?? "", into: diagnostics)
        return (profiles, diagnostics.sorted)
    }

    private init(_ found: [Profile] = [], place: String = "", into diagnostics: Diagnostics? = nil) {
        for profile in found {
            switch profile.convention {
            case zigbee2mqtt.convention: zigbee2mqtt = profile
            case selfMonitoring.convention: selfMonitoring = profile
            case Profile.vocabulary: break
            default: others.append(profile)
            }
        }
        for i in others.indices where !others[i].like.isEmpty {
            if let like = found.first(where: { $0.convention == others[i].like }) {
                others[i].add(like)
            } else {
                diagnostics?.report(
                    Diagnostic(
                        path: place, severity: .error,
                        message: "\(others[i].convention) is like `\(others[i].like)`, of which there is no profile"))
            }
        }
        others = ConventionSet.ordered(others)
        for wanted in Profile.required where diagnostics?.hasErrors == false {
            guard !found.contains(where: { $0.convention == wanted }) else { continue }
            diagnostics?.report(
                Diagnostic(
                    path: place, severity: .error,
                    message: "no profile of the convention `\(wanted)`; a file with `convention: \(wanted)` is needed"))
        }
    }

    /// All profiles.
    var all: [Profile] { [zigbee2mqtt, selfMonitoring] + others }

    /// Both at once, for topics whose convention is not known: the first one's rules win.
    var combined: Profile {
        var both = zigbee2mqtt
        both.properties.merge(selfMonitoring.properties) { first, _ in first }
        return both
    }
}

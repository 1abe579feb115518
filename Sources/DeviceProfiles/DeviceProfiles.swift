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
        for profile in Self.complete(found, into: diagnostics) {
            switch profile.convention {
            case zigbee2mqtt.convention: zigbee2mqtt = profile
            case selfMonitoring.convention: selfMonitoring = profile
            case Profile.vocabulary: break
            default: others.append(profile)
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

    /// Each convention once, with the rules of the one that it is like.
    private static func complete(_ found: [Profile], into diagnostics: Diagnostics?) -> [Profile] {
        var known: [String: Profile] = [:]
        var complete: [Profile] = []
        for profile in found {
            if let first = known[profile.convention] {
                let message =
                    "the convention `\(profile.convention)` is that of \(first.place.path) already; give one up"
                diagnostics?.report(profile.place.error(message))
                continue
            }
            known[profile.convention] = profile
            complete.append(profile)
        }
        for i in complete.indices where !complete[i].like.isEmpty {
            let like = complete[i].like
            guard let other = known[like], other.like.isEmpty, like != complete[i].convention else {
                let message = "`like: \(like)` must name a convention that is not itself like another"
                diagnostics?.report(complete[i].place.error(message))
                continue
            }
            complete[i].inherit(other)
        }
        return complete
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

extension Profile.Place {
    func error(_ message: String) -> Diagnostic {
        Diagnostic(path: path, line: line, column: column, severity: .error, message: message)
    }
}

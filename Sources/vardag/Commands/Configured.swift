import ArgumentParser
import CareModel
import DeviceProfiles
import Settings

/// Everything that a configuration names, read and checked.
struct Configured {
    var settings: GatewaySettings
    var homes: [HomeDefinition]
    var profiles: DeviceProfiles

    /// Reads the settings file, its homes and its device profiles; every problem of all of them is in `diagnostics`.
    static func load(_ path: String, into diagnostics: Diagnostics) -> Configured? {
        guard let settings = GatewaySettings.load(path, into: diagnostics) else { return nil }
        let homes = HomesFolder.load(settings.homes, areas: settings.areas.map(\.name), into: diagnostics)
        let (profiles, problems) = DeviceProfiles.load(folder: settings.devices)
        for problem in problems { diagnostics.report(problem) }
        let prefix = settings.publishPrefix + "/"
        for home in homes where prefix.hasPrefix(home.baseTopic + "/") || (home.baseTopic + "/").hasPrefix(prefix) {
            diagnostics.report(
                Diagnostic(
                    path: path, severity: .error,
                    message: "`publish_prefix` \(settings.publishPrefix) and the base topic \(home.baseTopic) of home "
                        + "\(home.id) lie inside each other; give them different first levels"))
        }
        guard !diagnostics.hasErrors else { return nil }
        return Configured(settings: settings, homes: homes, profiles: profiles)
    }

    /// As `load`; says what is wrong and ends with status 78.
    static func required(_ path: String) throws -> Configured {
        let diagnostics = Diagnostics()
        let configured = load(path, into: diagnostics)
        if !diagnostics.all.isEmpty { Terminal.say(diagnostics.text) }
        guard let configured else { throw Terminal.badConfiguration }
        return configured
    }

    /// The home with that id; says so and ends with status 65 when there is none.
    func home(_ id: String) throws -> HomeDefinition {
        guard let home = homes.first(where: { $0.id == id }) else {
            let known = homes.map(\.id).joined(separator: ", ")
            throw Terminal.fail("there is no home \(id); there are: \(known)", Terminal.badData)
        }
        return home
    }
}

/// The device profiles that come with the program, for commands without a configuration.
enum ShippedProfiles {
    /// `--devices`, else `Devices` in the working folder, beside the program, or where the package installs it.
    static func load(_ folder: String?) throws -> DeviceProfiles {
        let diagnostics = Diagnostics()
        guard let found = folder ?? ProfileFolder.find() else {
            Terminal.say("vardag: no device profiles found; name their folder with --devices")
            throw Terminal.badConfiguration
        }
        let (profiles, problems) = DeviceProfiles.load(folder: found)
        for problem in problems { diagnostics.report(problem) }
        if !diagnostics.all.isEmpty { Terminal.say(diagnostics.text) }
        guard !diagnostics.hasErrors else { throw Terminal.badConfiguration }
        return profiles
    }
}

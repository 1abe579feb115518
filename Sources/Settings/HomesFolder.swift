package import CareModel
import Foundation

/// The folder with all homes: `*.yaml` and `<id>/home.yaml`.
package enum HomesFolder {
    /// Reads every home, sorted by id. Files with errors are left out and reported, as are homes with the same id and
    /// base topics of which one is the other or inside it. An area that is not among `areas` is an error, too, unless
    /// there are none.
    package static func load(
        _ path: String, areas: [String] = [], into diagnostics: Diagnostics
    ) -> [HomeDefinition] {
        guard let files = files(in: path, into: diagnostics) else { return [] }
        if files.isEmpty {
            let message = "the folder holds no homes; put `<id>.yaml` or `<id>/home.yaml` into it"
            diagnostics.report(Diagnostic(path: path, severity: .warning, message: message))
        }
        let homes = files.compactMap { FormFile.read($0, into: diagnostics, HomeFile.placedHome) }
        reportSameID(homes)
        reportOverlap(homes)
        if !areas.isEmpty { reportUnknownAreas(homes, areas) }
        return homes.map(\.definition).sorted { $0.id < $1.id }
    }

    /// The files of the homes, in the order of their names; none when the folder cannot be read.
    package static func paths(in folder: String) -> [String] { files(in: folder, into: Diagnostics()) ?? [] }

    /// The file of the home with that id; nil when none is, or it has errors.
    package static func file(of home: String, in folder: String) -> String? {
        paths(in: folder).first { HomeFile.load($0, into: Diagnostics())?.id == home }
    }

    /// In the order of their names; nil (reported) when the folder cannot be read.
    private static func files(in folder: String, into diagnostics: Diagnostics) -> [String]? {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        } catch {
            let message = "the folder of homes cannot be read: \(error.localizedDescription)"
            diagnostics.report(Diagnostic(path: folder, severity: .error, message: message))
            return nil
        }
        let start = folder.hasSuffix("/") ? folder : folder + "/"
        return names.filter { !$0.hasPrefix(".") }.compactMap { name in
            if name.hasSuffix(".yaml") { return start + name }
            if name.hasSuffix(".yml") {
                let message = "the file is not read as a home; rename it to end in `.yaml`"
                diagnostics.report(Diagnostic(path: start + name, severity: .warning, message: message))
            }
            let nested = start + name + "/home.yaml"
            return FileManager.default.fileExists(atPath: nested) ? nested : nil
        }
    }

    private static func reportSameID(_ homes: [HomeFile.PlacedHome]) {
        var first: [String: FormValue] = [:]
        for home in homes {
            if let earlier = first[home.definition.id] {
                home.id.error(
                    "the home `\(home.definition.id)` is already in \(earlier.path); give each home its own id")
            } else {
                first[home.definition.id] = home.id
            }
        }
    }

    /// A misspelt area would go on with everybody's settings.
    private static func reportUnknownAreas(_ homes: [HomeFile.PlacedHome], _ areas: [String]) {
        for home in homes {
            guard let place = home.area, let area = home.definition.area, !areas.contains(area) else { continue }
            let hint = Spelling.closest(to: area, in: areas).map { "did you mean `\($0)`?" }
            place.error(
                "the area `\(area)` is not in the gateway's `areas`; "
                    + (hint ?? "there are: \(areas.joined(separator: ", "))"))
        }
    }

    /// In the order of their bytes, every topic inside another follows it with only such topics between.
    private static func reportOverlap(_ homes: [HomeFile.PlacedHome]) {
        func prefix(_ home: HomeFile.PlacedHome) -> String { home.definition.baseTopic + "/" }
        var outer: HomeFile.PlacedHome?
        let sorted = homes.enumerated().sorted { a, b in
            prefix(a.element) == prefix(b.element)
                ? a.offset < b.offset : prefix(a.element).utf8.lexicographicallyPrecedes(prefix(b.element).utf8)
        }
        for (_, home) in sorted {
            guard let found = outer, prefix(home).hasPrefix(prefix(found)) else {
                outer = home
                continue
            }
            // Two homes of one id have the same default topic; one message says enough.
            if found.definition.id == home.definition.id { continue }
            let how = prefix(home) == prefix(found) ? "is also" : "is inside `\(found.definition.baseTopic)`,"
            home.baseTopic.error(
                "the base topic `\(home.definition.baseTopic)` \(how) that of home `\(found.definition.id)` "
                    + "(\(found.id.path)); no home's topics may be inside another's")
        }
    }
}

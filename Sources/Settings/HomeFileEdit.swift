import CareModel
import Foundation

/// Adds a device to a home's file as an installer would with an editor: one line, and everything else stays as it is
/// written.
package enum HomeFileEdit {
    /// What an installer says of a device that is to be placed.
    package struct NewDevice: Hashable, Sendable {
        package var name: String
        package var kind: String
        package var room: String
        package var placement: String
        /// Empty where its address tells.
        package var topic: String
        /// Empty where its topic tells.
        package var address: String

        package init(
            name: String, kind: String, room: String = "", placement: String = "", topic: String = "",
            address: String = ""
        ) {
            self.name = name
            self.kind = kind
            self.room = room
            self.placement = placement
            self.topic = topic
            self.address = address
        }

        var line: String {
            var parts = ["device: \(YAMLScalar.written(name))", "kind: \(YAMLScalar.written(kind))"]
            for (key, value) in [("room", room), ("placement", placement), ("topic", topic), ("address", address)]
            where !value.isEmpty {
                parts.append("\(key): \(YAMLScalar.written(value))")
            }
            return "- {" + parts.joined(separator: ", ") + "}"
        }
    }

    /// The file's text with the device behind the last one; nil when the file or the device has errors, all of which
    /// are in `diagnostics`, or when the file's form leaves no place for a line (reported with the line to add).
    package static func adding(
        _ device: NewDevice, to text: String, path: String, into diagnostics: Diagnostics
    ) -> String? {
        guard let before = HomeFile.read(text: text, path: path, into: diagnostics),
            let place = lastDevice(text, path)
        else { return nil }
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let byHand = Diagnostic(
            path: path, line: place.line, severity: .error,
            message: "the list of devices is not written a line each; add by hand: \(device.line)")
        guard lines[place.line - 1].drop(while: { $0 == " " }).hasPrefix("-") else {
            diagnostics.report(byHand)
            return nil
        }
        var end = place.line
        // A device written over several lines ends where the next line is indented no further than it.
        while end < lines.count, isWithin(lines[end], place.column - 1) { end += 1 }
        let dash = String(repeating: " ", count: max(0, place.column - 3))
        lines.insert(dash + device.line, at: min(end, lines.count))
        let edited = lines.joined(separator: "\n")
        let check = Diagnostics()
        let after = HomeFile.read(text: edited, path: path, into: check)
        if let after, after.devices.count == before.devices.count + 1,
            after.devices.dropLast() == before.devices[...]
        {
            return edited
        }
        for problem in check.all { diagnostics.report(problem) }
        if !check.hasErrors { diagnostics.report(byHand) }
        return nil
    }

    private static func isWithin(_ line: String, _ column: Int) -> Bool {
        let indent = line.prefix { $0 == " " }.count
        return indent < line.count && indent >= column
    }

    /// Where the last device of the list stands; nil (reported) when there is none.
    private static func lastDevice(_ text: String, _ path: String) -> (line: Int, column: Int)? {
        let quiet = Diagnostics()
        let place = FormFile.read(text: text, path: path, into: quiet) { file -> (line: Int, column: Int)? in
            guard let devices = file.entries()?.first(where: { $0.key.text() == "devices" })?.value,
                let last = devices.list()?.last
            else { return nil }
            return (last.line, last.column)
        }
        return place ?? nil
    }

    /// Adds the device to the file at `path` and puts the new file in the old one's place in one step.
    package static func add(_ device: NewDevice, toFile path: String, into diagnostics: Diagnostics) -> Bool {
        guard let text = FormFile.text(of: path, into: diagnostics),
            let edited = adding(device, to: text, path: path, into: diagnostics)
        else { return false }
        do {
            try Data(edited.utf8).write(to: URL(filePath: path), options: .atomic)
        } catch {
            diagnostics.report(
                Diagnostic(path: path, severity: .error, message: "cannot be written: \(error.localizedDescription)"))
            return false
        }
        return true
    }
}

import Foundation

extension GatewaySettings.Broker {
    /// The password in `passwordFile`, without its line end; nil without a file. Throws `SettingsError`.
    package func password() throws(SettingsError) -> String? {
        guard let passwordFile else { return nil }
        let text: String
        do {
            text = try String(contentsOfFile: passwordFile, encoding: .utf8)
        } catch {
            throw .unreadable(path: passwordFile, reason: error.localizedDescription)
        }
        let lines = text.split(whereSeparator: \.isNewline)
        guard lines.count == 1, let line = lines.first else {
            throw .unreadable(path: passwordFile, reason: "it must hold the password on its only line")
        }
        return String(line)
    }
}

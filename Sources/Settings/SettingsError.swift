/// What a caller of this module can meet beside the diagnostics of the files that people write.
package enum SettingsError: Error, Equatable, CustomStringConvertible {
    /// A secret that was there when the settings were checked cannot be read.
    case unreadable(path: String, reason: String)

    package var description: String {
        switch self {
        case .unreadable(let path, let reason): "\(path) cannot be read: \(reason)"
        }
    }
}

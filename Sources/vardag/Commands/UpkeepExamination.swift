import CareModel
import Foundation
import Settings

/// Looks at what keeps the gateway itself safe: backups and the heartbeat.
struct UpkeepExamination {
    private let settings: GatewaySettings

    init(_ settings: GatewaySettings) { self.settings = settings }

    func findings() -> [DoctorFinding] { [backup(), heartbeat()] }

    private func backup() -> DoctorFinding {
        guard let backup = settings.backup else {
            return DoctorFinding(
                check: "backup", level: .advice, what: "no nightly backup", remedy: "set `backup: {folder: ...}`")
        }
        guard FileManager.default.isWritableFile(atPath: backup.folder) else {
            return DoctorFinding(
                check: "backup", level: .problem, what: "\(backup.folder) cannot be written",
                remedy: "give it to the gateway's user")
        }
        let copies = BackupFolder(settings: backup).copies()
        guard let last = copies.last else {
            return DoctorFinding(
                check: "backup", level: .advice, what: "no copy in \(backup.folder) yet",
                remedy: "the gateway makes one when it runs")
        }
        guard !BackupFolder.isOverdue(now: WallClock.read(), last: last.at) else {
            return DoctorFinding(
                check: "backup", level: .problem, what: "the last copy is of \(last.at)",
                remedy: "see the cause in the gateway's log")
        }
        return DoctorFinding(
            check: "backup", level: .fine, what: "\(copies.count) in \(backup.folder), the last of \(last.at)")
    }

    private func heartbeat() -> DoctorFinding {
        guard let heartbeat = settings.heartbeat else {
            return DoctorFinding(
                check: "heartbeat", level: .advice, what: "nobody outside notices when this box dies",
                remedy: "set `heartbeat: {url: ...}`")
        }
        let place = heartbeat.url.host() ?? ""
        do {
            _ = try WebRequest.get(heartbeat.url)
            return DoctorFinding(check: "heartbeat", level: .fine, what: "taken by \(place)")
        } catch {
            return DoctorFinding(
                check: "heartbeat", level: .problem, what: "not taken by \(place): \(error)",
                remedy: "correct `heartbeat.url`, or let this machine out to it")
        }
    }
}

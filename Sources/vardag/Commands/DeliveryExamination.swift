import CareModel
import Foundation
import Settings
import Store

/// Looks at whether the destinations get what is theirs.
struct DeliveryExamination {
    let settings: GatewaySettings

    init(_ settings: GatewaySettings) { self.settings = settings }

    func findings() -> [DoctorFinding] {
        guard FileManager.default.fileExists(atPath: settings.database) else { return [] }
        do {
            let store = try CareStore(readingOnly: settings.database)
            return try DestinationReport.all(settings, store).map(finding)
        } catch {
            return [DoctorFinding(check: "delivery", level: .problem, what: "\(error)")]
        }
    }

    private func finding(_ report: DestinationReport) -> DoctorFinding {
        let check = "delivery to \(report.name)"
        if let since = report.failingSince {
            return DoctorFinding(
                check: check, level: .problem, what: "fails since \(since): \(report.failure ?? "")",
                remedy: "see that it runs and can be reached from here")
        }
        guard report.deadLetters == 0 else {
            return DoctorFinding(
                check: check, level: .problem, what: "did not take \(report.deadLetters)",
                remedy: "`vardag webhooks list --dead` says why; `vardag webhooks retry` sends them once more")
        }
        return DoctorFinding(check: check, level: .fine, what: "\(report.waiting ?? 0) waiting")
    }
}

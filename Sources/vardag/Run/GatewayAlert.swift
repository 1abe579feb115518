import CareModel
import Delivery

/// What can be wrong with the gateway itself; the alerts' home is `gateway`.
enum GatewayAlert: String, CaseIterable, Sendable {
    case diskFull = "disk_full"
    case diskLow = "disk_low"
    case clockUnsynchronised = "clock_unsynchronised"
    case backupFailed = "backup_failed"

    static let home = "gateway"

    /// The alert as it stands at `now`; `cause` goes into its history.
    func alert(_ state: Alert.State, since: Timestamp, now: Timestamp, cause: String) -> Alert {
        var history = [
            Alert.Change(at: since, from: nil, to: .firing, by: Self.home, note: cause.isEmpty ? nil : cause)
        ]
        if state == .resolved { history.append(.init(at: now, from: .firing, to: .resolved, by: Self.home)) }
        return Alert(
            id: "\(Self.home).\(rawValue).home.\(since.milliseconds)", home: Self.home, resident: "", rule: rawValue,
            family: .technical, priority: .technical, state: state, onset: since, raisedAt: since,
            clearedAt: state == .resolved ? now : nil, place: nil, title: title, explanation: explanation,
            suggestion: suggestion, history: history)
    }

    private var title: Alert.Words {
        switch self {
        case .diskFull: .init(sv: "Disken är full", en: "The disk is full")
        case .diskLow: .init(sv: "Disken är snart full", en: "The disk is nearly full")
        case .clockUnsynchronised:
            .init(sv: "Klockan går inte efter någon tidsserver", en: "The clock is not synchronised")
        case .backupFailed: .init(sv: "Säkerhetskopian misslyckades", en: "The backup failed")
        }
    }

    private var explanation: Alert.Words {
        switch self {
        case .diskFull:
            .init(
                sv: "Inget kan sparas. Meddelanden väntar hos mäklaren; larm med högsta prioritet går ut ändå.",
                en: "Nothing can be stored. Messages wait at the broker; alerts of the highest priority still go out.")
        case .diskLow:
            .init(
                sv: "Mindre än en tiondel av disken eller mindre än 1 GiB är ledigt.",
                en: "Less than a tenth of the disk, or less than 1 GiB, is free.")
        case .clockUnsynchronised:
            .init(
                sv: "Kärnan har i mer än tio minuter sagt att klockan inte är ställd. Tider i larm kan vara fel.",
                en:
                    "For more than ten minutes the kernel has said that the clock is not set. Times in alerts may be off."
            )
        case .backupFailed:
            .init(
                sv:
                    "Nattens kopia av databasen blev inte gjord eller höll inte kontrollen, eller den senaste goda är äldre "
                    + "än 36 timmar.",
                en:
                    "The nightly copy of the database was not made or did not pass its check, or the last good one is older "
                    + "than 36 hours.")
        }
    }

    private var suggestion: Alert.Words {
        switch self {
        case .diskFull:
            .init(
                sv: "Frigör plats på disken; inget behöver startas om.",
                en: "Free some space on the disk; nothing needs a restart.")
        case .diskLow:
            .init(
                sv: "Frigör plats, eller låt färre dagars meddelanden och färre kopior sparas.",
                en: "Free some space, or keep messages for fewer days and fewer backups.")
        case .clockUnsynchronised:
            .init(
                sv: "Se efter att tidstjänsten (chrony, systemd-timesyncd) går och når sin server.",
                en: "See that the time service (chrony, systemd-timesyncd) runs and reaches its server.")
        case .backupFailed:
            .init(
                sv: "Se orsaken i gatewayens logg, och kör `vardag doctor`.",
                en: "See the cause in the gateway's log, and run `vardag doctor`.")
        }
    }
}

/// Names under which the store keeps how far each destination has got.
enum DeliveryName {
    static let mqtt = MQTTDelivery.destination
}

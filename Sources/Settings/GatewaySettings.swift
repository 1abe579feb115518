package import CareModel
package import Foundation

/// What `vardag run` needs to know: the one YAML file that `--config` names.
package struct GatewaySettings: Hashable, Sendable {
    package var broker: Broker
    /// Absolute path of the folder with the homes' files.
    package var homes: String
    /// Absolute path of the folder with the device profiles.
    package var devices: String
    /// Absolute path of the SQLite file; its folder may not exist yet.
    package var database: String
    package var http: HTTP
    /// First level of everything the gateway publishes, without a trailing slash.
    package var publishPrefix: String
    package var clock: Clock
    /// False alerts that are accepted per resident and 30 days: 0.5, 1 or 2.
    package var alertBudget: Double
    /// Homes that name an area have its settings instead.
    package var areas: [Area]
    /// Alerts about changes say which condition they resemble; false unless set.
    package var conditionHints: Bool
    /// How long raw messages are kept for replay; at least 8.
    package var keepMessagesDays: Int
    /// Absolute path of the pseudonyms' key (32 bytes or more); nil: a generated one beside the database.
    package var pseudonymKeyFile: String?
    /// Nil: nobody outside is told that the gateway lives.
    package var heartbeat: Heartbeat?
    /// Nil: no nightly backup.
    package var backup: Backup?
    /// Nil: nobody is called, the page alone shows what there is.
    package var calls: CallSettings?
    /// Told of what comes out, each for itself.
    package var webhooks: [Webhook] = []

    /// How the gateway reaches the MQTT broker.
    package struct Broker: Hashable, Sendable {
        package var host: String
        package var port: Int
        package var username: String?
        /// Absolute path of a file with the password on its only line.
        package var passwordFile: String?
        package var tls: TLS?
        /// Fixed, because the broker keeps the backlog under this name.
        package var clientID: String
    }

    /// Absolute paths of PEM files; `cert` and `key` are given both or not at all.
    package struct TLS: Hashable, Sendable {
        package var ca: String
        package var cert: String?
        package var key: String?
    }

    /// Where the web page listens: loopback unless behind a proxy; port 0 is any free one.
    package struct HTTP: Hashable, Sendable {
        package var bind: String
        package var port: Int
        /// A proxy speaks TLS with the browsers; then the page needs accounts.
        package var isBehindProxy: Bool
        package var secondFactor: SecondFactor
        /// A file with a password a line that nobody may choose.
        package var refusedPasswords: String?

        /// Whether a login takes a code of an app beside the password: of those who want it, or of everybody.
        package enum SecondFactor: String, Sendable, CaseIterable {
            case offered, required
        }
    }

    /// Homes that are looked after together.
    package struct Area: Hashable, Sendable {
        package var name: String
        /// As the gateway's.
        package var alertBudget: Double
    }

    /// A request to an outside watcher that raises the alarm when it stops coming.
    package struct Heartbeat: Hashable, Sendable {
        /// http or https.
        package var url: URL
        /// 1 to 3600.
        package var everySeconds: Int
    }

    /// A checked copy of the database every night.
    package struct Backup: Hashable, Sendable {
        /// Absolute path of a folder that exists.
        package var folder: String
        /// Minutes after midnight on the machine's own clock, 0 to 1439.
        package var atMinute: Int
        /// How many copies stay, at least 1.
        package var keep: Int
    }

    /// Where "now" comes from: the machine, or the messages' own stamps (a replay through a broker).
    package enum Clock: String, CaseIterable, Sendable { case wall, message }

    /// Reads and checks a settings file; nil when it has errors, all of which are in `diagnostics`.
    package static func load(_ path: String, into diagnostics: Diagnostics) -> GatewaySettings? {
        FormFile.read(path, into: diagnostics) { file in
            file.map(
                required: ["broker", "homes", "devices", "database"],
                optional: [
                    "http", "publish_prefix", "clock", "alert_budget", "areas", "condition_hints", "keep_messages_days",
                    "pseudonym_key_file", "heartbeat", "backup", "calls", "webhooks",
                ], GatewaySettings.init(form:))
        }
    }
}

import MQTT
import Settings

extension BrokerAddress {
    /// The broker of the settings, under the gateway's client id and a suffix of its own for each connection. Reads the
    /// password file; throws `SettingsError`.
    init(_ broker: GatewaySettings.Broker, suffix: String) throws {
        self.init(
            host: broker.host, port: UInt16(clamping: broker.port), username: broker.username,
            password: try broker.password(),
            tls: broker.tls.map { TLSFiles(authority: $0.ca, certificate: $0.cert, key: $0.key) },
            clientID: broker.clientID + suffix)
    }
}

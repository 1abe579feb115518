/// Where the broker is and who we are to it.
package struct BrokerAddress: Sendable, Equatable {
    package var host: String
    package var port: UInt16
    package var username: String?
    package var password: String?
    package var tls: TLSFiles?
    /// Names the session that the broker keeps for us: fixed, and never shared by two connections.
    package var clientID: String

    package init(
        host: String, port: UInt16, username: String? = nil, password: String? = nil, tls: TLSFiles? = nil,
        clientID: String
    ) {
        self.host = host
        self.port = port
        self.username = username
        self.password = password
        self.tls = tls
        self.clientID = clientID
    }
}

extension BrokerAddress: CustomStringConvertible {
    /// `host:port as client "id"`, for messages; never the password.
    package var description: String { "\(host):\(port) as client \"\(clientID)\"" }
}

import BrokerFixture
import Foundation
import Testing

@testable import MQTT

/// A broker with TLS, passwords and an access list, as in a home's installation.
struct SecuredBrokerTests {
    private let broker: PrivateBroker
    private let right: BrokerAddress

    init() throws {
        broker = try PrivateBroker(
            listener: """
                allow_anonymous false
                cafile $FOLDER/broker-ca.crt
                certfile $FOLDER/broker.crt
                keyfile $FOLDER/broker.key
                password_file $FOLDER/passwords
                acl_file $FOLDER/access
                """)
        _ = try Certificates(in: broker.folder, name: "broker")
        _ = try Certificates(in: broker.folder, name: "stranger")
        try Self.password(broker.folder.appendingPathComponent("passwords"))
        try """
        user gateway
        topic read homes/#
        topic write homes/marker
        topic write alerts/#

        """.write(to: broker.folder.appendingPathComponent("access"), atomically: true, encoding: .utf8)
        try broker.start()
        right = BrokerAddress(
            host: "localhost", port: broker.port, username: "gateway", password: "secret",
            tls: TLSFiles(authority: broker.folder.appendingPathComponent("broker-ca.crt").path), clientID: "gateway")
    }

    private static func password(_ file: URL) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/mosquitto_passwd")
        process.arguments = ["-b", "-c", file.path, "gateway", "secret"]
        try process.run()
        process.waitUntilExit()
    }

    private func failure(_ address: BrokerAddress) throws -> MQTTError? {
        do throws(MQTTError) {
            _ = try IngestConnection(address, receiveMaximum: 10, timeoutMilliseconds: 5_000).connect()
            return nil
        } catch { return error }
    }

    @Test func theRightOnesConnectAndCarryMessagesBothWays() throws {
        defer { broker.kill() }
        let connection = try IngestConnection(right, receiveMaximum: 1_000)
        _ = try connection.connect()
        try connection.subscribe(["homes/#"])
        let messages = try connection.takeAllAndAcknowledge()
        #expect(messages.isEmpty)
        #expect(connection.isSubscribed)
        #expect(connection.refusedPublications == 0)
    }

    @Test func aBacklogOverTLSComesOnceAndInOrderAfterADrop() throws {
        defer { broker.kill() }
        let connection = try IngestConnection(right, receiveMaximum: 500)
        _ = try connection.connect()
        try connection.subscribe(["homes/#"])
        _ = try connection.takeAllAndAcknowledge()
        var address = right
        address.clientID = "feeder"
        let feeder = try PublishConnection(address)
        try feeder.connect()
        for number in 0..<500 {
            _ = try feeder.publish(topic: IngestConnection.marker, payload: Array("\(number)".utf8))
        }
        while feeder.unconfirmedCount > 0 { _ = try feeder.pump(timeoutMilliseconds: 5_000) }
        let before = try connection.take(200)
        connection.drop()
        // Messages can come in the same TLS record as the answer to CONNECT; they must not be acknowledged by it.
        #expect(try connection.connect().sessionPresent)
        try connection.subscribe(["homes/#"])
        let after = try connection.take(200)
        #expect(Array(after.prefix(200)) == Array(before.prefix(200)))
    }

    @Test func aWrongPasswordIsRefused() throws {
        defer { broker.kill() }
        var address = right
        address.password = "wrong"
        guard case .refused(.notAuthorised, let text) = try failure(address) else {
            Issue.record("\(String(describing: try failure(address)))")
            return
        }
        #expect(!text.contains("wrong"))
    }

    @Test func aStrangersAuthorityIsATLSError() throws {
        defer { broker.kill() }
        var address = right
        address.tls = TLSFiles(authority: broker.folder.appendingPathComponent("stranger-ca.crt").path)
        guard case .tls(let text) = try failure(address) else {
            Issue.record("\(String(describing: try failure(address)))")
            return
        }
        #expect(text.contains("certificate verify failed"))
    }

    @Test func aNameThatIsNotInTheCertificateIsATLSError() throws {
        defer { broker.kill() }
        var address = right
        address.host = "127.0.0.1"
        guard case .tls = try failure(address) else {
            Issue.record("\(String(describing: try failure(address)))")
            return
        }
    }

    @Test func aMissingFileIsNamed() throws {
        defer { broker.kill() }
        var address = right
        address.tls = TLSFiles(authority: "/nowhere/ca.crt")
        #expect(
            try failure(address) == .invalid("the TLS file /nowhere/ca.crt cannot be read: No such file or directory"))
    }

    @Test func plainTextToATLSPortFails() throws {
        defer { broker.kill() }
        var address = right
        address.tls = nil
        #expect(try failure(address) != nil)
    }

    @Test func aPublicationOutsideTheAccessListIsRefusedByName() throws {
        defer { broker.kill() }
        var address = right
        address.clientID = "delivery"
        let connection = try PublishConnection(address)
        try connection.connect()
        let allowed = try connection.publish(topic: "alerts/a", payload: [1])
        let denied = try connection.publish(topic: "homes/a/door", payload: [1])
        var outcomes: [PublishOutcome] = []
        while connection.unconfirmedCount > 0 { outcomes += try connection.pump(timeoutMilliseconds: 5_000) }
        #expect(outcomes.map(\.token) == [allowed, denied])
        #expect(outcomes.map(\.refusal) == [nil, .notAuthorised])
    }
}

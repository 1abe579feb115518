import BrokerFixture
import Foundation
import Glibc
import Testing

extension EndToEnd {
    @Suite("The broker sends nothing")
    struct SilentBrokerTests {
        @Test("a connection through which nothing comes is made anew, and what comes then is stored")
        func silent() throws {
            let ward = try Ward(Residents.varied(1, days: 1))
            let gateway = try ward.startSubscribed(environment: ["VARDAG_TEST_QUIET_MS": "500"])
            let broker = try #require(ward.broker.processID)

            // Stopped, it still holds its connections.
            Glibc.kill(broker, SIGSTOP)
            defer { Glibc.kill(broker, SIGCONT) }
            try Deadline.wait(for: "the gateway to notice") {
                try ward.gatewayLog().contains("the broker sends nothing, not even what we published to ourselves")
            }
            #expect(gateway.isRunning)

            Glibc.kill(broker, SIGCONT)
            let end = try ward.endMark("heard again")
            try ward.feed(try ward.writeLog([end], "end.jsonl"))
            try ward.waitUntilStored(end)
            #expect(try gateway.terminate() == 0)
        }
    }
}

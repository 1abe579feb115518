import Foundation
import Testing
@testable import MQTT

func runs(_ ids: [UInt16]) -> String {
    var out: [String] = []; var i = 0
    while i < ids.count { var j = i; while j+1 < ids.count, ids[j+1] == ids[j] &+ 1 { j += 1 }
        out.append(i == j ? "\(ids[i])" : "\(ids[i])-\(ids[j])"); i = j+1 }
    return "[\(ids.count)] " + out.prefix(12).joined(separator: " ") + (out.count > 12 ? " ... \(out.count) runs, last \(out.last!)" : "")
}
func drain(_ c: IngestConnection, until: Int, limit: Int, ack: Bool) throws -> [InboundMessage] {
    var all: [InboundMessage] = []
    while all.count < until {
        let had = all.count
        _ = try c.read(into: &all, limit: min(all.count + limit, until), timeoutMilliseconds: 1000)
        if all.count == had { break }
        if ack { try c.acknowledge() }
    }
    return all
}
func publishMany(_ b: PrivateBroker, _ range: Range<Int>, qos: UInt8 = 1) throws {
    let p = try PublishConnection(BrokerAddress(host: "127.0.0.1", port: b.port, clientID: "pub"))
    try p.connect()
    for i in range { _ = try p.publish(topic: "h/x", payload: Array("\(i)".utf8), qos: qos) }
    while p.unconfirmedCount > 0 { _ = try p.pump(timeoutMilliseconds: 1000) }
    try p.disconnect()
}
func number(_ m: InboundMessage) -> Int { Int(String(decoding: m.payload, as: UTF8.self)) ?? -1 }


@Test func explore() throws {
    for (rm, batch) in [(UInt16(100), 50), (100, 500), (1000, 500), (10000, 1000)] {
        let b = try PrivateBroker(); try b.start()
        let a = BrokerAddress(host: "127.0.0.1", port: b.port, clientID: "gw")
        let c = try IngestConnection(a, receiveMaximum: rm)
        _ = try c.connect(); try c.subscribe(["h/#"]); try c.disconnect()
        try publishMany(b, 0..<80000)
        for target in [20000, 50000] {
            _ = try c.connect()
            var maxBatch = 0, n = 0, last = -1, firstN = -1
            while n < target {
                var x: [InboundMessage] = []
                _ = try c.read(into: &x, limit: batch, timeoutMilliseconds: 1000)
                if x.isEmpty { break }
                if firstN < 0 { firstN = number(x[0]) }
                maxBatch = max(maxBatch, x.count); n += x.count; last = number(x.last!)
                try c.acknowledge()
            }
            print("rm \(rm) batch \(batch): first \(firstN) read \(n) last \(last), max batch \(maxBatch)")
            c.drop()
        }
        _ = try c.connect()
        var x: [InboundMessage] = []
        _ = try c.read(into: &x, limit: batch, timeoutMilliseconds: 1000)
        print("   then first \(number(x[0]))")
    }
}

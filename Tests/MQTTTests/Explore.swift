import Foundation
import Glibc
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
    for i in range {
        if p.unconfirmedCount >= 5000 { _ = try p.pump(timeoutMilliseconds: 1000) }
        _ = try p.publish(topic: "h/x", payload: Array("\(i)".utf8), qos: qos)
    }
    while p.unconfirmedCount > 0 { _ = try p.pump(timeoutMilliseconds: 1000) }
    try p.disconnect()
}
func number(_ m: InboundMessage) -> Int { Int(String(decoding: m.payload, as: UTF8.self)) ?? -1 }




func cpu() -> Double { var u = rusage(); getrusage(0, &u)
  return Double(u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1e6 + Double(u.ru_utime.tv_usec + u.ru_stime.tv_usec) }
func brokerCPU(_ pid: Int32) -> Int { let f = try! String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8).split(separator: " "); return Int(f[13])! + Int(f[14])! }

func show(_ m: [InboundMessage]) -> String { m.isEmpty ? "none" : m.map { "\($0.packetID):\(number($0))" }.reduce(into: [String]()) { $0.append($1) }.joined(separator: " ") }

@Test func explore() throws {
    let b = try PrivateBroker(); try b.start()
    let a = BrokerAddress(host: "127.0.0.1", port: b.port, clientID: "gw")
    let c = try IngestConnection(a, receiveMaximum: 100)
    _ = try c.connect(); try c.subscribe(["h/#"])
    func take(ack: Bool, _ what: String) throws { let m = try drain(c, until: 1000, limit: 1000, ack: ack); print(what, show(m), m.map(\.retained), m.map(\.qos), m.map(\.topic)) }
    let p = try PublishConnection(BrokerAddress(host: "127.0.0.1", port: b.port, clientID: "pub2"))
    try p.connect()
    func pub(_ t: String, _ v: Int, qos: UInt8 = 1, retain: Bool = false) throws {
        let k = try p.publish(topic: t, payload: Array("\(v)".utf8), qos: qos, retain: retain)
        var outs: [PublishOutcome] = []
        while outs.isEmpty { outs = try p.pump(timeoutMilliseconds: 500) }
        print("   outcome", outs, k)
    }
    try c.disconnect()
    // order with live during drain
    try c.disconnect()
    let d = try IngestConnection(BrokerAddress(host: "127.0.0.1", port: b.port, clientID: "gw2"), receiveMaximum: 100)
    _ = try d.connect(); try d.subscribe(["h/#"]); try d.disconnect()
    try publishMany(b, 0..<20000)
    _ = try d.connect()
    var all: [InboundMessage] = []; var next = 20000
    while all.count < 30000 {
        let had = all.count
        _ = try d.read(into: &all, limit: all.count + 50, timeoutMilliseconds: 1000)
        if all.count == had { break }
        if next < 30000 { for _ in 0..<100 { _ = try p.publish(topic: "h/x", payload: Array("\(next)".utf8)); next += 1 }; _ = try p.pump(timeoutMilliseconds: 0) }
        try d.acknowledge()
    }
    let ns = all.map(number)
    print("live during drain", all.count, "monotone", zip(ns, ns.dropFirst()).allSatisfy(<), "mids", runs(all.map(\.packetID)))
    if let k = zip(ns, ns.dropFirst()).enumerated().first(where: { $0.element.0 >= $0.element.1 }) { print(k) }
}

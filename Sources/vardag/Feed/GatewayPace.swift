import CareModel
import Foundation

/// How far the gateway has got, by its own `/metrics`: the broker takes messages far faster than they are processed,
/// and what waits there it writes to its disk every second.
struct GatewayPace {
    let page: URL
    /// Of an operator, for a gateway with accounts.
    let token: String?

    /// Messages from one look to the next; up to three times as many are under way.
    static let stride = 2_000

    /// The latest time of the messages up to each look that the gateway has not passed yet.
    private var passed: [Timestamp] = []
    private var latest = Timestamp.distantPast
    private var count = 0
    private(set) var clock: Timestamp?

    /// Whether the gateway has refused to tell; then it is not waited for.
    private var isRefused = false

    init(page: URL, token: String?) {
        self.page = page
        self.token = token
    }

    /// Notes a message that was published; true when it is time to `wait`.
    mutating func note(_ time: Timestamp) -> Bool {
        latest = max(latest, time)
        count += 1
        guard count.isMultiple(of: Self.stride) else { return false }
        passed.append(latest)
        return passed.count > 2
    }

    /// Whether the gateway is close enough by now.
    mutating func isClose() -> Bool {
        look()
        if let clock { passed.removeAll { $0 <= clock.adding(seconds: 1) } }
        return passed.count <= 2 || isRefused
    }

    /// Whether the gateway has everything that was noted.
    mutating func hasAll() -> Bool {
        look()
        return clock.map { $0.adding(seconds: 1) >= latest } ?? isRefused
    }

    /// Asks the gateway for its clock; one that does not answer is asked again later.
    mutating func look() {
        let address = page.appending(path: "metrics")
        let body: Data
        do { body = try WebRequest.get(address, token: token) } catch {
            if error.isRefusal, !isRefused {
                isRefused = true
                Terminal.say("the gateway asks who is asking (--token-file, of an operator); it is not waited for")
            }
            return
        }
        for line in String(decoding: body, as: UTF8.self).split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count == 2, words[0] == "vardag_reached_time_seconds", let seconds = Double(words[1]) else {
                continue
            }
            clock = Timestamp(milliseconds: Int64(seconds * 1000))
        }
    }
}

import Foundation
import Testing

@testable import Web

@Suite("Guessing passwords")
struct GuessLimitTests {
    private let start = ContinuousClock.now
    private let limit = GuessLimit()

    /// Tries as soon as it may, so many times, and returns when the next try may come.
    private func guess(_ times: Int, _ login: String, from address: String) -> ContinuousClock.Instant {
        var now = start
        for _ in 0..<times {
            while let wait = limit.attempt(login: login, address: address, at: now) { now += wait }
        }
        return now
    }

    @Test("the first tries are free, then waits double up to half a minute and no further")
    func growth() {
        let waits = (0...12).map { GuessLimit.wait(after: $0) }
        #expect(waits == [0, 0, 0, 1, 2, 4, 8, 16, 30, 30, 30, 30, 30].map { .seconds($0) })
        #expect(GuessLimit.wait(after: .max / 2) == .seconds(30))
        let now = guess(100, "kim", from: "a")
        #expect(limit.attempt(login: "kim", address: "a", at: now) == .seconds(30))
    }

    @Test("wrong codes with the right password make waits of up to a quarter of an hour, remembered for a day")
    func codes() {
        let waits = (0...15).map { GuessLimit.wait(after: $0, codes: $0) }
        #expect(waits.prefix(8).last == .seconds(16) && waits.last == .seconds(900))
        var now = start
        for _ in 0..<20 {
            while let wait = limit.attempt(login: "kim", address: "a", at: now) { now += wait }
            limit.codeWasWrong(login: "kim", address: "a")
        }
        #expect(limit.attempt(login: "kim", address: "other", at: now) == .seconds(900))
        #expect(limit.attempt(login: "kim", address: "a", at: now + .seconds(2 * 3600)) == nil)
        limit.codeWasWrong(login: "kim", address: "a")
        #expect(limit.attempt(login: "kim", address: "a", at: now + .seconds(2 * 3600)) == .seconds(900))
        #expect(limit.attempt(login: "kim", address: "a", at: now + .seconds(27 * 3600)) == nil)
    }

    @Test("a refused try makes nobody wait longer, and after the wait a try is taken, for ever")
    func neverLocked() {
        var now = guess(100, "kim", from: "a")
        for _ in 0..<50 { _ = limit.attempt(login: "kim", address: "a", at: now) }
        now += .seconds(30)
        #expect(limit.attempt(login: "kim", address: "a", at: now) == nil)
    }

    @Test("an account is guarded from many addresses, an address against many accounts")
    func bothWays() {
        for number in 0..<20 { _ = limit.attempt(login: "kim", address: "a\(number)", at: start) }
        #expect(limit.attempt(login: "kim", address: "new", at: start) != nil)
        #expect(limit.attempt(login: "bo", address: "new", at: start) == nil)
        for number in 0..<20 { _ = limit.attempt(login: "b\(number)", address: "busy", at: start) }
        #expect(limit.attempt(login: "eva", address: "busy", at: start) != nil)
    }

    @Test("where the owner has logged in before, a stranger's guesses elsewhere make no wait")
    func owner() {
        _ = limit.attempt(login: "kim", address: "home", at: start)
        limit.succeeded(login: "kim", address: "home")
        _ = guess(50, "kim", from: "elsewhere")
        #expect(limit.attempt(login: "kim", address: "home", at: start) == nil)
        #expect(limit.attempt(login: "kim", address: "third", at: start) != nil)
    }

    @Test("success and an hour without failure clear the count; what is remembered is bounded")
    func forgotten() {
        _ = guess(6, "kim", from: "a")
        limit.succeeded(login: "kim", address: "a")
        #expect(limit.attempt(login: "kim", address: "a", at: start) == nil)
        let later = guess(50, "bo", from: "b") + GuessLimit.memory
        for _ in 0..<GuessLimit.free { #expect(limit.attempt(login: "bo", address: "b", at: later) == nil) }
        for number in 0..<(2 * GuessLimit.limit) {
            _ = limit.attempt(login: "l\(number)", address: "x\(number)", at: later + .milliseconds(1 + number))
        }
        #expect(limit.attempt(login: "bo", address: "b", at: later + .milliseconds(1)) == nil)
    }

    @Test("the page says how long to wait")
    func page() async throws {
        let fixture = try WebFixture()
        try fixture.add("kim")
        try await fixture.serving { client in
            var last: RawClient.Reply?
            for _ in 0..<10 where last?.status != 429 { last = try await client.logIn("kim", "wrong") }
            let refused = try #require(last)
            let seconds = try #require(refused.headers["retry-after"].flatMap { Int($0) })
            #expect(refused.status == 429 && (1...31).contains(seconds))
            #expect(refused.body.contains("Vänta \(seconds) sekund"))
        }
    }
}

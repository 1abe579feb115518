import CareModel
import Delivery
import Foundation
import Logging
import Store
import Testing

@testable import Settings
@testable import vardag

@Suite("What the gateway watches of itself")
struct WatchTests {
    private let folder: URL

    init() throws {
        folder = URL(fileURLWithPath: NSTemporaryDirectory()).appendingPathComponent("watch-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    private func at(_ text: String) throws -> Timestamp { try #require(Timestamp(iso8601: text)) }

    @Test("the disk is low below a tenth or 1 GiB, and over only well above both")
    func disk() {
        var watch = DiskWatch()
        let gibibyte: Int64 = 1 << 30
        func judge(_ free: Int64, of total: Int64) -> Bool {
            watch.judge(.init(freeBytes: free * gibibyte / 100, totalBytes: total * gibibyte))
        }
        #expect(!judge(1000, of: 100))
        #expect(judge(999, of: 100))
        #expect(judge(1400, of: 100))
        #expect(!judge(1500, of: 100))
        #expect(!judge(1200, of: 100))
        #expect(judge(99, of: 4))
        #expect(judge(140, of: 4))
        #expect(!judge(150, of: 4))
    }

    @Test("an unsynchronised clock counts after ten minutes without a break; not to know changes nothing")
    func clock() {
        var watch = ClockWatch()
        let start = ContinuousClock.now
        func judge(_ isSynchronised: Bool?, _ seconds: Int) -> Bool {
            watch.judge(isSynchronised: isSynchronised, at: start.advanced(by: .seconds(seconds)))
        }
        #expect(!judge(nil, 0))
        #expect(!judge(nil, 10_000))
        #expect(!judge(false, 10_060))
        #expect(!judge(false, 10_660))
        #expect(judge(false, 10_661))
        #expect(judge(nil, 10_700))
        #expect(!judge(true, 10_760))
        #expect(!judge(false, 10_820))
    }

    @Test("a broker that sends nothing is asked, and given up only where it used to answer")
    func silence() {
        let start = ContinuousClock.now
        func at(_ seconds: Int) -> ContinuousClock.Instant { start.advanced(by: .seconds(seconds)) }
        var watch = SilenceWatch(now: start)
        watch.asked(at: start)
        #expect(watch.step(at: at(1000)) == .wait)
        watch.markerCameBack()
        watch.heard(at: at(1001))
        #expect(watch.step(at: at(1060)) == .wait)
        #expect(watch.step(at: at(1061)) == .askForMarker)
        watch.asked(at: at(1061))
        #expect(watch.step(at: at(1080)) == .wait)
        #expect(watch.step(at: at(1081)) == .giveUp)
        watch.heard(at: at(1081))
        #expect(watch.step(at: at(1082)) == .wait)
    }

    @Test("a backup is due when the appointed time has passed since the last, also across a change of the clocks")
    func due() throws {
        let zone = try #require(TimeZone(identifier: "Europe/Stockholm"))
        func isDue(_ now: String, _ last: String?) throws -> Bool {
            DailyMinute(minute: 195, zone: zone).isDue(now: try at(now), last: try last.map(at))
        }
        #expect(try isDue("2026-01-05T12:00:00Z", nil))
        #expect(try !isDue("2026-01-06T02:14:59Z", "2026-01-05T02:15:01Z"))
        #expect(try isDue("2026-01-06T02:15:00Z", "2026-01-05T02:15:01Z"))
        #expect(try !isDue("2026-01-06T02:16:00Z", "2026-01-06T02:15:00Z"))
        // 03:15 is at 01:15 UTC once the clocks are set forward.
        #expect(try !isDue("2026-03-29T01:14:00Z", "2026-03-28T02:15:00Z"))
        #expect(try isDue("2026-03-29T01:15:00Z", "2026-03-28T02:15:00Z"))
        // Written by a clock that was ahead.
        #expect(try isDue("2026-01-05T12:00:00Z", "2027-01-05T02:15:00Z"))
        #expect(!BackupFolder.isOverdue(now: try at("2026-01-06T14:15:00Z"), last: try at("2026-01-05T02:15:00Z")))
        #expect(BackupFolder.isOverdue(now: try at("2026-01-06T14:15:01Z"), last: try at("2026-01-05T02:15:00Z")))
    }

    @Test("so many copies stay, each a database that opens; other files are left alone")
    func keeping() throws {
        let store = try CareStore(path: folder.appendingPathComponent("v.db").path)
        let backups = folder.appendingPathComponent("backups")
        try FileManager.default.createDirectory(at: backups, withIntermediateDirectories: true)
        try Data("mine".utf8).write(to: backups.appendingPathComponent("notes.txt"))
        let kept = BackupFolder(settings: .init(folder: backups.path, atMinute: 195, keep: 2))
        let start = try at("2026-01-05T03:15:00Z")
        for day in 0..<4 {
            let copy = try kept.write(store, now: start.adding(hours: Int64(24 * day)), isCancelled: { false })
            #expect(try CareStore(readingOnly: copy.path).integrityProblems().isEmpty)
        }
        #expect(kept.copies().map(\.at) == [start.adding(hours: 48), start.adding(hours: 72)])
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: backups.path).sorted() == [
                "notes.txt", "vardag-20260107T031500Z.db", "vardag-20260108T031500Z.db",
            ])
        #expect(throws: CancellationError.self) {
            try kept.write(store, now: start.adding(hours: 96), isCancelled: { true })
        }
        #expect(kept.copies().count == 2)
    }

    @Test("a backup that fails is told of, tried again after an hour, and over when it works")
    func failing() throws {
        let store = try CareStore(path: folder.appendingPathComponent("v.db").path)
        let backups = folder.appendingPathComponent("missing")
        let job = BackupJob(
            BackupFolder(settings: .init(folder: backups.path, atMinute: 195, keep: 2)), store: store,
            logger: Logger(label: "test"), isStopping: { false })
        let now = try at("2026-01-05T03:15:00Z")
        #expect(job.problem(at: now) == nil)
        try #require(job.startIfDue({ $0 == nil }, now: now)).wait()
        #expect(job.problem(at: now)?.contains("missing") == true)
        try FileManager.default.createDirectory(at: backups, withIntermediateDirectories: true)
        #expect(job.startIfDue({ $0 == nil }, now: now.adding(seconds: 3599)) == nil)
        let later = now.adding(hours: 1)
        try #require(job.startIfDue({ $0 == nil }, now: later)).wait()
        #expect(job.problem(at: later) == nil)
        #expect(job.lastGood == later)
        #expect(job.problem(at: later.adding(hours: 37))?.contains("2026-01-05") == true)
    }

    @Test("an alert of the gateway's own is stored and sent once, is known at the next start, and ends")
    func alerts() throws {
        let store = try CareStore(path: folder.appendingPathComponent("v.db").path)
        func desk() throws -> GatewayAlerts {
            try GatewayAlerts(store: store, mail: UrgentMail(), wakeDelivery: {}, logger: Logger(label: "test"))
        }
        let now = try at("2026-01-05T03:15:00Z")
        let first = try desk()
        first.set(.backupFailed, nil, now: now)
        #expect(try store.alerts().isEmpty)
        first.set(.backupFailed, "no room", now: now)
        first.set(.backupFailed, "still no room", now: now.adding(seconds: 60))
        let open = try store.alerts(home: "gateway", open: true)
        #expect(open.map(\.rule) == ["backup_failed"])
        #expect(open.first?.history.map(\.note) == ["no room"])

        let second = try desk()
        second.set(.backupFailed, "still no room", now: now.adding(seconds: 120))
        second.set(.backupFailed, nil, now: now.adding(seconds: 180))
        let all = try store.alerts(home: "gateway")
        #expect(all.map(\.state) == [.resolved])
        #expect(all.first?.onset == now && all.first?.clearedAt == now.adding(seconds: 180))
        #expect(try store.outgoing(kinds: [.alert], after: 0, limit: 10).map(\.subject) == ["gateway", "gateway"])
    }

    @Test("people act on an alert of the gateway's own as on every other, and what they closed stays closed")
    func acts() throws {
        let store = try CareStore(path: folder.appendingPathComponent("acts.db").path)
        let desk = try GatewayAlerts(store: store, mail: UrgentMail(), wakeDelivery: {}, logger: Logger(label: "test"))
        let now = try at("2026-01-05T03:15:00Z")
        desk.set(.diskLow, "little", now: now)
        let id = try #require(try store.alerts(home: "gateway", open: true).first?.id)
        func act(_ act: Alert.Act, _ minutes: Int64) -> AlertVerbResult {
            desk.act(AlertVerb(act, on: id, home: "gateway", by: "Kim"), now: now.adding(minutes: minutes))
        }
        #expect(act(.acknowledge, 1) == .done && act(.acknowledge, 2) == .notAllowed)
        #expect(desk.act(AlertVerb(.acknowledge, on: "other", home: "gateway", by: "Kim"), now: now) == .notFound)
        #expect(try store.alert(id: id)?.state == .acknowledged)
        #expect(act(.resolve, 3) == .done)
        desk.set(.diskLow, nil, now: now.adding(minutes: 4))
        let closed = try #require(try store.alert(id: id))
        #expect(closed.history.map(\.by) == ["gateway", "Kim", "Kim"] && closed.clearedAt == now.adding(minutes: 3))
        desk.set(.diskLow, "little again", now: now.adding(minutes: 5))
        desk.set(.diskLow, nil, now: now.adding(minutes: 6))
        #expect(try store.alerts(home: "gateway").map(\.state) == [.resolved, .resolved])
    }

    @Test("the gateway is well only while it is connected, subscribed, stores, and comes round")
    func health() {
        let now = ContinuousClock.now
        var well = GatewayState.Snapshot(startedAt: Timestamp(seconds: 0))
        well.brokerConnected = true
        well.isSubscribed = true
        well.turnedAt = now
        #expect(well.fault(at: now.advanced(by: .seconds(30))) == nil)
        #expect(well.fault(at: now.advanced(by: .seconds(31))) != nil)
        for change: (inout GatewayState.Snapshot) -> Void in [
            { $0.brokerConnected = false }, { $0.isSubscribed = false }, { $0.diskProblem = "full" },
            { $0.turnedAt = nil },
        ] {
            var ill = well
            change(&ill)
            #expect(ill.fault(at: now) != nil)
        }
    }
}

import CareModel
import Foundation
import Logging
import Settings
import Store

/// What must be seen to besides the messages: room on the disk, the clock, the destinations, the nightly backup. On a thread of its own.
struct Housekeeping {
    private let settings: GatewaySettings
    private let state: GatewayState
    private let store: CareStore
    private let alerts: GatewayAlerts
    private let destinations: Destinations
    private let job: BackupJob?
    private let logger: Logger
    private let isStopping: @Sendable () -> Bool
    private var disk = DiskWatch()
    private var clock = ClockWatch()

    static let everySeconds = 60

    init(
        settings: GatewaySettings, store: CareStore, state: GatewayState, alerts: GatewayAlerts,
        destinations: Destinations, logger: Logger,
        isStopping: @escaping @Sendable () -> Bool
    ) {
        self.settings = settings
        self.state = state
        self.store = store
        self.alerts = alerts
        self.destinations = destinations
        self.logger = logger
        self.isStopping = isStopping
        job = settings.backup.map {
            BackupJob(BackupFolder(settings: $0), store: store, logger: logger, isStopping: isStopping)
        }
    }

    /// Looks after everything until it is told to stop, and waits for a backup under way to notice that.
    mutating func run() {
        var backup: NamedThread?
        var next = ContinuousClock.now
        while !isStopping() {
            let now = WallClock.read()
            if .now >= next {
                next = .now.advanced(by: .seconds(Self.everySeconds))
                seeToDisk(now)
                seeToClock(now)
                seeToDestinations(now)
                backup = startBackup(now) ?? backup
            }
            // Every second, so that a backup's end is told soon.
            seeToBackups(now)
            pauseASecond()
        }
        backup?.wait()
    }

    private func pauseASecond() {
        for _ in 0..<10 where !isStopping() { Thread.sleep(forTimeInterval: 0.1) }
    }

    private mutating func seeToDisk(_ now: Timestamp) {
        guard let space = DiskWatch.Space.at(settings.database) else { return }
        state.update { $0.diskFreeBytes = space.freeBytes }
        let what = "\(space.freeBytes >> 20) of \(space.totalBytes >> 20) MiB are free"
        alerts.set(.diskLow, disk.judge(space) ? what : nil, now: now)
    }

    private mutating func seeToClock(_ now: Timestamp) {
        let isSynchronised = ClockWatch.kernelIsSynchronised()
        state.update { $0.clockIsSynchronised = isSynchronised }
        let isLost = settings.clock == .wall && clock.judge(isSynchronised: isSynchronised, at: .now)
        alerts.set(.clockUnsynchronised, isLost ? "the kernel says that its clock is not synchronised" : nil, now: now)
    }

    private func seeToDestinations(_ now: Timestamp) {
        do { alerts.set(.deliveryFailing, try destinations.problem(store, at: now), now: now) } catch {
            logger.warning("the destinations could not be looked at", metadata: ["cause": "\(error)"])
        }
    }

    private func startBackup(_ now: Timestamp) -> NamedThread? {
        guard let job, let minute = settings.backup?.atMinute else { return nil }
        return job.startIfDue({ DailyMinute(minute: minute).isDue(now: now, last: $0) }, now: now)
    }

    private func seeToBackups(_ now: Timestamp) {
        state.update { $0.lastBackupAt = job?.lastGood }
        alerts.set(.backupFailed, job?.problem(at: now), now: now)
    }
}

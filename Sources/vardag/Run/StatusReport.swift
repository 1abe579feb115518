import CareModel
import Delivery
import Pipeline
import Store
import Web

/// The gateway's state in the form in which the web module shows it.
enum StatusReport {
    static func status(
        _ state: GatewayState.Snapshot, _ destinations: [(destination: String, figures: DestinationFigures)]
    ) -> GatewayStatus {
        GatewayStatus(
            isReady: state.isSubscribed && state.diskProblem == nil, brokerConnected: state.brokerConnected,
            lastCommitAt: state.lastCommitAt, diskFull: state.diskProblem != nil, startedAt: state.startedAt,
            // Before the first message there is no time but the machine's.
            clock: state.clock == .distantPast ? state.startedAt : state.clock, entries: state.entries,
            metrics: metrics(state) + destinations.flatMap { deliveries($0.destination, $0.figures, state) },
            destinations: destinations.map { name, figures in
                GatewayStatus.Destination(
                    name: name, waiting: figures.waiting, oldestWaitingAt: figures.oldestWaitingAt,
                    failingSince: figures.failure?.since, cause: figures.failure?.cause)
            })
    }

    private static func deliveries(
        _ destination: String, _ figures: DestinationFigures, _ state: GatewayState.Snapshot
    ) -> [Metric] {
        let labels = [Metric.Label("destination", destination)]
        var metrics = [
            Metric(
                "vardag_delivered_total", "Updates that a destination confirmed.", .counter, labels: labels,
                Double(figures.delivered)),
            Metric(
                "vardag_delivery_failures_total", "Failed attempts at delivery.", .counter, labels: labels,
                Double(figures.failures)),
            Metric(
                "vardag_delivery_failing", "1 while a destination fails.", .gauge, labels: labels,
                figures.failure == nil ? 0 : 1),
        ]
        if let waiting = figures.waiting {
            metrics.append(GatewayMetrics.pending(destination, waiting))
            let lag = figures.oldestWaitingAt.map { state.clock.milliseconds(since: $0) } ?? 0
            metrics.append(GatewayMetrics.lag(destination, milliseconds: lag))
        }
        return metrics
    }

    private static func metrics(_ state: GatewayState.Snapshot) -> [Metric] {
        let figures = state.figures
        var metrics: [Metric] = []
        func count(_ name: String, _ help: String, _ value: Int) {
            metrics.append(Metric(name, help, .counter, Double(value)))
        }
        func gauge(_ name: String, _ help: String, _ value: Bool) {
            metrics.append(Metric(name, help, .gauge, value ? 1 : 0))
        }
        count("vardag_messages_stored_total", "Messages processed and stored.", figures.messages)
        count("vardag_readings_stored_total", "Readings decoded and stored.", figures.readings)
        count("vardag_messages_quarantined_total", "Messages that could not be read.", figures.quarantined)
        count("vardag_messages_sampled_total", "Repeats in floods that were counted and not taken.", figures.sampled)
        count("vardag_floods_total", "Floods of messages.", figures.floods)
        count("vardag_messages_unread_total", "Messages kept unread after two crashes.", state.unread)
        count("vardag_messages_redelivered_total", "Messages that the broker sent again.", state.redelivered)
        count("vardag_features_written_total", "Feature values written.", figures.features)
        count("vardag_alert_changes_total", "Changes of alerts written.", figures.alerts)
        count("vardag_commits_total", "Transactions.", figures.commits)
        gauge("vardag_backlog_draining", "1 while messages that waited in the broker come in.", state.inBacklog)
        metrics += upkeep(state)
        return metrics
    }

    private static func upkeep(_ state: GatewayState.Snapshot) -> [Metric] {
        var metrics = [
            Metric(
                "vardag_heartbeats_total", "Heartbeats answered by the watcher.", .counter, Double(state.heartbeats)),
            Metric(
                "vardag_heartbeat_failures_total", "Heartbeats that the watcher did not take.", .counter,
                Double(state.heartbeatFailures)),
            Metric(
                "vardag_heartbeats_withheld_total", "Heartbeats not sent because the gateway was not well.", .counter,
                Double(state.heartbeatsWithheld)),
        ]
        if state.clock != .distantPast {
            metrics.append(
                Metric(
                    "vardag_reached_time_seconds", "The time up to which messages are processed.", .gauge,
                    Double(state.clock.milliseconds) / 1000))
        }
        if let bytes = state.diskFreeBytes {
            metrics.append(Metric("vardag_disk_free_bytes", "Room on the database's disk.", .gauge, Double(bytes)))
        }
        if let isSynchronised = state.clockIsSynchronised {
            metrics.append(
                Metric(
                    "vardag_clock_synchronised", "1 while the kernel says that its clock is synchronised.", .gauge,
                    isSynchronised ? 1 : 0))
        }
        if let last = state.lastBackupAt {
            metrics.append(
                Metric(
                    "vardag_last_backup_time_seconds", "When the last good backup was made.", .gauge,
                    Double(last.milliseconds) / 1000))
        }
        return metrics
    }
}

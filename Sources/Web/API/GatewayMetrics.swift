import CareModel
import Store

/// The figures of `/metrics`: the daemon's own, then the gateway's condition, then the database's.
package enum GatewayMetrics {
    static func all(_ status: GatewayStatus, _ figures: StoreFigures?) -> [Metric] {
        var metrics = status.metrics + condition(status)
        if let figures { metrics += store(figures, status.clock) }
        metrics.append(
            Metric("vardag_database_readable", "1 while the database can be read.", .gauge, figures == nil ? 0 : 1))
        return metrics
    }

    private static func condition(_ status: GatewayStatus) -> [Metric] {
        var metrics = [
            Metric("vardag_ready", "1 while messages are taken in and judged.", .gauge, status.isReady ? 1 : 0),
            Metric(
                "vardag_broker_connected", "1 while connected to the broker.", .gauge, status.brokerConnected ? 1 : 0),
            Metric("vardag_disk_full", "1 while nothing can be stored.", .gauge, status.diskFull ? 1 : 0),
            Metric("vardag_start_time_seconds", "When the gateway started.", .gauge, seconds(status.startedAt)),
            Metric("vardag_clock_seconds", "Now, on the clock of the messages.", .gauge, seconds(status.clock)),
        ]
        if let last = status.lastCommitAt {
            metrics.append(Metric("vardag_last_commit_time_seconds", "When it last stored.", .gauge, seconds(last)))
        }
        return metrics
    }

    private static func store(_ figures: StoreFigures, _ clock: Timestamp) -> [Metric] {
        var metrics = [
            Metric("vardag_database_bytes", "Size of the database.", .gauge, Double(figures.databaseBytes)),
            Metric("vardag_database_wal_bytes", "Size of its write-ahead log.", .gauge, Double(figures.walBytes)),
            Metric("vardag_messages_kept", "Raw messages still kept.", .gauge, Double(figures.messages)),
            Metric("vardag_features_kept", "Daily features kept.", .gauge, Double(figures.features)),
            Metric("vardag_alerts_kept", "Alerts kept, open and closed.", .gauge, Double(figures.alerts)),
            Metric("vardag_outbox_entries", "Updates in the outbox.", .gauge, Double(figures.outgoing)),
            Metric(
                "vardag_quarantine_rows", "Topics and reasons of messages that could not be read.", .gauge,
                Double(figures.quarantineRows)),
            Metric(
                "vardag_messages_quarantined", "Messages that could not be read.", .gauge,
                Double(figures.quarantinedMessages)),
        ]
        for (destination, place) in figures.destinations.sorted(by: { $0.key < $1.key }) {
            metrics.append(pending(destination, place.pending))
            let lag = place.oldestPendingAt.map { clock.milliseconds(since: $0) } ?? 0
            metrics.append(self.lag(destination, milliseconds: lag))
            metrics.append(
                Metric(
                    "vardag_dead_letters", "Updates that a destination did not take.", .gauge,
                    labels: [.init("destination", destination)], Double(place.deadLetters)))
        }
        if let oldest = figures.oldestMessageAt {
            metrics.append(
                Metric("vardag_oldest_message_time_seconds", "Oldest message kept.", .gauge, seconds(oldest)))
        }
        return metrics
    }

    package static func pending(_ destination: String, _ count: Int) -> Metric {
        Metric(
            "vardag_outbox_pending", "Updates that a destination does not have yet.", .gauge,
            labels: [.init("destination", destination)], Double(count))
    }

    /// By the clock that entries of the outbox are told by.
    package static func lag(_ destination: String, milliseconds: Int64) -> Metric {
        Metric(
            "vardag_delivery_lag_seconds", "How long the oldest of them has waited.", .gauge,
            labels: [.init("destination", destination)], Double(max(0, milliseconds)) / 1000)
    }

    private static func seconds(_ time: Timestamp) -> Double { Double(time.milliseconds) / 1000 }
}

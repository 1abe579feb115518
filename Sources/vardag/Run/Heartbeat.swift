import Foundation
import Logging
import Settings

/// Tells an outside watcher that the gateway works, as long as it does: the alarm is raised out there when this stops.
struct Heartbeat: Sendable {
    let settings: GatewaySettings.Heartbeat
    let state: GatewayState
    let logger: Logger

    private enum Pulse: Equatable {
        case sent
        case unhealthy(String)
        case failed(String)
    }

    /// Beats until it is told to stop.
    func run(isStopping: () -> Bool) {
        var last: Pulse?
        while !isStopping() {
            let began = ContinuousClock.now
            let pulse = beat(isStopping)
            if !isStopping() { note(pulse, after: last) }
            last = pulse
            // A gateway that has just come up should not be thought dead for long.
            let pause = last == .sent ? settings.everySeconds : min(settings.everySeconds, 5)
            let next = began.advanced(by: .seconds(pause))
            while .now < next, !isStopping() { Thread.sleep(forTimeInterval: 0.1) }
        }
    }

    private func beat(_ isStopping: () -> Bool) -> Pulse {
        if let fault = state.read().fault(at: .now) { return .unhealthy(fault) }
        do {
            _ = try WebRequest.get(settings.url, isStopping: isStopping)
            return .sent
        } catch {
            return .failed("\(error)")
        }
    }

    private func note(_ pulse: Pulse, after last: Pulse?) {
        state.update {
            switch pulse {
            case .sent: $0.heartbeats += 1
            case .failed: $0.heartbeatFailures += 1
            case .unhealthy: $0.heartbeatsWithheld += 1
            }
        }
        guard pulse != last else { return }
        switch pulse {
        case .sent: logger.notice("the heartbeat goes out")
        case .failed(let cause): logger.warning("the heartbeat cannot be sent", metadata: ["cause": "\(cause)"])
        case .unhealthy(let fault): logger.warning("the heartbeat is withheld", metadata: ["cause": "\(fault)"])
        }
    }
}

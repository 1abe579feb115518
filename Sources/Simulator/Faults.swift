/// What goes wrong between the sensors and the gateway; nothing unless set. Shares are of messages, 0 to 1.
package struct Faults: Hashable, Sendable {
    /// The same state again some milliseconds later, only the link quality differs.
    package var duplicateShare = 0.0
    /// The old state published once more just before the new one.
    package var staleShare = 0.0
    /// A motion sensor's "off" never comes and the cached "on" is repeated by later reports.
    package var missingOffShare = 0.0
    /// Lost on the way.
    package var droppedShare = 0.0
    /// Arrives later on the same local day; `last_seen` keeps the time it was measured.
    package var outOfOrderShare = 0.0
    /// Arrives one to `lateDays` days later; `last_seen` keeps the time it was measured.
    package var lateShare = 0.0
    package var lateDays = 3
    /// The bridge's clock, and so every `last_seen`, is this much ahead of the true time.
    package var clockSkewSeconds = 0
    /// Times an hour that the bed sensor says "empty" for up to a minute or so while somebody lies in it.
    package var bedDropoutsAnHour = 0.0
    /// The bridge's clock is wrong for a while.
    package var clockSteps: [ClockStep] = []
    package var deadSensors: [DeadSensor] = []
    package var outages: [Outage] = []
    /// The gateway connects anew and is given every retained state, each marked retained.
    package var retainedReplays: [PlanTime] = []
    /// For a minute every device publishes all of its properties as null, again and again.
    package var nullFloods: [PlanTime] = []

    package init() {}

    /// A wrong clock from `from` until it is set right at `to`, ahead by `seconds` (behind when negative).
    package struct ClockStep: Hashable, Sendable {
        package var from: PlanTime
        package var to: PlanTime
        package var seconds: Int

        package init(from: PlanTime, to: PlanTime, seconds: Int) {
            (self.from, self.to, self.seconds) = (from, to, seconds)
        }
    }

    /// A sensor that is not heard from again until its battery is changed. Before it dies the battery runs out: one
    /// percent a day, to five.
    package struct DeadSensor: Hashable, Sendable {
        package var device: String
        /// Counted from the first simulated day.
        package var fromDay: Int
        /// The day with whose beginning it is back with a new battery; nil for never.
        package var untilDay: Int?

        package init(device: String, fromDay: Int, untilDay: Int? = nil) {
            self.device = device
            self.fromDay = fromDay
            self.untilDay = untilDay
        }
    }

    /// Nothing of a home arrives in `from ..< to`.
    package struct Outage: Hashable, Sendable {
        package var from: PlanTime
        package var to: PlanTime
        /// The broker announces it on `bridge/state` (the bridge's last will), and the bridge its return.
        package var announced: Bool
        /// A queue at the home keeps what is sent meanwhile and delivers it at the end, each with its own time in
        /// `last_seen`; else it is lost.
        package var isQueued: Bool

        package init(from: PlanTime, to: PlanTime, announced: Bool, isQueued: Bool = false) {
            self.isQueued = isQueued
            self.from = from
            self.to = to
            self.announced = announced
        }
    }

    /// Some message needs its own time to be understood.
    var needSourceTime: Bool {
        outOfOrderShare > 0 || lateShare > 0 || clockSkewSeconds != 0 || !clockSteps.isEmpty
            || outages.contains(where: \.isQueued)
    }
}

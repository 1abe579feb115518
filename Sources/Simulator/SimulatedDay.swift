package import CareModel

/// What arrives at the gateway from one home on one local day.
package struct SimulatedDay: Sendable {
    package let day: LocalDay
    /// In time order.
    package let messages: [SimulatedMessage]
    /// What happened, listed with the day on whose morning its waking day began; the whole plan with the first day.
    package let truth: [TruthRow]
}

package import CareModel

/// What the engine wants done: the pipeline writes it to the store in the same transaction as the message.
package enum Effect: Sendable {
    /// A feature's value of a closed day, first or revised.
    case feature(DailyFeature)
    /// An alert in its new state.
    case alert(Alert)
    /// A closed day's log, to be kept for late data.
    case dayLog(DayLog)
    /// Late data went into closed days: the state must be written with their logs, so that a restart never meets logs
    /// that are newer than it.
    case lateDataWorkedIn
}

/// Gives back the log of a closed day, if it is still kept.
package typealias DayLogLookup = (LocalDay) -> DayLog?

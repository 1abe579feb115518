/// What the pipeline has done since it started, for `/metrics` and for progress.
package struct PipelineFigures: Sendable, Equatable {
    package internal(set) var messages = 0
    package internal(set) var readings = 0
    package internal(set) var quarantined = 0
    /// Messages of floods that were counted and not taken.
    package internal(set) var sampled = 0
    package internal(set) var floods = 0
    /// Readings that came out of the present backlog with and without a time of their own.
    package var timedBacklog = 0
    package var untimedBacklog = 0
    package internal(set) var features = 0
    package internal(set) var alerts = 0
    package internal(set) var commits = 0

    package init() {}
}

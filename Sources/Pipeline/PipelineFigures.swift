/// What the pipeline has done since it started, for `/metrics` and for progress.
package struct PipelineFigures: Sendable, Equatable {
    package internal(set) var messages = 0
    package internal(set) var readings = 0
    package internal(set) var quarantined = 0
    package internal(set) var announcements = 0
    package internal(set) var features = 0
    package internal(set) var alerts = 0
    package internal(set) var commits = 0
}

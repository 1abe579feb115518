import Foundation

/// Waiting for something that can be observed, for so long and no longer.
enum Deadline {
    struct Missed: Error, CustomStringConvertible {
        let description: String
    }

    static func wait(
        for what: String, seconds: Double = 60, everyMilliseconds: UInt32 = 10, until isThere: () throws -> Bool
    ) throws {
        let limit = ContinuousClock.now.advanced(by: .seconds(seconds))
        while try !isThere() {
            guard .now < limit else { throw Missed(description: "waited \(seconds) s in vain for \(what)") }
            usleep(everyMilliseconds * 1000)
        }
    }
}

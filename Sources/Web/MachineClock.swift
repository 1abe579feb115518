package import CareModel
import Foundation

/// The machine's own clock.
package enum MachineClock {
    package static func now() -> Timestamp { Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) }
}

import Foundation

/// Waiting between attempts.
enum Pause {
    static func milliseconds(_ count: Int32) { Thread.sleep(forTimeInterval: Double(count) / 1000) }
}

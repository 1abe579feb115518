import Foundation

/// Whether the disk is nearly full: below a tenth or 1 GiB free, and over only well above both.
struct DiskWatch {
    struct Space: Equatable {
        var freeBytes: Int64
        var totalBytes: Int64

        /// Of the file system that a path lies on; nil when it cannot be told.
        static func at(_ path: String) -> Space? {
            let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
            guard let values = try? FileManager.default.attributesOfFileSystem(forPath: folder),
                let free = values[.systemFreeSize] as? NSNumber, let total = values[.systemSize] as? NSNumber
            else { return nil }
            return Space(freeBytes: free.int64Value, totalBytes: total.int64Value)
        }
    }

    static let leastFreeBytes: Int64 = 1 << 30
    static let lowShare = 0.10
    static let overShare = 0.15

    private(set) var isLow = false

    mutating func judge(_ space: Space) -> Bool {
        let share = Double(space.freeBytes) / Double(max(1, space.totalBytes))
        let limit = isLow ? Self.overShare : Self.lowShare
        // On the way back as much above the least amount as the share is.
        let least = isLow ? Self.leastFreeBytes + Self.leastFreeBytes / 2 : Self.leastFreeBytes
        isLow = share < limit || space.freeBytes < least
        return isLow
    }
}

import Foundation
import Store

/// The key of the residents' pseudonyms: from a file, or made once and kept in the database, so that a backup keeps the
/// pseudonyms too.
enum PseudonymKey {
    private static let checkpoint = "pseudonym_key"

    static func keep(in store: CareStore, file: String? = nil) throws -> [UInt8] {
        if let file { return [UInt8](try Data(contentsOf: URL(fileURLWithPath: file))) }
        if let kept = try store.checkpoint(checkpoint), let key = Data(base64Encoded: kept) { return [UInt8](key) }
        var generator = SystemRandomNumberGenerator()
        let key = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        try store.write { try $0.setCheckpoint(checkpoint, Data(key).base64EncodedString()) }
        return key
    }
}

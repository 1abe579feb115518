/// Addresses that only this machine can reach.
enum Loopback {
    /// 127.0.0.0/8, ::1 and localhost.
    static func contains(_ address: String) -> Bool {
        if address == "::1" || address == "localhost" { return true }
        let parts = address.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127"
            && parts.allSatisfy { part in
                part.utf8.allSatisfy { (48...57).contains($0) } && UInt8(part) != nil
            }
    }
}

/// What each module under Sources/ may import. A module that is not listed fails the test: decide, then add its line.
enum ModuleImports {
    static let allowed: [String: Set<String>] = [
        "CareModel": ["Foundation"],
        "CareEngine": ["CareModel", "Foundation"],
        "Settings": ["CareModel", "Foundation", "Yams"],
        "DeviceProfiles": ["CareModel", "Foundation", "Settings", "SwiftProtobuf"],
        "MQTT": ["CMosquitto", "Foundation", "Glibc", "Synchronization"],
        "Secrets": ["COath", "CSodium", "Glibc"],
        "Store": ["CareModel", "Foundation", "GRDB", "GRDBSQLite", "Glibc", "Secrets", "Synchronization"],
        "Pipeline": ["CSodium", "CareEngine", "CareModel", "DeviceProfiles", "Foundation", "Store"],
        "Delivery": [
            "CareModel", "Foundation", "FoundationNetworking", "Logging", "MQTT", "Secrets", "Store", "Synchronization",
        ],
        "Web": [
            "CQREncode", "CareModel", "Foundation", "Hummingbird", "Logging", "Mustache", "Secrets", "Store",
            "Synchronization",
        ],
        "Simulator": ["CareModel", "Foundation"],
        "vardag": [
            "ArgumentParser", "CSystemd", "CareEngine", "CareModel", "Delivery", "DeviceProfiles", "Foundation",
            "FoundationNetworking", "Glibc",
            "Hummingbird", "Logging", "MQTT", "Pipeline", "Secrets", "Settings", "Simulator", "Store",
            "Synchronization", "Web",
        ],
    ]

    /// Provably free of clocks, chance and input or output; live, replay and recovery run the same code.
    static let pure: Set = ["CareModel", "CareEngine"]

    static let impureWords: Set = [
        "async", "await", "Task", "FileManager", "FileHandle", "Process", "print", "UUID", "ContinuousClock",
        "SuspendingClock", "SystemRandomNumberGenerator", "random", "randomElement", "shuffled", "Thread",
        "URLSession", "getenv",
    ]

    static let unsafeWords: Set = [
        "OpaquePointer", "Unmanaged", "UnsafeBufferPointer", "UnsafeMutableBufferPointer", "UnsafeMutablePointer",
        "UnsafeMutableRawBufferPointer", "UnsafeMutableRawPointer", "UnsafePointer", "UnsafeRawBufferPointer",
        "UnsafeRawPointer", "withUnsafeBufferPointer", "withUnsafeBytes", "withUnsafeMutableBufferPointer",
        "withUnsafeMutableBytes", "withUnsafeMutablePointer", "withUnsafePointer", "withUnsafeTemporaryAllocation",
    ]

    /// The only places with unsafe pointers: a whole module, or single files of one.
    static let unsafe = [
        "Sources/MQTT/", "Sources/CMosquitto/", "Sources/Store/Transaction/MessageInsert.swift",
        "Sources/Secrets/CodeSeed.swift", "Sources/Web/Pages/QRCode.swift",
    ]
}

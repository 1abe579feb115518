// swift-tools-version:6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")
let protobuf: Target.Dependency = .product(name: "SwiftProtobuf", package: "swift-protobuf")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let mustache: Target.Dependency = .product(name: "Mustache", package: "swift-mustache")
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

// One line a module: its name and everything it may import. The build refuses any other import
// (`--explicit-target-dependency-import-check error`, see the Makefile).
let package = Package(
    name: "vardag",
    products: [.executable(name: "vardag", targets: ["vardag"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        .target(
            name: "CareModel", resources: [.embedInCode("Words/sv.txt"), .embedInCode("Words/en.txt")],
            swiftSettings: strict),
        .target(name: "CareEngine", dependencies: ["CareModel"], swiftSettings: strict),
        .target(name: "Settings", dependencies: ["CareModel", yams], swiftSettings: strict),
        .target(name: "DeviceProfiles", dependencies: ["CareModel", "Settings", protobuf], swiftSettings: strict),
        .systemLibrary(name: "CMosquitto", pkgConfig: "libmosquitto", providers: [.apt(["libmosquitto-dev"])]),
        .systemLibrary(name: "CSodium", pkgConfig: "libsodium", providers: [.apt(["libsodium-dev"])]),
        .systemLibrary(name: "COath", pkgConfig: "liboath", providers: [.apt(["liboath-dev"])]),
        .systemLibrary(name: "CQREncode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"])]),
        .target(name: "Secrets", dependencies: ["CSodium", "COath"], swiftSettings: strict),
        .systemLibrary(name: "CSystemd", pkgConfig: "libsystemd", providers: [.apt(["libsystemd-dev"])]),
        .target(name: "MQTT", dependencies: ["CMosquitto"], swiftSettings: strict),
        .target(name: "Store", dependencies: ["CareModel", "Secrets", grdb], swiftSettings: strict),
        .target(
            name: "Pipeline", dependencies: ["CareModel", "CareEngine", "DeviceProfiles", "Store", "CSodium"],
            swiftSettings: strict),
        .target(
            name: "Delivery", dependencies: ["CareModel", "Secrets", "Store", "MQTT", logging], swiftSettings: strict),
        .target(
            name: "Web", dependencies: ["CareModel", "Secrets", "Store", "CQREncode", hummingbird, mustache, logging],
            swiftSettings: strict),
        .target(name: "Simulator", dependencies: ["CareModel"], swiftSettings: strict),
        .executableTarget(
            name: "vardag",
            dependencies: [
                "CareModel", "CareEngine", "Settings", "DeviceProfiles", "MQTT", "Store", "Pipeline", "Delivery",
                "Web", "Simulator", "Secrets", "CSystemd", arguments, logging,
            ],
            swiftSettings: strict),
        .testTarget(name: "CareModelTests", dependencies: ["CareModel"], swiftSettings: strict),
        .testTarget(
            name: "CareEngineTests", dependencies: ["CareEngine", "CareModel"], exclude: ["Golden"],
            swiftSettings: strict),
        .testTarget(name: "SettingsTests", dependencies: ["Settings", "CareModel"], swiftSettings: strict),
        .testTarget(
            name: "DeviceProfilesTests", dependencies: ["DeviceProfiles", "Settings", "CareModel", protobuf],
            swiftSettings: strict),
        .target(name: "BrokerFixture", path: "Tests/BrokerFixture", swiftSettings: strict),
        .testTarget(name: "MQTTTests", dependencies: ["MQTT", "BrokerFixture"], swiftSettings: strict),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "vardag", "BrokerFixture", "CareEngine", "CareModel", "Delivery", "Pipeline", "Settings", "Simulator",
                "Store", logging,
            ],
            swiftSettings: strict),
        .testTarget(name: "SecretsTests", dependencies: ["Secrets"], swiftSettings: strict),
        .testTarget(name: "StoreTests", dependencies: ["Store", "CareModel", grdb], swiftSettings: strict),
        .testTarget(
            name: "PipelineTests",
            dependencies: ["Pipeline", "CareModel", "CareEngine", "DeviceProfiles", "Settings", "Store", "Simulator"],
            swiftSettings: strict),
        .testTarget(
            name: "DeliveryTests",
            dependencies: [
                "Delivery", "Store", "CareModel", "MQTT", "Secrets", "BrokerFixture", hummingbird, logging,
            ],
            swiftSettings: strict),
        .testTarget(
            name: "WebTests", dependencies: ["Web", "Store", "Secrets", "CareModel", logging], swiftSettings: strict),
        .testTarget(name: "TidyTests", swiftSettings: strict),
        .testTarget(name: "SimulatorTests", dependencies: ["Simulator", "CareModel"], swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)

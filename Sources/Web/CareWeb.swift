package import Logging
package import Store
package struct CareWeb: Sendable {
    package init(settings: WebSettings, reader: CareStore, status: @escaping @Sendable () -> GatewayStatus, act: @escaping @Sendable (AlertVerb) async -> AlertVerbResult, logger: Logger) {}
    package func run() async throws { try await Task.sleep(for: .seconds(100000)) }
}

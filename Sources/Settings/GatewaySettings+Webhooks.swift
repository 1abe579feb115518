package import Foundation

extension GatewaySettings {
    /// A destination that is told by HTTP.
    package struct Webhook: Hashable, Sendable {
        package enum Kind: String, CaseIterable, Sendable { case alerts, features, notices }

        /// 1 to 64 letters, digits, `_` and `-`; given once.
        package var name: String
        /// http or https.
        package var url: URL
        /// Absolute path of a file with the key of the signatures, 32 bytes or more.
        package var secretFile: String
        package var kinds: Set<Kind>
        /// Of notices only this recipient's; nil for all.
        package var recipient: String?
        /// 0.1 to 60.
        package var timeoutSeconds: Double

        /// The content of `secretFile`. Throws `SettingsError`.
        package func secret() throws(SettingsError) -> String {
            do { return try String(contentsOfFile: secretFile, encoding: .utf8) } catch {
                throw .unreadable(path: secretFile, reason: error.localizedDescription)
            }
        }
    }

    /// Nil when one of them is wrong.
    static func webhooks(_ form: FormReader) -> [Webhook]? {
        guard let value = form["webhooks"] else { return [] }
        var names: Set<String> = []
        let webhooks = value.list()?.map { value in
            value.map(required: ["name", "url", "secret_file"], optional: ["kinds", "recipient", "timeout"]) {
                form -> Webhook? in
                guard let webhook = Webhook(form: form) else { return nil }
                guard names.insert(webhook.name).inserted else {
                    form["name"]?.error("the webhook `\(webhook.name)` is already in the list; give each its own name")
                    return nil
                }
                return webhook
            }
        }
        guard let webhooks, !webhooks.contains(nil) else { return nil }
        return webhooks.compactMap { $0 }
    }
}

extension GatewaySettings.Webhook {
    init?(form: FormReader) {
        let name = form["name"]?.identifier()
        let url = form["url"]?.webAddress()
        let file = form["secret_file"]?.secretFile(minimumBytes: 32)
        let kinds =
            form["kinds"].map { value in
                value.list().flatMap { list -> Set<Kind>? in
                    let kinds = list.map { $0.choice(of: Kind.self) }
                    guard !kinds.contains(nil) else { return nil }
                    guard !kinds.isEmpty else { return value.mismatch("a list of alerts, features and notices") }
                    return Set(kinds.compactMap { $0 })
                }
            } ?? [.alerts]
        let recipient = form["recipient"]?.text()
        let timeout = form["timeout"].map { $0.webhookSeconds() } ?? 10
        if form["recipient"] != nil, let kinds, !kinds.contains(.notices) {
            form["recipient"]?.error(
                "`recipient` is about notices, and `kinds` has none; add `notices` or leave it out")
            return nil
        }
        if let url, url.scheme?.lowercased() == "http", let host = url.host(), !Loopback.contains(host) {
            form["url"]?.warning("what it is told crosses the network in clear; use https")
        }
        guard let name, let url, let file, let kinds, let timeout else { return nil }
        if form["recipient"] != nil, recipient == nil { return nil }
        self.init(
            name: name, url: url, secretFile: file, kinds: kinds, recipient: recipient, timeoutSeconds: timeout)
    }
}

extension FormValue {
    fileprivate func webhookSeconds() -> Double? {
        guard let seconds = durationSeconds() else { return nil }
        guard (0.1...60).contains(seconds) else { return mismatch("from 100 ms to 1 min") }
        return seconds
    }
}

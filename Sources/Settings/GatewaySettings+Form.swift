import CareModel
import Foundation

extension GatewaySettings {
    init?(form: FormReader) {
        let broker = form["broker"]?.map(
            required: ["host"], optional: ["port", "username", "password_file", "tls", "client_id"], Broker.init(form:))
        let homes = form["homes"]?.folder()
        let devices = form["devices"]?.folder()
        let database = form["database"]?.fileInFolder()
        let http =
            form["http"].map {
                $0.map(
                    optional: ["bind", "port", "behind_proxy", "second_factor", "refused_passwords"],
                    HTTP.init(form:))
            } ?? HTTP()
        let prefix = form["publish_prefix"].map { $0.topic() } ?? "vardag"
        let clock = form["clock"].map { $0.choice(of: Clock.self) } ?? .wall
        let budget = form["alert_budget"].map { $0.alertBudget() } ?? 1
        let areas = Self.areas(form)
        let hints = form["condition_hints"].map { $0.truth() } ?? false
        let days = form["keep_messages_days"].map { $0.integer(in: 8...3650) } ?? 90
        let keyFile = form["pseudonym_key_file"]?.secretFile(minimumBytes: 32)
        let heartbeat = form["heartbeat"].map {
            $0.map(required: ["url"], optional: ["every"], GatewaySettings.Heartbeat.init(form:))
        }
        let backup = form["backup"].map {
            $0.map(required: ["folder"], optional: ["at", "keep"], GatewaySettings.Backup.init(form:))
        }
        let calls = form["calls"].map {
            $0.map(required: ["chains"], optional: ["storm_limit", "shift", "test_at"], CallSettings.init(form:))
        }
        let webhooks = Self.webhooks(form)
        // Given, but with errors.
        if case .some(nil) = calls { return nil }
        if case .some(nil) = heartbeat { return nil }
        if case .some(nil) = backup { return nil }
        guard let broker, let homes, let devices, let database, let http, let prefix, let clock, let budget,
            let areas, let hints, let days, let webhooks
        else { return nil }
        self.init(
            broker: broker, homes: homes, devices: devices, database: database, http: http, publishPrefix: prefix,
            clock: clock, alertBudget: budget, areas: areas, conditionHints: hints, keepMessagesDays: days,
            pseudonymKeyFile: keyFile,
            heartbeat: heartbeat ?? nil, backup: backup ?? nil, calls: calls ?? nil, webhooks: webhooks)
    }

    /// Nil when one of them is wrong.
    private static func areas(_ form: FormReader) -> [Area]? {
        guard let value = form["areas"] else { return [] }
        var names: Set<String> = []
        let areas = value.list()?.map { value in
            value.map(required: ["name", "alert_budget"]) { form -> Area? in
                guard let name = form["name"]?.identifier(), let budget = form["alert_budget"]?.alertBudget() else {
                    return nil
                }
                guard names.insert(name).inserted else {
                    form["name"]?.error("the area `\(name)` is already in the list; give each area its own name")
                    return nil
                }
                return Area(name: name, alertBudget: budget)
            }
        }
        guard let areas, !areas.contains(nil) else { return nil }
        return areas.compactMap { $0 }
    }
}

extension GatewaySettings.Broker {
    init?(form: FormReader) {
        let host = form["host"]?.hostName()
        let tls = form["tls"]?.map(required: ["ca"], optional: ["cert", "key"], GatewaySettings.TLS.init(form:))
        let port = form["port"].map { $0.integer(in: 1...65535) } ?? (form["tls"] == nil ? 1883 : 8883)
        let username = form["username"]?.text()
        let password = form["password_file"]?.secretFile(minimumBytes: 1)
        let clientID = form["client_id"].map { $0.identifier() } ?? "vardag"
        if let file = form["password_file"], form["username"] == nil {
            file.error("`broker.password_file` is given without `broker.username`; give both or neither")
        }
        if let name = form["username"], form["tls"] == nil, let host, !Loopback.contains(host) {
            name.warning(
                "without `broker.tls` the password and all residents' data cross the network in clear; add `tls`")
        }
        guard let host, let port, let clientID else { return nil }
        self.init(
            host: host, port: port, username: username, passwordFile: password, tls: tls, clientID: clientID)
    }
}

extension GatewaySettings.TLS {
    init?(form: FormReader) {
        let ca = form["ca"]?.readableFile()
        let cert = form["cert"]?.readableFile()
        let key = form["key"]?.secretFile(minimumBytes: 1)
        if (form["cert"] == nil) != (form["key"] == nil) {
            form.value.error("`cert` and `key` belong together; give both or neither")
        }
        guard let ca else { return nil }
        self.init(ca: ca, cert: cert, key: key)
    }
}

extension GatewaySettings.HTTP {
    init() { self.init(bind: "127.0.0.1", port: 8080, isBehindProxy: false, secondFactor: .offered) }

    init?(form: FormReader) {
        let isBehindProxy = form["behind_proxy"].map { $0.truth() } ?? false
        let bind = form["bind"].map { $0.pageAddress(isBehindProxy: isBehindProxy ?? true) } ?? "127.0.0.1"
        let port = form["port"].map { $0.integer(in: 0...65535) } ?? 8080
        let secondFactor = form["second_factor"].map { $0.choice(of: SecondFactor.self) } ?? .offered
        let refused = form["refused_passwords"].map { $0.readableFile() }
        // Given, but wrong.
        if case .some(nil) = refused { return nil }
        guard let isBehindProxy, let bind, let port, let secondFactor else { return nil }
        self.init(
            bind: bind, port: port, isBehindProxy: isBehindProxy, secondFactor: secondFactor,
            refusedPasswords: refused ?? nil)
    }
}

extension GatewaySettings.Heartbeat {
    init?(form: FormReader) {
        let url = form["url"]?.webAddress()
        let every = form["every"].map { $0.heartbeatSeconds() } ?? 60
        guard let url, let every else { return nil }
        self.init(url: url, everySeconds: every)
    }
}

extension GatewaySettings.Backup {
    init?(form: FormReader) {
        let folder = form["folder"]?.folder()
        let at = form["at"].map { $0.minuteOfDay() } ?? 195
        let keep = form["keep"].map { $0.integer(in: 1...1000) } ?? 7
        guard let folder, let at, let keep else { return nil }
        self.init(folder: folder, atMinute: at, keep: keep)
    }
}

extension FormValue {
    func webAddress() -> URL? {
        guard let text = text() else { return nil }
        guard let url = URL(string: text), ["http", "https"].contains(url.scheme?.lowercased() ?? ""),
            url.host()?.isEmpty == false
        else { return mismatch("an address such as `https://watch.example/ping/home-box`") }
        return url
    }

    fileprivate func heartbeatSeconds() -> Int? {
        guard let seconds = durationSeconds() else { return nil }
        guard (1...3600).contains(seconds) else { return mismatch("from 1 s to 1 h") }
        return Int(seconds.rounded())
    }

    fileprivate func hostName() -> String? {
        guard let host = text() else { return nil }
        guard !host.isEmpty, !host.contains(where: { $0.isWhitespace || $0 == "/" }) else {
            return mismatch("a host name or address alone, such as `localhost`")
        }
        guard host.count(where: { $0 == ":" }) != 1 else {
            return mismatch("a host name or address without the port (that is `broker.port`)")
        }
        return host
    }

    fileprivate func pageAddress(isBehindProxy: Bool) -> String? {
        guard let address = text() else { return nil }
        guard isBehindProxy || Loopback.contains(address) else {
            return mismatch(
                "127.0.0.1, ::1 or localhost, unless a proxy with TLS stands before the page (`http.behind_proxy`)")
        }
        return address
    }
}

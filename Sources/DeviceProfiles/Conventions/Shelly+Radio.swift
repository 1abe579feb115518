import CareModel

/// Events, and the Bluetooth devices that a Shelly hears.
extension Shelly {
    // MARK: NotifyEvent

    /// A press of a Bluetooth button is told by its device's component and by its sensor's: the sensor knows which button.
    mutating func readNotified(_ parameters: JSONValue, of prefix: String, into report: inout MessageReport) {
        let events = parameters["events"]?.elements ?? []
        for event in events {
            guard let name = event["component"]?.text, let said = event["event"]?.text else { continue }
            let component = keys.component(name)
            switch component.sort {
            case "sys" where said == "sleep": report.availability(.sleeping)
            case "input": report.value("input:event", .text(said), channel: component.channel)
            default: break
            }
        }
        for event in events where event["component"]?.text?.hasPrefix("bthome") == true {
            readPressed(event, beside: events, of: prefix, into: &report)
        }
        for event in events where event["component"]?.text?.hasPrefix("script:") == true {
            readScripted(event, into: &report)
        }
    }

    private mutating func readPressed(
        _ event: JSONValue, beside events: [JSONValue], of prefix: String, into report: inout MessageReport
    ) {
        guard let name = event["component"]?.text, let said = event["event"]?.text else { return }
        let gateway = known.id(ofPrefix: prefix) ?? prefix
        let isSensor = name.hasPrefix("bthomesensor")
        let radio = known.radio(name, of: gateway)
        // Of the two the sensor's, where it is known whose it is.
        if isSensor, radio == nil, twins(of: event, events).contains(where: { $0.hasPrefix("bthomedevice") }) { return }
        let isTold = twins(of: event, events).contains { twin in
            guard twin.hasPrefix("bthomesensor"), let other = known.radio(twin, of: gateway) else { return false }
            return radio == nil || radio?.address == other.address
        }
        if !isSensor, isTold { return }
        let channel = radio.map { $0.index > 0 ? String($0.index + 1) : "" } ?? ""
        let button = (radio?.address ?? gateway) + "/" + channel
        guard !known.isRepeat(press: said, at: event["ts"]?.number, of: button) else { return }
        begin(radio, component: name, of: gateway, into: &report)
        report.time(SourceTime(event["ts"]))
        report.value("bthome:event", .text(said), channel: channel)
    }

    /// Bluetooth components of which the same is told.
    private func twins(of event: JSONValue, _ events: [JSONValue]) -> [String] {
        events.compactMap { other in
            guard let name = other["component"]?.text, name.hasPrefix("bthome"), name != event["component"]?.text,
                other["event"]?.text == event["event"]?.text
            else { return nil }
            return name
        }
    }

    /// What the usual scripts emit of broadcasts: `{"event":"shelly-blu","data":{"address":...}}`.
    private func readScripted(_ event: JSONValue, into report: inout MessageReport) {
        guard let data = event["data"], let address = data["address"]?.text, !address.isEmpty else { return }
        report.device(address, isShared: true)
        report.time(SourceTime(event["ts"]))
        report.value("*:rssi", data["rssi"])
        for member in data.members where member.key != "rssi" {
            let values = member.value.elements
            if member.key == "button" {
                let pressed = values.isEmpty ? [member.value] : values
                for (index, value) in pressed.enumerated() {
                    readButton(value.number, index: pressed.count > 1 ? index : 0, into: &report)
                }
            } else if member.key.utf8.count <= 32, report.rule(of: "bthome:" + member.key) != nil {
                report.value("bthome:" + member.key, values.first ?? member.value)
            }
        }
    }

    private func readButton(_ code: Double?, index: Int, into report: inout MessageReport) {
        guard let code, let pressed = Int(exactly: code) else { return }
        report.value("bthome:button", .text(String(pressed)), channel: index > 0 ? String(index + 1) : "")
    }

    // MARK: Status

    private func begin(
        _ radio: ShellyDevices.Radio?, component: String, of gateway: String, into report: inout MessageReport
    ) {
        let name = gateway + "/" + component
        report.device(radio?.address ?? name, otherNames: radio == nil ? [] : [name], isShared: true)
    }

    mutating func readRadio(
        _ component: ShellyComponent, _ status: JSONValue, of prefix: String, into report: inout MessageReport
    ) {
        let gateway = known.id(ofPrefix: prefix) ?? prefix
        let name = component.sort + ":" + (component.channel.isEmpty ? "0" : component.channel)
        let radio = known.radio(name, of: gateway)
        // What a sensor measures only its configuration says.
        let object = component.sort == "bthomesensor" ? radio?.object.flatMap(BTHome.name(of:)) : ""
        guard let object else { return }
        begin(radio, component: name, of: gateway, into: &report)
        if let heard = status["last_updated_ts"], heard.number != 0 { report.time(SourceTime(heard)) }
        guard object.isEmpty else {
            let channel = radio.map { $0.index > 0 ? String($0.index + 1) : "" } ?? ""
            if object != "button" { report.value("bthome:" + object, status["value"], channel: channel) }
            return
        }
        keys.read(status, of: keys.component(component.sort), into: &report)
    }

    // MARK: Broadcasts

    /// `{"srcBle":{"mac","rssi"},"payload":<hexadecimal>}`.
    mutating func readBroadcast(_ message: DeviceMessage, into report: inout MessageReport) throws(PayloadFault) {
        let object = try message.json()
        guard let address = object.at(["srcBle", "mac"])?.text, !address.isEmpty else { return }
        report.device(address, isShared: true)
        report.value("*:rssi", object.at(["srcBle", "rssi"]))
        guard let text = object["payload"]?.text, let broadcast = BTHome.broadcast(hexadecimal: text) else { return }
        let isRepeat = known.isRepeat(packet: broadcast.packet, of: address)
        let buttons = broadcast.measurements.count { $0.name == "button" }
        var button = 0
        for measurement in broadcast.measurements {
            guard measurement.name == "button" else {
                report.value("bthome:" + measurement.name, .number(measurement.value))
                continue
            }
            if !isRepeat { readButton(measurement.value, index: buttons > 1 ? button : 0, into: &report) }
            button += 1
        }
    }

    // MARK: Configuration

    /// Answers to `Shelly.GetConfig`, `Shelly.GetComponents`, `Shelly.GetStatus` and `BTHome...GetConfig`.
    mutating func readAnswer(_ message: DeviceMessage, into report: inout MessageReport) throws(PayloadFault) {
        let object = try message.json()
        guard let source = object["src"]?.text, object["method"] == nil, let result = object["result"] else { return }
        report.device(source, isShared: true)
        var taught = ""
        func teach(_ component: String, _ configuration: JSONValue) {
            guard let radio = Self.radio(component, configuration), known.learn(radio, component: component, of: source)
            else { return }
            if taught.isEmpty { taught = component }
            declare(radio, component: component, of: source, into: &report)
        }
        for component in result["components"]?.elements ?? [] {
            if let key = component["key"]?.text, let configuration = component["config"] { teach(key, configuration) }
        }
        for member in result.members where ShellyComponent.isRadio(member.key) { teach(member.key, member.value) }
        if let id = result["id"]?.number.flatMap({ Int(exactly: $0) }), result["addr"]?.text != nil {
            teach((result["obj_id"] == nil ? "bthomedevice:" : "bthomesensor:") + String(id), result)
        }
        if !taught.isEmpty { report.keep(as: source + "/" + taught) }
    }

    private static func radio(_ component: String, _ configuration: JSONValue) -> ShellyDevices.Radio? {
        guard ShellyComponent.isRadio(component), component.utf8.count <= 64,
            let address = configuration["addr"]?.text, !address.isEmpty, address.utf8.count <= 32
        else { return nil }
        func whole(_ key: String) -> Int? { configuration[key]?.number.flatMap { Int(exactly: $0) } }
        return ShellyDevices.Radio(address: address, object: whole("obj_id"), index: max(0, min(whole("idx") ?? 0, 99)))
    }

    private func declare(
        _ radio: ShellyDevices.Radio, component: String, of gateway: String, into report: inout MessageReport
    ) {
        guard let object = radio.object.flatMap(BTHome.name(of:)), let rule = report.rule(of: "bthome:" + object),
            rule.reads != .nothing
        else { return }
        report.declare(
            MessageReport.Entity(
                device: radio.address, quantity: rule.quantity, unit: rule.unit,
                stateTopic: (known.prefix(ofID: gateway) ?? gateway) + "/events/rpc",
                valueTemplate: "{{ value_json.params['\(component)'].value }}"))
    }
}

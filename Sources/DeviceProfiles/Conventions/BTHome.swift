/// BTHome v2, the format in which Bluetooth sensors broadcast measurements (bthome.io/format).
enum BTHome {
    /// One measurement of a broadcast, under the format's name for it.
    struct Measurement: Hashable, Sendable {
        var name: String
        var value: Double
    }

    struct Broadcast: Hashable, Sendable {
        /// Tells repeats of one broadcast from the next.
        var packet: Int?
        /// Empty where it is encrypted.
        var measurements: [Measurement] = []
    }

    private struct Form {
        var name: String
        var bytes: Int
        var isSigned = false
        var divisor = 1.0
    }

    /// Name of the measurement with an object id.
    static func name(of object: Int) -> String? {
        UInt8(exactly: object).flatMap { forms[$0]?.name }
    }

    /// The service data as hexadecimal digits, from the byte of device information on. Nil when it is not BTHome v2.
    static func broadcast(hexadecimal text: String) -> Broadcast? {
        guard text.utf8.count <= 512, let bytes = bytes(text), let information = bytes.first, information >> 5 == 2
        else { return nil }
        var found = Broadcast()
        guard information & 1 == 0 else { return found }
        var at = 1
        while at < bytes.count {
            // Objects stand in the order of their ids; what follows an unknown one cannot be told apart.
            guard let form = forms[bytes[at]] else { break }
            at += 1
            let length = form.bytes > 0 ? form.bytes : at < bytes.count ? Int(bytes[at]) + 1 : 1
            guard at + length <= bytes.count else { break }
            if form.bytes > 0 {
                let number = number(bytes[at..<(at + length)], form)
                if form.name == "packet_id" {
                    found.packet = Int(number)
                } else {
                    found.measurements.append(Measurement(name: form.name, value: number))
                }
            }
            at += length
        }
        return found
    }

    /// Little-endian.
    private static func number(_ bytes: ArraySlice<UInt8>, _ form: Form) -> Double {
        var raw: Int64 = 0
        for byte in bytes.reversed() { raw = raw << 8 | Int64(byte) }
        let width = Int64(1) << Int64(8 * bytes.count)
        if form.isSigned, raw >= width / 2 { raw -= width }
        return Double(raw) / form.divisor
    }

    private static func bytes(_ text: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        var high: UInt8?
        for letter in text.utf8 {
            let digit: UInt8
            switch letter {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = letter - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = letter - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = letter - UInt8(ascii: "A") + 10
            default: return nil
            }
            if let first = high {
                bytes.append(first << 4 | digit)
                high = nil
            } else {
                high = digit
            }
        }
        return high == nil ? bytes : nil
    }

    private static let forms: [UInt8: Form] = {
        var forms: [UInt8: Form] = [
            0x00: Form(name: "packet_id", bytes: 1), 0x01: Form(name: "battery", bytes: 1),
            0x02: Form(name: "temperature", bytes: 2, isSigned: true, divisor: 100),
            0x03: Form(name: "humidity", bytes: 2, divisor: 100), 0x04: Form(name: "pressure", bytes: 3, divisor: 100),
            0x05: Form(name: "illuminance", bytes: 3, divisor: 100), 0x06: Form(name: "mass", bytes: 2, divisor: 100),
            0x07: Form(name: "mass_lb", bytes: 2, divisor: 100),
            0x08: Form(name: "dew_point", bytes: 2, isSigned: true, divisor: 100), 0x09: Form(name: "count", bytes: 1),
            0x0A: Form(name: "energy", bytes: 3, divisor: 1000), 0x0B: Form(name: "power", bytes: 3, divisor: 100),
            0x0C: Form(name: "voltage", bytes: 2, divisor: 1000), 0x0D: Form(name: "pm2_5", bytes: 2),
            0x0E: Form(name: "pm10", bytes: 2), 0x12: Form(name: "co2", bytes: 2), 0x13: Form(name: "tvoc", bytes: 2),
            0x14: Form(name: "moisture", bytes: 2, divisor: 100), 0x2E: Form(name: "humidity", bytes: 1),
            0x2F: Form(name: "moisture", bytes: 1), 0x3A: Form(name: "button", bytes: 1),
            0x3C: Form(name: "dimmer", bytes: 2), 0x3D: Form(name: "count", bytes: 2),
            0x3E: Form(name: "count", bytes: 4), 0x3F: Form(name: "rotation", bytes: 2, isSigned: true, divisor: 10),
            0x40: Form(name: "distance_mm", bytes: 2), 0x41: Form(name: "distance", bytes: 2, divisor: 10),
            0x42: Form(name: "duration", bytes: 3, divisor: 1000), 0x43: Form(name: "current", bytes: 2, divisor: 1000),
            0x44: Form(name: "speed", bytes: 2, divisor: 100),
            0x45: Form(name: "temperature", bytes: 2, isSigned: true, divisor: 10),
            0x46: Form(name: "uv_index", bytes: 1, divisor: 10), 0x47: Form(name: "volume", bytes: 2, divisor: 10),
            0x48: Form(name: "volume_ml", bytes: 2), 0x49: Form(name: "flow", bytes: 2, divisor: 1000),
            0x4A: Form(name: "voltage", bytes: 2, divisor: 10), 0x4B: Form(name: "gas_volume", bytes: 3, divisor: 1000),
            0x4C: Form(name: "gas_volume", bytes: 4, divisor: 1000),
            0x4D: Form(name: "energy", bytes: 4, divisor: 1000), 0x4E: Form(name: "volume", bytes: 4, divisor: 1000),
            0x4F: Form(name: "water", bytes: 4, divisor: 1000), 0x50: Form(name: "timestamp", bytes: 4),
            0x51: Form(name: "acceleration", bytes: 2, divisor: 1000),
            0x52: Form(name: "gyroscope", bytes: 2, divisor: 1000), 0x53: Form(name: "text", bytes: 0),
            0x54: Form(name: "raw", bytes: 0), 0x55: Form(name: "storage", bytes: 4, divisor: 1000),
            0x56: Form(name: "conductivity", bytes: 2),
            0x57: Form(name: "temperature", bytes: 1, isSigned: true),
            0x59: Form(name: "count", bytes: 1, isSigned: true), 0x5A: Form(name: "count", bytes: 2, isSigned: true),
            0x5B: Form(name: "count", bytes: 4, isSigned: true),
            0x5C: Form(name: "power", bytes: 4, isSigned: true, divisor: 100),
            0x5D: Form(name: "current", bytes: 2, isSigned: true, divisor: 1000),
            0x5E: Form(name: "direction", bytes: 2, divisor: 100),
            0x5F: Form(name: "precipitation", bytes: 2, divisor: 10), 0x60: Form(name: "channel", bytes: 1),
            0xF0: Form(name: "device_type", bytes: 2), 0xF1: Form(name: "firmware", bytes: 4),
            0xF2: Form(name: "firmware", bytes: 3),
        ]
        let truths = [
            "generic", "power_on", "opening", nil, nil, nil, "battery_low", "charging", "carbon_monoxide", "cold",
            "connectivity", "door", "garage_door", "gas", "heat", "light", "lock", "wet", "motion", "moving",
            "occupancy", "plug", "presence", "problem", "running", "safety", "smoke", "sound", "tamper", "vibration",
            "window",
        ]
        for (offset, name) in truths.enumerated() {
            if let name { forms[0x0F + UInt8(offset)] = Form(name: name, bytes: 1) }
        }
        // 0.35 a step.
        forms[0x58] = Form(name: "temperature", bytes: 1, isSigned: true, divisor: 1 / 0.35)
        return forms
    }()
}

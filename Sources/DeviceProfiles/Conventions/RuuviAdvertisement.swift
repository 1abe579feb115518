/// What a Ruuvi sensor advertises over Bluetooth: data formats 3 (RAWv1), 5 (RAWv2), 6 and E1 (Ruuvi Air), as
/// documented at docs.ruuvi.com. A field that the sensor marks as not available is left out.
struct RuuviAdvertisement {
    /// Key of the profile -> the number in the unit that the profile gives it.
    private(set) var values: [(key: String, value: Double)] = []

    private let bytes: ArraySlice<UInt8>

    /// From the whole advertisement in hexadecimal digits; nil when it holds no format that is known, or is damaged.
    init?(hex: String) {
        guard let all = Self.bytes(hex: hex), let data = Self.manufacturerData(in: all) else { return nil }
        bytes = data
        switch (data.first, data.count) {
        case (3, 14...): readRAWv1()
        case (5, 24...): readRAWv2()
        case (6, 20...): readAir()
        case (0xe1, 40...): readExtendedAir()
        default: return nil
        }
    }

    private static func bytes(hex: String) -> [UInt8]? {
        let digits = Array(hex.utf8)
        // Extended advertisements have at most 255 bytes.
        guard digits.count % 2 == 0, digits.count <= 512 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.count / 2)
        for i in stride(from: 0, to: digits.count, by: 2) {
            guard let high = digit(digits[i]), let low = digit(digits[i + 1]) else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    private static func digit(_ letter: UInt8) -> UInt8? {
        switch letter {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): letter - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): letter - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): letter - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    /// Behind the company's number 0x0499, in a structure of the type 0xFF (manufacturer specific data).
    private static func manufacturerData(in bytes: [UInt8]) -> ArraySlice<UInt8>? {
        var at = 0
        while at < bytes.count {
            let end = at + 1 + Int(bytes[at])
            guard bytes[at] > 0, end <= bytes.count else { return nil }
            if bytes[at] > 3, bytes[at + 1] == 0xff, bytes[at + 2] == 0x99, bytes[at + 3] == 0x04 {
                return bytes[(at + 4)..<end]
            }
            at = end
        }
        return nil
    }

    // MARK: Fields, big-endian

    private func byte(_ at: Int) -> UInt8 { bytes[bytes.startIndex + at] }

    private func unsigned(_ at: Int) -> Int { Int(byte(at)) << 8 | Int(byte(at + 1)) }

    private mutating func add(_ key: String, _ value: Double) { values.append((key, value)) }

    /// A 16-bit field whose highest number means "not available".
    private mutating func add(_ key: String, at: Int, from least: Double = 0, step: Double = 1, per divisor: Double = 1)
    {
        let raw = unsigned(at)
        if raw != 0xffff { add(key, (Double(raw) * step + least) / divisor) }
    }

    /// A 16-bit field with a sign, in 0.005 °C; the lowest number means "not available".
    private mutating func addTemperature(at: Int) {
        let raw = Int16(truncatingIfNeeded: unsigned(at))
        if raw != .min { add("temperature", Double(raw) / 200) }
    }

    // MARK: Formats

    private mutating func readRAWv1() {
        add("humidity", Double(byte(1)) / 2)
        let degrees = Double(byte(2) & 0x7f) + Double(byte(3)) / 100
        add("temperature", byte(2) & 0x80 == 0 ? degrees : -degrees)
        add("pressure", Double(unsigned(4)) + 50_000)
        add("voltage", Double(unsigned(12)) / 1000)
    }

    private mutating func readRAWv2() {
        addTemperature(at: 1)
        add("humidity", at: 3, per: 400)
        add("pressure", at: 5, from: 50_000)
        // Eleven bits of mV above 1.6 V, five of transmission power.
        let battery = unsigned(13) >> 5
        if battery != 0x7ff { add("voltage", Double(battery + 1600) / 1000) }
    }

    private mutating func readAir() {
        addTemperature(at: 1)
        add("humidity", at: 3, per: 400)
        add("pressure", at: 5, from: 50_000)
        add("PM2.5", at: 7, per: 10)
        add("CO2", at: 9)
        if byte(13) != 0xff { add("luminosity", Self.brightness(byte(13))) }
    }

    private mutating func readExtendedAir() {
        addTemperature(at: 1)
        add("humidity", at: 3, per: 400)
        add("pressure", at: 5, from: 50_000)
        add("PM2.5", at: 9, per: 10)
        add("PM10.0", at: 13, per: 10)
        add("CO2", at: 15)
        let light = Int(byte(19)) << 16 | unsigned(20)
        if light != 0xff_ffff { add("luminosity", Double(light) / 100) }
    }

    /// Lux of a code on a logarithmic scale of 254 steps from 0 to 65,535: `65536 ^ (code / 254) - 1`.
    private static func brightness(_ code: UInt8) -> Double {
        // 65536 ^ (1 / 254)
        let step = 1.044_630_061_412_595_6
        return (0..<code).reduce(1.0) { product, _ in product * step } - 1
    }
}

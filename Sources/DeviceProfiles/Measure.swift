import CareModel

/// How a number in some unit becomes the quantity's canonical unit: `value * factor / divisor + offset`.
///
/// Factor and divisor apart, because 3015 / 1000 is exact where 3015 * 0.001 is not.
struct Measure: Hashable, Sendable {
    var factor = 1.0
    var divisor = 1.0
    var offset = 0.0

    static let unchanged = Measure(times: 1)

    /// Nil when `unit` does not measure `quantity`.
    init?(unit: String, of quantity: Quantity) {
        guard let measure = Self.known[quantity.unit]?[Self.plain(unit)] else { return nil }
        self = measure
    }

    private init(times factor: Double) { self.factor = factor }

    private init(over divisor: Double) { self.divisor = divisor }

    private static let fahrenheit: Measure = {
        var measure = Measure(times: 5)
        measure.divisor = 9
        measure.offset = -160.0 / 9
        return measure
    }()

    private static let kelvin: Measure = {
        var measure = Measure(times: 1)
        measure.offset = -273.15
        return measure
    }()

    /// In lower case, without the degree sign and blanks, with one spelling of micro and cubic.
    static func plain(_ unit: String) -> String {
        var plain = ""
        for letter in unit.lowercased() {
            switch letter {
            case "°", " ": continue
            case "µ", "μ": plain.append("u")
            case "³": plain.append("3")
            default: plain.append(letter)
            }
        }
        return plain
    }

    /// By canonical unit, then by the unit as written.
    private static let known: [String: [String: Measure]] = [
        "Cel": [
            "c": unchanged, "cel": unchanged, "celsius": unchanged, "degc": unchanged, "f": fahrenheit,
            "fahrenheit": fahrenheit, "degf": fahrenheit, "k": kelvin,
        ],
        "%RH": ["%": unchanged, "%rh": unchanged, "%,rh": unchanged, "/": Measure(times: 100), "/100": unchanged],
        "%": ["%": unchanged, "%el": unchanged, "/": Measure(times: 100), "/100": unchanged],
        "lx": ["lx": unchanged, "lux": unchanged, "klx": Measure(times: 1000)],
        "hPa": [
            "hpa": unchanged, "mbar": unchanged, "kpa": Measure(times: 10), "pa": Measure(over: 100),
            "inhg": Measure(times: 33.863_886_666_7), "mmhg": Measure(times: 1.333_223_684),
            "bar": Measure(times: 1000),
            "psi": Measure(times: 68.947_572_93),
        ],
        "ppm": ["ppm": unchanged, "ppb": Measure(over: 1000)],
        "ug/m3": ["ug/m3": unchanged, "mg/m3": Measure(times: 1000)],
        "W": ["w": unchanged, "kw": Measure(times: 1000), "mw": Measure(over: 1000)],
        "Wh": ["wh": unchanged, "kwh": Measure(times: 1000), "w.min": Measure(over: 60), "wmin": Measure(over: 60)],
        "V": ["v": unchanged, "mv": Measure(over: 1000), "kv": Measure(times: 1000)],
        "A": ["a": unchanged, "ma": Measure(over: 1000)],
        "kg": [
            "kg": unchanged, "g": Measure(over: 1000), "lb": Measure(times: 0.453_592_37),
            "lbs": Measure(times: 0.453_592_37), "st": Measure(times: 6.350_293_18), "jin": Measure(over: 2),
        ],
        "mmHg": ["mmhg": unchanged, "mm[hg]": unchanged, "kpa": Measure(times: 7.500_616_83)],
        "/min": [
            "/min": unchanged, "bpm": unchanged, "1/min": unchanged, "beat/min": unchanged, "1/s": Measure(times: 60),
        ],
        "dBm": ["dbm": unchanged, "db": unchanged],
        "m": ["m": unchanged, "cm": Measure(over: 100), "mm": Measure(over: 1000)],
        "s": ["s": unchanged, "ms": Measure(over: 1000), "min": Measure(times: 60), "h": Measure(times: 3600)],
        "": ["": unchanged, "lqi": unchanged],
    ]
}

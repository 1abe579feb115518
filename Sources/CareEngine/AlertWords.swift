import CareModel
import Foundation

/// What an alert says, in Swedish and English: behaviour in plain words against the resident's own normal, never a
/// diagnosis, with a suggested check.
struct AlertWords: Sendable {
    var title: Alert.Words
    var explanation: Alert.Words
    var suggestion: Alert.Words

    // MARK: Safety

    static func safety(_ quantity: Quantity, place: String) -> AlertWords {
        let name: Alert.Words
        switch quantity {
        case .sos: name = .init(sv: "Larmknapp tryckt", en: "SOS button pressed")
        case .fallDetected: name = .init(sv: "Fall upptäckt", en: "Fall detected")
        case .smoke: name = .init(sv: "Brandrök", en: "Smoke")
        case .gas: name = .init(sv: "Gas", en: "Gas")
        case .carbonMonoxide: name = .init(sv: "Kolmonoxid", en: "Carbon monoxide")
        default: name = .init(sv: "Vattenläcka", en: "Water leak")
        }
        return AlertWords(
            title: .init(sv: "\(name.sv): \(place)", en: "\(name.en): \(place)"),
            explanation: .init(
                sv: "\(name.sv) meddelades av givaren i \(place).",
                en: "\(name.en), reported by the sensor in \(place)."),
            suggestion: .init(
                sv: "Ring upp eller åk till den boende genast.", en: "Call or visit the resident at once."))
    }

    // MARK: Technical

    static func batteryLow(device: Device) -> AlertWords {
        AlertWords(
            title: .init(sv: "Svagt batteri: \(device.name)", en: "Battery low: \(device.name)"),
            explanation: .init(
                sv: "Givaren \(device.name) \(inRoom(device, "i")) har svagt batteri.",
                en: "The sensor \(device.name) \(inRoom(device, "in")) reports a low battery."),
            suggestion: .init(sv: "Byt batteri vid nästa besök.", en: "Change the battery at the next visit."))
    }

    static func deviceOffline(device: Device) -> AlertWords {
        AlertWords(
            title: .init(sv: "Givare svarar inte: \(device.name)", en: "Sensor offline: \(device.name)"),
            explanation: .init(
                sv:
                    "Givaren \(device.name) \(inRoom(device, "i")) har varit tyst längre än den brukar. Det den ser kan inte bedömas.",
                en: "The sensor \(device.name) \(inRoom(device, "in")) has been silent for longer than it usually is. "
                    + "What it watches cannot be judged."),
            suggestion: .init(
                sv: "Kontrollera batteri och placering.", en: "Check its battery and whether it is still in place."))
    }

    static func homeUnreachable(since: Timestamp, in home: HomeDefinition) -> AlertWords {
        let clock = clockTime(since, home)
        return AlertWords(
            title: .init(sv: "Hemmet kan inte nås", en: "Home out of reach"),
            explanation: .init(
                sv: "Ingen givare i hemmet har hörts sedan \(clock). Hur den boende mår syns inte.",
                en: "No sensor of this home has been heard since \(clock). How the resident is cannot be seen."),
            suggestion: .init(
                sv: "Kontrollera ström och nätverk i hemmet.", en: "Check power and network in the home."))
    }

    static func messagesLost(percent: Int) -> AlertWords {
        AlertWords(
            title: .init(sv: "Meddelanden går förlorade", en: "Messages are lost"),
            explanation: .init(
                sv:
                    "Av det som givarna skickar av sig själva kom \(percent) % inte fram. Sömn och tid utanför hemmet bedöms inte, och larm om orörlighet dröjer.",
                en:
                    "Of what the sensors send by themselves \(percent) % did not arrive. Sleep and time out of the home "
                    + "are not judged, and alerts about stillness come later."),
            suggestion: .init(
                sv: "Kontrollera radiotäckning, störningar och bryggans placering.",
                en: "Check radio coverage, interference and where the bridge stands."))
    }

    static let lookIn = Alert.Words(
        sv: "Ring den boende eller titta till.", en: "Call the resident or look in.")

    static func welfareCheck(since: Timestamp, in home: HomeDefinition) -> AlertWords {
        let clock = clockTime(since, home)
        return AlertWords(
            title: .init(
                sv: "Titta till: hemmet har varit tyst länge", en: "Welfare check: the home has long been silent"),
            explanation: .init(
                sv:
                    "Hemmet har inte hörts sedan \(clock) och ingen övervakning fungerar. Det är ett tekniskt fel; hur den boende mår är okänt.",
                en: "The home has not been heard since \(clock) and no monitoring works. This is a technical fault; "
                    + "how the resident is, is unknown."),
            suggestion: lookIn)
    }

    static func unseenSinceOutage(since: Timestamp, in home: HomeDefinition) -> AlertWords {
        let clock = clockTime(since, home)
        return AlertWords(
            title: .init(
                sv: "Titta till: ingen märkt sedan ett avbrott", en: "Welfare check: nobody noticed since an outage"),
            explanation: .init(
                sv:
                    "Hemmet syntes inte före \(clock), och ingen har märkts sedan dess. Den boende kan ha gått ut under "
                    + "tiden.",
                en: "The home could not be seen before \(clock), and nobody has been noticed since. The resident may "
                    + "have gone out meanwhile."),
            suggestion: lookIn)
    }

    static func unseenBehindDoor(since: Timestamp, in home: HomeDefinition) -> AlertWords {
        let clock = clockTime(since, home)
        return AlertWords(
            title: .init(
                sv: "Titta till: ingen märkt, och ytterdörrens givare är tyst",
                en: "Welfare check: nobody noticed, and the outer door's sensor is silent"),
            explanation: .init(
                sv:
                    "Ingen har märkts sedan \(clock). Ytterdörrens givare hörs inte, så den boende kan ha gått ut utan "
                    + "att det syntes.",
                en: "Nobody has been noticed since \(clock). The outer door's sensor is not heard, so the resident may "
                    + "have gone out unseen."),
            suggestion: lookIn)
    }

    static func unseenWithLoss(since: Timestamp, in home: HomeDefinition) -> AlertWords {
        let clock = clockTime(since, home)
        return AlertWords(
            title: .init(
                sv: "Titta till: ingen märkt, och meddelanden går förlorade",
                en: "Welfare check: nobody noticed, and messages are lost"),
            explanation: .init(
                sv:
                    "Ingen har märkts sedan \(clock). Meddelanden från hemmet går förlorade, så den boende kan ha gått "
                    + "ut utan att det syntes.",
                en: "Nobody has been noticed since \(clock). Messages from the home are lost, so the resident may have "
                    + "gone out unseen."),
            suggestion: lookIn)
    }

    // MARK: Figures

    /// `07:05`, from minutes after midnight.
    static func clock(_ minute: Int) -> String {
        let inDay = ((minute % 1440) + 1440) % 1440
        return String(format: "%02d:%02d", inDay / 60, inDay % 60)
    }

    static func clockTime(_ time: Timestamp, _ home: HomeDefinition) -> String {
        var calendar = HomeCalendar(timeZone: home.timeZone)
        let day = calendar.day(of: time)
        return "\(day) \(clock(Int(calendar.wallMilliseconds(of: time) / 60_000)))"
    }

    private static func inRoom(_ device: Device, _ preposition: String) -> String {
        device.room.isEmpty ? "" : "\(preposition) \(device.room)"
    }
}

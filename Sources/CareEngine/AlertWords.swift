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
        let isNamed: [Quantity] = [.sos, .fallDetected, .smoke, .gas, .carbonMonoxide]
        let name = isNamed.contains(quantity) ? quantity.name : Quantity.waterLeak.name
        func values(_ words: WordCatalogue) -> [String: any CustomStringConvertible] {
            ["what": words.say("safety.\(name)"), "place": place]
        }
        return AlertWords(
            title: .init { $0.say("alert.safety.title", values($0)) },
            explanation: .init { $0.say("alert.safety.explanation", values($0)) },
            suggestion: Alert.Words("alert.safety.suggestion"))
    }

    // MARK: Technical

    static func batteryLow(device: Device) -> AlertWords {
        AlertWords(
            title: Alert.Words("alert.batteryLow.title", ["device": device.name]),
            explanation: .init {
                $0.say("alert.batteryLow.explanation", ["device": device.name, "where": inRoom(device, $0)])
            },
            suggestion: Alert.Words("alert.batteryLow.suggestion"))
    }

    static func deviceOffline(device: Device) -> AlertWords {
        AlertWords(
            title: Alert.Words("alert.deviceOffline.title", ["device": device.name]),
            explanation: .init {
                $0.say("alert.deviceOffline.explanation", ["device": device.name, "where": inRoom(device, $0)])
            },
            suggestion: Alert.Words("alert.deviceOffline.suggestion"))
    }

    static func homeUnreachable(since: Timestamp, in home: HomeDefinition) -> AlertWords {
        AlertWords(
            title: Alert.Words("alert.homeUnreachable.title"),
            explanation: Alert.Words("alert.homeUnreachable.explanation", ["time": clockTime(since, home)]),
            suggestion: Alert.Words("alert.homeUnreachable.suggestion"))
    }

    static func messagesLost(percent: Int) -> AlertWords {
        AlertWords(
            title: Alert.Words("alert.messagesLost.title"),
            explanation: Alert.Words("alert.messagesLost.explanation", ["percent": percent]),
            suggestion: Alert.Words("alert.messagesLost.suggestion"))
    }

    static func welfareCheck(since: Timestamp, in home: HomeDefinition) -> AlertWords {
        AlertWords(
            title: Alert.Words("alert.welfareCheck.title"),
            explanation: Alert.Words("alert.welfareCheck.explanation", ["time": clockTime(since, home)]),
            suggestion: lookIn)
    }

    static func unseenSinceOutage(since: Timestamp, in home: HomeDefinition) -> AlertWords {
        AlertWords(
            title: Alert.Words("alert.unseenSinceOutage.title"),
            explanation: Alert.Words("alert.unseenSinceOutage.explanation", ["time": clockTime(since, home)]),
            suggestion: lookIn)
    }

    static func unseenBehindDoor(since: Timestamp, in home: HomeDefinition) -> AlertWords {
        AlertWords(
            title: Alert.Words("alert.unseenBehindDoor.title"),
            explanation: Alert.Words("alert.unseenBehindDoor.explanation", ["time": clockTime(since, home)]),
            suggestion: lookIn)
    }

    static func unseenSinceBathroom(since: Timestamp, in home: HomeDefinition) -> AlertWords {
        AlertWords(
            title: Alert.Words("alert.unseenSinceBathroom.title"),
            explanation: Alert.Words("alert.unseenSinceBathroom.explanation", ["time": clockTime(since, home)]),
            suggestion: lookIn)
    }

    static func unseenWithLoss(since: Timestamp, in home: HomeDefinition) -> AlertWords {
        AlertWords(
            title: Alert.Words("alert.unseenWithLoss.title"),
            explanation: Alert.Words("alert.unseenWithLoss.explanation", ["time": clockTime(since, home)]),
            suggestion: lookIn)
    }

    private static let lookIn = Alert.Words("alert.lookIn")

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

    private static func inRoom(_ device: Device, _ words: WordCatalogue) -> String {
        device.room.isEmpty ? "" : words.say("inRoom", ["room": device.room])
    }
}

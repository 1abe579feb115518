import CareModel
import Store

/// The page at `/homes/<home>/devices`: each device of a home and whether it is heard.
struct DevicesPage {
    let frame: FrameView
    let words: Phrases
    let banner: BannerView?
    let residentLink: String
    let residentName: String
    let isKnown: Bool
    let summaryText: String?
    let devices: [Card]
    let hasDevices: Bool
    let walkLink: String
    let placeLink: String
    let unlisted: [UnlistedCard]
    let hasUnlisted: Bool
    /// The rooms that the home has, to choose from.
    let rooms: [String]

    struct Card {
        let deviceName: String
        /// Also the class of the style sheet: `alive`, `silent`, `offline`, `unheard`.
        let lifeClass: String?
        let lifeText: String?
        let roomText: String
        let kindText: String
        let heardAt: MomentView?
        let agoText: String?
        let batteryText: String?
        let limitText: String?
    }

    /// Throws `Refusal.noSuchHome` for a home that nobody knows.
    init(
        home: String, _ store: CareStore, _ gateway: GatewayStatus, _ status: HomeStatus?,
        _ unlisted: [UnlistedDevice], _ book: HomeBook, _ request: PageRequest
    ) throws {
        let words = Phrases(request.language)
        let seen = try store.lastOutgoingCursor()
        let summary = try store.homeSummaries(of: [home]).first
        guard summary != nil || book.knows(home) else { throw Refusal.noSuchHome }
        var clock = book.clock(of: home)
        residentName =
            !request.seesResidents ? home : status?.resident ?? book.resident(of: home) ?? summary?.resident ?? home
        frame = FrameView(
            title: "\(words.say("devices")): \(residentName)", request, asOf: clock.moment(gateway.clock), seen: seen)
        banner = BannerView(gateway, words, &clock)
        residentLink = PagePath.resident(home)
        isKnown = status != nil
        if let status {
            devices = status.devices.map { Self.card($0, at: status.at, words, &clock) }
            let silent = status.devices.count { $0.life != .alive }
            summaryText =
                silent == 0
                ? "\(words.say("allHeard")) (\(status.devices.count))"
                : "\(silent) \(words.say("of")) \(status.devices.count) \(words.say("notHeard"))"
        } else {
            devices = (book.devices(of: home) ?? []).map { Self.card($0, words) }
            summaryText = nil
        }
        hasDevices = !devices.isEmpty
        walkLink = PagePath.walk(home)
        placeLink = PagePath.place(inHome: home)
        self.unlisted = unlisted.map { UnlistedCard($0, words, &clock) }
        hasUnlisted = !unlisted.isEmpty
        rooms = Set((book.devices(of: home) ?? []).map(\.room)).filter { !$0.isEmpty }.sorted()
        self.words = words
    }

    private static func card(
        _ status: DeviceStatus, at now: Timestamp, _ words: Phrases, _ clock: inout HomeClock
    ) -> Card {
        Card(
            deviceName: status.device.name, lifeClass: status.life.rawValue, lifeText: words.text(status.life),
            roomText: room(status.device), kindText: kind(status.device, words),
            heardAt: status.lastHeard.map { clock.moment($0) },
            agoText: status.lastHeard.map { NowView.ago($0, now, words) },
            batteryText: status.batteryPercent.map { battery($0, status.batteryDaysLeft, words) },
            limitText: words.text(minutes: status.silenceLimitMinutes))
    }

    private static func battery(_ percent: Double, _ daysLeft: Int?, _ words: Phrases) -> String {
        let left = daysLeft.map { words.say("daysLeft", count: $0) } ?? ""
        return "\(Int(percent.rounded(.down))) %\(left)"
    }

    /// As it was set up, while nothing more is known.
    private static func card(_ device: Device, _ words: Phrases) -> Card {
        Card(
            deviceName: device.name, lifeClass: nil, lifeText: nil, roomText: room(device),
            kindText: kind(device, words), heardAt: nil, agoText: nil, batteryText: nil, limitText: nil)
    }

    private static func room(_ device: Device) -> String { device.room.isEmpty ? "–" : device.room }

    private static func kind(_ device: Device, _ words: Phrases) -> String {
        let kind = words.text(device.kind)
        return words.text(device.placement).map { $0 == kind ? kind : "\(kind), \($0)" } ?? kind
    }
}

import CareModel
import Store

/// The page at `/homes/<home>/walk`: what the sensors say while an installer walks through the home.
struct WalkPage {
    let frame: FrameView
    let words: Phrases
    let banner: BannerView?
    let devicesLink: String
    let testText: String
    /// Begins or ends the test, whichever it can.
    let testLink: String
    let testStepText: String
    /// Why what is said is not shown.
    let hiddenText: String?
    let isKnown: Bool
    let triggers: [Line]
    let hasTriggers: Bool
    /// Names of the sensors that were not heard yet.
    let missing: [String]
    let hasMissing: Bool

    struct Line {
        let machine: String
        let clockText: String
        let deviceName: String
        let saidText: String
    }

    /// Every trigger is to be seen within a second.
    static let everyMilliseconds = 500

    /// Throws `Refusal.noSuchHome` for a home that is in no file.
    init(
        home: String, _ store: CareStore, _ gateway: GatewayStatus, _ status: HomeStatus?, _ walk: [SensorTrigger],
        _ book: HomeBook, _ request: PageRequest
    ) throws {
        // An installer learns what sensors say of a resident only while staff know of the test.
        let inTest = status?.lasting.contains(.test) ?? false
        let isHidden = request.signedIn?.account.role == .installer && !inTest
        let walk = isHidden ? [] : walk
        let words = Phrases(request.language)
        guard book.knows(home) else { throw Refusal.noSuchHome }
        var clock = book.clock(of: home)
        let name = !request.seesResidents ? home : status?.resident ?? book.resident(of: home) ?? home
        frame = FrameView(
            title: "\(words.say("walkTest")): \(name)", request, everyMilliseconds: Self.everyMilliseconds,
            asOf: clock.moment(gateway.clock), seen: try store.lastOutgoingCursor())
        banner = BannerView(gateway, words, &clock)
        devicesLink = PagePath.devices(home)
        isKnown = status != nil
        let step: HomeStep = inTest ? .endTest : .test
        testLink = PagePath.enter(step, home: home)
        testStepText = words.text(step)
        hiddenText =
            isHidden ? words.say("walkHidden") : nil
        testText =
            inTest
            ? words.say("walkInTest")
            : words.say("walkNotInTest")
        let devices = status?.devices.map(\.device) ?? []
        let byNumber = Dictionary(devices.map { ($0.number, $0) }) { first, _ in first }
        triggers = walk.map { trigger in
            let device = byNumber[trigger.device]
            let room = device.map { $0.room.isEmpty ? "" : " (\($0.room))" } ?? ""
            return Line(
                machine: trigger.heardAt.description, clockText: clock.timeText(trigger.heardAt, seconds: true),
                deviceName: (device?.name ?? "\(trigger.device)") + room,
                saidText: words.text(trigger.quantity, trigger.value))
        }
        hasTriggers = !triggers.isEmpty
        let heard = Set(walk.map(\.device))
        missing = devices.filter { !heard.contains($0.number) }.map {
            $0.room.isEmpty ? $0.name : "\($0.name) (\($0.room))"
        }
        hasMissing = !missing.isEmpty
        self.words = words
    }
}

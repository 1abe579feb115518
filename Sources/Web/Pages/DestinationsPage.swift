import CareModel
import Store

/// The page at `/destinations`: whether everybody who is to be told outside is, for those who look after the gateway.
struct DestinationsPage {
    let frame: FrameView
    let words: Phrases
    let banner: BannerView?
    let destinations: [Line]
    let chain: ChainView

    struct Line {
        let name: String
        /// The mark before the state, so that it is not told by colour alone.
        let mark: String
        let isFaulty: Bool
        let stateText: String
        let failingSince: MomentView?
        let cause: String?
        let waitingText: String
        let waitingSince: MomentView?
        let deadText: String?
    }

    init(
        _ store: CareStore, _ status: GatewayStatus, _ questions: ChainQuestions, _ book: HomeBook,
        _ request: PageRequest
    ) throws {
        let words = Phrases(request.language)
        let isTesting = questions.isRunning()
        let places = try store.figures().destinations
        var clock = book.clock(of: nil)
        frame = FrameView(
            title: words.say("destinations"), request, reloads: true,
            everyMilliseconds: isTesting ? ChainView.everyMilliseconds : nil, asOf: clock.moment(status.clock),
            seen: try store.lastOutgoingCursor())
        banner = BannerView(status, words, &clock)
        destinations = status.destinations.map { Self.line($0, places[$0.name], words, &clock) }
        chain = ChainView(try questions.last(store), isRunning: isTesting, words, &clock)
        self.words = words
    }

    private static func line(
        _ destination: GatewayStatus.Destination, _ place: StoreFigures.Place?, _ words: Phrases,
        _ clock: inout HomeClock
    ) -> Line {
        let waiting = destination.waiting ?? place?.pending ?? 0
        let oldestAt = destination.waiting == nil ? place?.oldestPendingAt : destination.oldestWaitingAt
        let dead = place?.deadLetters ?? 0
        let isFaulty = destination.failingSince != nil || dead > 0
        return Line(
            name: destination.name, mark: isFaulty ? "⚠" : "✓", isFaulty: isFaulty,
            stateText: destination.failingSince == nil
                ? words.say("destination.works") : words.say("destination.fails"),
            failingSince: destination.failingSince.map { clock.moment($0) },
            cause: destination.failingSince == nil ? nil : destination.cause,
            waitingText: waiting == 0
                ? words.say("destination.nothingWaits") : words.say("destination.waits", count: waiting),
            waitingSince: waiting == 0 ? nil : oldestAt.map { clock.moment($0) },
            deadText: dead == 0 ? nil : words.say("destination.dead", count: dead))
    }
}

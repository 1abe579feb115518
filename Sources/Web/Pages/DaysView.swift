import CareModel

/// The last days room by room: each day a drawing with one lane a room, and the same as a table.
///
/// A drawing is as wide as its day has minutes and is stretched to the page's width.
struct DaysView {
    let days: [Day]
    let lanes: [Lane]

    static let dayCount: Int32 = 7
    /// What ends less than so many minutes before the next is one stretch in the table.
    static let tableGapMinutes = 15.0
    static let laneHeight = 16.0
    /// So that one minute in a day can still be seen on a telephone.
    private static let leastWidth = 5.0

    struct Lane {
        let laneName: String
    }

    struct Day {
        let dayID: String
        let dayAt: MomentView
        let contextText: String?
        let drawingText: String
        let width: String
        let height: String
        let gridPath: String
        let roomPath: String?
        let bedPath: String?
        let awayPath: String?
        let visitorPath: String?
        let unseenPath: String?
        /// The last three once more, each in its own lane.
        let ownPath: String?
        let nowPath: String?
        let lines: [Line]
    }

    /// A lane of a day in words.
    struct Line {
        let laneName: String
        let totalText: String
        let spansText: String
    }

    /// What a lane shows.
    private struct Track {
        enum Kind { case room, bed, away, visitor, unseen }
        var kind: Kind
        var name: String
        var spans: (DayPicture) -> [TimeSpan]
        /// Lies over the rooms.
        var isShade: Bool { kind != .room && kind != .bed }
    }

    /// Nil where there is nothing to draw. The latest day first.
    init?(_ pictures: [DayPicture], _ words: Phrases, _ clock: inout HomeClock) {
        guard !pictures.isEmpty else { return nil }
        let tracks = Self.tracks(pictures, words)
        lanes = tracks.map { Lane(laneName: $0.name) }
        days = pictures.sorted { $0.day > $1.day }.map { Self.day($0, tracks, words, &clock) }
    }

    /// Every room of any day; the others where there was anything of them.
    private static func tracks(_ pictures: [DayPicture], _ words: Phrases) -> [Track] {
        let rooms = Set(pictures.flatMap { $0.rooms.map(\.name) }).sorted()
        var tracks = rooms.map { room in
            Track(kind: .room, name: room) { picture in
                picture.rooms.first { $0.name == room }?.active ?? []
            }
        }
        let others = [
            Track(kind: .bed, name: words.say("inBed"), spans: \.inBed),
            Track(kind: .away, name: words.say("out"), spans: \.away),
            Track(kind: .visitor, name: words.say("visitors"), spans: \.visitors),
            Track(kind: .unseen, name: words.say("unseen"), spans: \.unseen),
        ]
        tracks += others.filter { track in pictures.contains { !track.spans($0).isEmpty } }
        return tracks
    }

    private static func day(
        _ picture: DayPicture, _ tracks: [Track], _ words: Phrases, _ clock: inout HomeClock
    ) -> Day {
        let whole = TimeSpan(start: clock.start(of: picture.day), end: clock.start(of: picture.day.next))
        let height = Double(tracks.count) * laneHeight
        func width(_ time: Timestamp) -> Double { min(max(time.minutes(since: whole.start), 0), whole.minutes) }
        func boxes(_ spans: [TimeSpan], _ path: inout PathText, y: Double, height: Double, least: Double) {
            for span in spans.clipped(to: whole) {
                path.box(
                    x: width(span.start), y: y, width: max(width(span.end) - width(span.start), least), height: height)
            }
        }
        var paths: [Track.Kind: PathText] = [:]
        var own = PathText()
        // What is seen in the rooms is read together with what lies over them.
        let shadeHeight = Double(tracks.count { !$0.isShade }) * laneHeight
        for (index, track) in tracks.enumerated() {
            let (y, spans) = (Double(index) * laneHeight + 3, track.spans(picture))
            if track.isShade {
                boxes(spans, &paths[track.kind, default: PathText()], y: 0, height: shadeHeight, least: 0)
                boxes(spans, &own, y: y, height: laneHeight - 6, least: leastWidth)
            } else {
                boxes(
                    spans, &paths[track.kind, default: PathText()], y: y, height: laneHeight - 6, least: leastWidth)
            }
        }
        var now = PathText()
        if picture.span.end < whole.end { now.box(x: width(picture.span.end), y: 0, width: 3, height: height) }
        return Day(
            dayID: "day-\(picture.day)",
            dayAt: MomentView(machine: picture.day.description, people: words.text(picture.day)),
            contextText: picture.context == .alone ? nil : words.text(picture.context),
            drawingText: "\(words.text(picture.day)). \(words.say("drawingAdvice"))",
            width: PathText.number(whole.minutes), height: PathText.number(height),
            gridPath: grid(picture.day, height, lanes: tracks.count, whole, &clock), roomPath: paths[.room]?.ifAny,
            bedPath: paths[.bed]?.ifAny, awayPath: paths[.away]?.ifAny, visitorPath: paths[.visitor]?.ifAny,
            unseenPath: paths[.unseen]?.ifAny, ownPath: own.ifAny,
            nowPath: now.ifAny,
            lines: tracks.map { line($0, picture, words, &clock) })
    }

    /// A line each three hours of the wall clock, and one between two lanes.
    private static func grid(
        _ day: LocalDay, _ height: Double, lanes: Int, _ whole: TimeSpan, _ clock: inout HomeClock
    ) -> String {
        var path = PathText()
        for hour in stride(from: 0, through: 24, by: 3) {
            let x = clock.moment(of: day, hour: hour).minutes(since: whole.start)
            path.move(x, 0)
            path.line(x, height)
        }
        for lane in 0...lanes {
            path.move(0, Double(lane) * laneHeight)
            path.line(whole.minutes, Double(lane) * laneHeight)
        }
        return path.text
    }

    private static func line(
        _ track: Track, _ picture: DayPicture, _ words: Phrases, _ clock: inout HomeClock
    ) -> Line {
        let spans = track.spans(picture).clipped(to: picture.span)
        let texts = spans.merged(gapMinutes: tableGapMinutes).map { span in
            "\(clock.timeText(span.start))–\(clock.timeText(span.end))"
        }
        return Line(
            laneName: track.name,
            totalText: spans.isEmpty ? "–" : words.text(minutes: Int(spans.totalMinutes.rounded(.up))),
            spansText: texts.isEmpty ? "–" : texts.joined(separator: ", "))
    }
}

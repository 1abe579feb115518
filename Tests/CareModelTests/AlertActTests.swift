import CareModel
import Testing

@Suite("What people do about an alert")
struct AlertActTests {
    private static let start = Timestamp(seconds: 1_760_000_000)

    private static func alert(_ priority: Alert.Priority = .p2) -> Alert {
        Alert(
            id: "a", home: "h", resident: "R", rule: "rule", family: .toilet, priority: priority, state: .firing,
            onset: start, raisedAt: start, place: nil, title: .init(sv: "", en: ""),
            explanation: .init(sv: "", en: ""), suggestion: .init(sv: "", en: ""),
            history: [.init(at: start, from: nil, to: .firing, by: Alert.Change.engine)])
    }

    private static func verb(
        _ act: Alert.Act, by person: String = "Kim", about: String? = nil, until: Timestamp? = nil
    ) -> AlertVerb {
        AlertVerb(act, on: "a", home: "h", by: person, about: about, until: until)
    }

    private static func at(_ minutes: Int64) -> Timestamp { start.adding(minutes: minutes) }

    @Test("who is on the way has taken it on, and who comes second is refused")
    func onTheWay() throws {
        let out = try #require(Self.alert().after(Self.verb(.setOut), at: Self.at(1)))
        #expect(out.state == .acknowledged && out.handling.onTheWay == "Kim" && out.handling.setOutAt == Self.at(1))
        #expect(out.after(Self.verb(.setOut, by: "Bo"), at: Self.at(2)) == nil)
        #expect(out.after(Self.verb(.acknowledge, by: "Bo"), at: Self.at(2)) == nil)
    }

    @Test("it is given to somebody and to nobody again, whether it is taken on or not")
    func assigned() throws {
        let given = try #require(Self.alert().after(Self.verb(.assign, about: "bo"), at: Self.at(1)))
        #expect(given.state == .firing && given.handling.assignee == "bo")
        let taken = try #require(given.after(Self.verb(.acknowledge), at: Self.at(2)))
        #expect(taken.handling.assignee == "bo")
        let nobody = try #require(taken.after(Self.verb(.assign), at: Self.at(3)))
        #expect(nobody.state == .acknowledged && nobody.handling.assignee == nil)
    }

    @Test("it is put off for at most a week, with a reason, never where it is of the highest priority")
    func snoozed() throws {
        let until = Self.at(60)
        let asleep = try #require(Self.alert().after(Self.verb(.snooze, about: "guests", until: until), at: Self.at(1)))
        #expect(asleep.state == .firing)
        #expect(asleep.handling.snooze == Alert.Snooze(until: until, reason: "guests", by: "Kim"))
        #expect(asleep.isSnoozed(at: Self.at(59)) && !asleep.isSnoozed(at: until))
        #expect(asleep.after(Self.verb(.wake), at: Self.at(2))?.handling.snooze == nil)
        #expect(asleep.after(Self.verb(.wake), at: until) == nil)
        let week = Self.at(7 * 1440)
        #expect(Self.alert().after(Self.verb(.snooze, about: "x", until: week), at: Self.start) != nil)
        #expect(Self.alert().after(Self.verb(.snooze, about: "x", until: week), at: Self.at(-1)) == nil)
        #expect(Self.alert().after(Self.verb(.snooze, about: "x", until: Self.start), at: Self.start) == nil)
        #expect(Self.alert().after(Self.verb(.snooze, about: "", until: until), at: Self.start) == nil)
        #expect(Self.alert().after(Self.verb(.snooze, until: until), at: Self.start) == nil)
        #expect(Self.alert(.p1).after(Self.verb(.snooze, about: "x", until: until), at: Self.start) == nil)
    }

    @Test("what becomes the most urgent is no longer put off")
    func moreUrgent() throws {
        var asleep = try #require(
            Self.alert().after(Self.verb(.snooze, about: "guests", until: Self.at(60)), at: Self.at(1)))
        asleep.priority = .p1
        #expect(!asleep.isSnoozed(at: Self.at(2)))
    }

    @Test("it is closed with a reason of the list or none")
    func resolved() throws {
        let closed = try #require(Self.alert().after(Self.verb(.resolve, about: "visited"), at: Self.at(1)))
        #expect(closed.state == .resolved && closed.clearedAt == Self.at(1) && closed.handling.resolution == .visited)
        #expect(Self.alert().after(Self.verb(.resolve), at: Self.at(1))?.handling.resolution == nil)
        #expect(Self.alert().after(Self.verb(.resolve, about: "other"), at: Self.at(1)) == nil)
    }

    @Test(
        "each act can be taken back by whoever did it, and leaves the alert as it stood", arguments: Alert.Act.allCases)
    func undone(act: Alert.Act) throws {
        guard act != .undo, act != .review, act != .wake else { return }
        let verb = Self.verb(
            act, about: act == .resolve ? "visited" : act == .acknowledge ? nil : "x",
            until: act == .snooze ? Self.at(60) : nil)
        let given = try #require(Self.alert().after(Self.verb(.assign, by: "Bo", about: "team"), at: Self.at(0)))
        let done = try #require(given.after(verb, at: Self.at(1)))
        #expect(done.after(Self.verb(.undo, by: "Bo"), at: Self.at(2)) == nil)
        #expect(done.after(Self.verb(.undo), at: Self.at(1 + Alert.undoMinutes)) == nil)
        let back = try #require(done.after(Self.verb(.undo), at: Self.at(2)))
        #expect(back.state == .firing && back.clearedAt == nil && back.handling == given.handling)
        // What Bo did before that is not Kim's to take back, and there is nothing left of Kim's.
        #expect(back.after(Self.verb(.undo), at: Self.at(3)) == nil)
        #expect(back.after(Self.verb(.undo, by: "Bo"), at: Self.at(3))?.handling.assignee == nil)
    }

    @Test("what has begun anew is not opened again, nor what the gateway moved on since")
    func notUndone() throws {
        let closed = try #require(Self.alert().after(Self.verb(.resolve), at: Self.at(1)))
        #expect(closed.after(Self.verb(.undo), at: Self.at(2), isBegunAnew: true) == nil)
        var again = try #require(Self.alert().after(Self.verb(.acknowledge), at: Self.at(1)))
        again.history.append(
            .init(
                at: Self.at(2), from: .acknowledged, to: .firing, by: Alert.Change.engine, note: Alert.Change.again))
        again.state = .firing
        #expect(again.after(Self.verb(.undo), at: Self.at(3)) == nil)
    }
}

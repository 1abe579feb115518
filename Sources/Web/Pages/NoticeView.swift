import CareModel
import Store

/// What became of an act that a form asked for: that it was done, or who had done the same before.
struct NoticeView {
    let noticeText: String
    let alertLink: String
    let alertTitle: String
    /// Takes the act back; nil where that is not possible.
    let undoLink: String?
    let undoText: String
    /// Who takes it back, where nobody has to log in.
    let undoBy: String
    let seenCount: String

    /// Nil where the alert cannot be seen, or the act was not done.
    init?(
        _ told: PageRequest.Told?, _ store: CareStore, _ book: HomeBook, _ staff: Staff, _ words: Phrases,
        now: Timestamp
    ) throws {
        guard let told, let alert = try store.alert(id: told.alert), book.covers(alert.home),
            let change = alert.history.last(where: { $0.act == told.act })
        else { return nil }
        var clock = book.clock(of: alert.home)
        let undo = UndoView(alert, staff, words, now: now)
        if told.isLate {
            let first = alert.first(told.act) ?? change
            noticeText = words.say(
                "actedBefore",
                ["what": words.text(first, staff, &clock), "time": clock.text(first.at)])
            undoLink = nil
        } else {
            noticeText = words.say("saved", ["what": words.text(change, staff, &clock)])
            undoLink = undo?.undoLink
        }
        alertTitle = "\(alert.resident): \(words.language.pick(alert.title))"
        alertLink = PagePath.alert(alert.id)
        undoText = undo?.undoText ?? ""
        undoBy = undo?.undoBy ?? ""
        seenCount = String(alert.history.count)
    }
}

/// The act that the asker can take back.
struct UndoView {
    let undoLink: String
    let undoText: String
    let undoBy: String

    /// Where nobody has to log in, whoever did the last act may take it back.
    init?(_ alert: Alert, _ staff: Staff, _ words: Phrases, now: Timestamp) {
        let last = alert.history.last { $0.act != nil }?.by
        guard let person = staff.asker?.author ?? last, let change = alert.undoable(by: person, at: now),
            let act = change.act
        else { return nil }
        undoLink = PagePath.step(.undo, alert: alert.id)
        undoText = words.say("undoOf", ["act": words.text(act)])
        undoBy = person
    }
}

import CareModel

/// Remarks on days in words: days in a row with the same remark as one, the latest first.
struct DayNotes {
    let texts: [String]

    /// Days without a remark say nothing; of more groups than the limit the rest is counted.
    init(_ remarks: [(day: LocalDay, text: String?)], limit: Int, _ words: Phrases) {
        var groups: [(from: LocalDay, to: LocalDay, text: String)] = []
        for remark in remarks.sorted(by: { $0.day < $1.day }) {
            guard let text = remark.text else { continue }
            if let last = groups.last, last.text == text, last.to.next == remark.day {
                groups[groups.count - 1].to = remark.day
            } else {
                groups.append((remark.day, remark.day, text))
            }
        }
        let texts = groups.reversed().map { group in
            let from = words.shortText(group.from)
            return group.from == group.to
                ? "\(from): \(group.text)" : "\(from) – \(words.shortText(group.to)): \(group.text)"
        }
        self.texts =
            texts.count <= limit ? texts : texts.prefix(limit) + ["\(texts.count - limit) \(words.say("moreInTable"))"]
    }
}

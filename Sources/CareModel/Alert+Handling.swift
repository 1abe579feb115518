extension Alert {
    /// What people did about an alert, beside taking it on and closing it; in the words of the journal and the API.
    package enum Act: String, Sendable, Codable, CaseIterable {
        case acknowledge
        /// Is on the way to the resident; takes the alert on.
        case setOut = "on_my_way"
        /// Given to somebody, or to a team, or to nobody.
        case assign
        /// Nobody is called about it until a moment.
        case snooze
        /// The end of a snooze before its time.
        case wake
        case resolve
        case review
        /// The latest act, by whoever did it, does not count.
        case undo
    }

    /// Why an alert was closed.
    package enum Resolution: String, Sendable, Codable, CaseIterable {
        case visited
        case talked = "talked_to_resident"
        case relative = "contacted_relative"
        case referred = "referred_to_care"
        case measures = "changed_care"
        case device = "mended_device"
        case nothing = "no_action"
    }

    /// Nobody is called about it until then.
    package struct Snooze: Hashable, Sendable, Codable {
        package var until: Timestamp
        package var reason: String
        package var by: String

        package init(until: Timestamp, reason: String, by: String) {
            self.until = until
            self.reason = reason
            self.by = by
        }

        /// At most a week.
        package static let longestDays: Int64 = 7
    }

    /// Where an alert stands with the people who handle it: what its history amounts to.
    package struct Handling: Hashable, Sendable {
        /// The person or team that it was given to.
        package var assignee: String?
        /// Who said that they are on their way, and when.
        package var onTheWay: String?
        package var setOutAt: Timestamp?
        package var snooze: Snooze?
        package var resolution: Resolution?
    }

    /// Folds the acts in the history; one that was undone leaves nothing.
    package var handling: Handling {
        var (now, before): (Handling, [Handling]) = (Handling(), [])
        for change in history {
            guard let act = change.act else { continue }
            if act == .undo {
                now = before.popLast() ?? Handling()
                continue
            }
            before.append(now)
            switch act {
            case .setOut: (now.onTheWay, now.setOutAt) = (change.by, change.at)
            case .assign: now.assignee = change.about
            case .snooze:
                now.snooze = change.until.map { Snooze(until: $0, reason: change.about ?? "", by: change.by) }
            case .wake: now.snooze = nil
            case .resolve: now.resolution = change.about.flatMap(Resolution.init(rawValue:))
            case .acknowledge, .review, .undo: break
            }
        }
        // What has become the most urgent is told whatever was said of it before.
        if priority == .p1 { now.snooze = nil }
        return now
    }

    /// Whether nobody is to be called about it at that moment.
    package func isSnoozed(at time: Timestamp) -> Bool { handling.snooze.map { time < $0.until } ?? false }

    /// For how long an act can be undone.
    package static let undoMinutes: Int64 = 10

    /// The change that this person could undo at that moment: their own, the latest that anybody made, of a kind that
    /// leaves no trace outside. What the gateway added meanwhile does not matter, unless it moved the alert on.
    package func undoable(by person: String, at time: Timestamp) -> Change? {
        var undone = 0
        for change in history.reversed() {
            if change.act == .undo {
                undone += 1
                continue
            }
            guard let act = change.act else {
                if change.from != change.to { return nil }
                continue
            }
            if undone > 0 {
                undone -= 1
                continue
            }
            guard change.by == person, act != .review, change.to == state,
                change.at.adding(minutes: Self.undoMinutes) > time
            else { return nil }
            return change
        }
        return nil
    }
}

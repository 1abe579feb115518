import CareModel

/// The form with which the list of alerts is filtered and searched.
struct FilterView {
    let filterText: String
    let isFiltered: Bool
    let areas: [Option]
    let hasAreas: Bool
    let teamOptions: [Option]
    let hasTeamOptions: Bool
    /// Whether anything can be the reader's.
    let canBeMine: Bool
    let isMine: Bool
    let states: [Option]
    let priorities: [Option]
    /// How many alerts the filter leaves out.
    let leftText: String?

    struct Option {
        let optionWord: String
        let optionName: String
        let isChosen: Bool
    }

    init(_ choice: FeedChoice, _ book: HomeBook, _ staff: Staff, left: Int, _ words: Phrases) {
        filterText = choice.text ?? ""
        isFiltered = choice.isFiltered
        func options(_ names: [String], _ chosen: String?) -> [Option] {
            // One that is gone is still what was chosen.
            let all = chosen.map { names.contains($0) ? names : names + [$0] } ?? names
            return all.map { Option(optionWord: $0, optionName: $0, isChosen: $0 == chosen) }
        }
        areas = options(book.areas, choice.area)
        hasAreas = !areas.isEmpty
        teamOptions = options(staff.teams, choice.team)
        hasTeamOptions = !teamOptions.isEmpty
        canBeMine = !staff.own.isEmpty
        isMine = choice.isMine
        states = FeedChoice.State.allCases.map {
            Option(optionWord: $0.rawValue, optionName: words.say("feed.\($0.rawValue)"), isChosen: $0 == choice.state)
        }
        priorities = Alert.Priority.allCases.map {
            Option(optionWord: $0.rawValue, optionName: words.text($0), isChosen: $0 == choice.priority)
        }
        leftText = choice.isFiltered ? words.say("alertsLeftOut", count: left) : nil
    }
}

import CareModel
import Store

/// What stands at the top of every printed page of a sheet.
struct SheetView {
    let sheetTitle: String
    let aboutText: String
    let printedText: String

    init(title: String, about: String, _ request: PageRequest, at time: Timestamp, _ clock: inout HomeClock) {
        let words = Phrases(request.language)
        sheetTitle = title
        aboutText = about
        let moment = clock.text(time)
        printedText =
            request.signedIn.map { words.say("printedBy", ["time": moment, "person": $0.account.name]) }
            ?? words.say("printedAt", ["time": moment])
    }
}

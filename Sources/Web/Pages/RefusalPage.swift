/// A refusal as a page, for people.
struct RefusalPage {
    let frame: FrameView
    let words: Phrases
    let message: String

    init(_ refusal: Refusal, _ status: GatewayStatus, _ book: HomeBook, language: Language) {
        words = Phrases(language)
        var clock = book.clock(of: nil)
        frame = FrameView(
            title: words.failed, PageRequest(path: "/", language: language), asOf: clock.moment(status.clock), seen: nil
        )
        message = language == .swedish ? refusal.swedish ?? refusal.message : refusal.message
    }
}

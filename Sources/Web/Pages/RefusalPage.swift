/// A refusal as a page, for people.
struct RefusalPage {
    let frame: FrameView
    let words: Phrases
    let message: String

    init(_ refusal: Refusal, _ status: GatewayStatus, _ book: HomeBook, language: Language, signedIn: SignedIn? = nil) {
        words = Phrases(language)
        var clock = book.clock(of: nil)
        var request = PageRequest(path: "/", language: language)
        request.signedIn = signedIn
        frame = FrameView(title: words.say("failed"), request, asOf: clock.moment(status.clock), seen: nil)
        message = refusal.said.map(language.pick) ?? refusal.message
    }
}

import CareModel
import Testing

@testable import vardag

@Test("every alert about the gateway has its words, and no words are of anything else")
func gatewayWords() {
    let parts = ["title", "explanation", "suggestion"]
    let named = Set(GatewayAlert.allCases.flatMap { alert in parts.map { "gateway.\(alert.rawValue).\($0)" } })
    for words in [WordCatalogue.swedish, .english] {
        #expect(Set(words.texts.keys.filter { $0.hasPrefix("gateway.") }) == named)
    }
}

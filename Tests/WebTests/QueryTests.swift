import CareModel
import Testing

@testable import Web

@Suite("Parameters")
struct QueryTests {
    private let names = ["home", "from", "open", "limit"]

    @Test("values are decoded, empty ones of text are absent and others refused")
    func values() throws {
        let query = try Query("home=k%C3%B6k+1&from=&open=1&limit=20", known: names)
        #expect(query.text("home") == "kök 1")
        #expect(query.text("from") == nil)
        #expect(throws: Refusal.self) { try query.time("from") }
        #expect(try query.flag("open") == true)
        #expect(try query.integer("limit", in: 1...20, default: 5) == 20)
        #expect(try Query(nil, known: names).integer("limit", in: 1...20, default: 5) == 5)
    }

    @Test("a time keeps its offset whether or not the plus sign was encoded")
    func times() throws {
        let time = Timestamp(seconds: 1_763_785_800)
        for text in ["2025-11-22T04:30:00Z", "2025-11-22T05:30:00%2B01:00", "2025-11-22T05:30:00+01:00"] {
            #expect(try Query("from=\(text)", known: names).time("from") == time)
        }
    }

    @Test(
        "what is unknown, doubled or unreadable is refused with what would be right",
        arguments: ["hom=h1", "home=a&home=b", "home=%FF", "%ZZ=1", "&lang=en"])
    func refused(text: String) {
        #expect(throws: Refusal.self) { try Query(text, known: names) }
    }

    @Test("values out of range are refused")
    func ranges() throws {
        let query = try Query("limit=0&from=2025-11-22&open=maybe&home=2025-02-30", known: names)
        #expect(throws: Refusal.self) { try query.integer("limit", in: 1...10, default: 1) }
        #expect(throws: Refusal.self) { try query.time("from") }
        #expect(throws: Refusal.self) { try query.flag("open") }
        #expect(throws: Refusal.self) { try query.day("home") }
    }
}

import CareModel
import GRDB
import Testing

@testable import Store

/// Rows are written sixteen a statement; these are the edges of that.
@Suite struct ManyRowsTests {
    private let fixture: StoreFixture
    private let store: CareStore

    init() throws {
        fixture = try StoreFixture()
        store = try fixture.open()
    }

    @Test(arguments: [0, 1, 15, 16, 17, 33]) func everyCountOfFeaturesIsKeptWhole(count: Int) throws {
        let features = (0..<count).map { StoreFixture.feature("f\($0)", value: $0 % 3 == 0 ? nil : Double($0)) }
        try store.write { try $0.save(features) }
        let found = try store.features()
        #expect(found == features.sorted { $0.feature < $1.feature })
        try #expect(store.figures().features == count)
    }

    @Test func theLastOfTheSameFeatureCounts() throws {
        let features = (0..<20).map { StoreFixture.feature("f", value: Double($0)) }
        try store.write { try $0.save(features) }
        let found = try store.features()
        #expect(found.map(\.value) == [19])
        try #expect(store.figures().features == 1)
    }

    @Test func manyOutgoingAtOnceAreAsThoughOneByOne() throws {
        let keys = (0..<20).map { "k\($0)" }
        try store.write { transaction in
            _ = try transaction.append(StoreFixture.outgoing("k3"))
            try transaction.append((keys + ["k3", "k19"]).map { StoreFixture.outgoing($0) })
        }
        let all = try store.outgoing(kinds: [.alert, .feature], after: 0, limit: 100)
        #expect(all.map(\.key) == ["k3"] + keys.filter { $0 != "k3" })
        #expect(all.map(\.cursor) == Array(1...20))
    }

    @Test func textsAndNothingAreKeptAsTheyAre() throws {
        let texts = ["", "å b", "🧓", String(repeating: "x", count: 5000)]
        try store.write { try $0.save(texts.map { StoreFixture.feature($0) }) }
        try #expect(Set(store.features().map(\.feature)) == Set(texts))
    }
}

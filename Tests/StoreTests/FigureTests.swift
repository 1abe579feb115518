import CareModel
import Testing

@testable import Store

@Suite struct FigureTests {
    let store: CareStore
    let fixture: StoreFixture
    init() throws {
        fixture = try StoreFixture()
        store = try fixture.open()
    }

    @Test func anEmptyStoreHasEmptyFigures() throws {
        var figures = try store.figures()
        #expect(figures.databaseBytes + figures.walBytes > 0)
        (figures.databaseBytes, figures.walBytes) = (0, 0)
        #expect(figures == StoreFigures())
        try #expect(store.homeSummaries().isEmpty)
    }

    @Test func summariesCountWhatANurseSees() throws {
        try store.write { transaction in
            _ = try transaction.homeNumber("z")
            var feature = StoreFixture.feature("f", home: "h1")
            feature.resident = "r1"
            try transaction.save([feature])
            try transaction.save([StoreFixture.feature("f", home: "h2")])
            for (id, priority, state) in [
                ("a", .p1, .firing), ("b", .p2, .firing), ("c", .p2, .acknowledged), ("d", .p2, .resolved),
                ("e", .p3, .pending), ("f", .technical, .suppressed),
            ] as [(String, Alert.Priority, Alert.State)] {
                try transaction.save(StoreFixture.alert(id, priority: priority, state: state))
            }
            try transaction.save(StoreFixture.alert("g", home: "gateway", priority: .technical))
        }
        #expect(
            try store.homeSummaries() == [
                HomeSummary(home: "h1", resident: "r1", lastMessageAt: nil, openAlerts: [.p1: 1, .p2: 2]),
                HomeSummary(home: "h2", resident: "h2", lastMessageAt: nil, openAlerts: [:]),
                HomeSummary(home: "z", resident: nil, lastMessageAt: nil, openAlerts: [:]),
            ])
    }

    @Test func theLastLiveMessageOfAHomeIsKnownWithinAMinute() throws {
        func last() throws -> Int64? {
            try store.homeSummaries()[0].lastMessageAt?.milliseconds(since: StoreFixture.start)
        }
        try store.write { transaction in
            let home = try transaction.homeNumber("h1")
            _ = try transaction.append(StoreFixture.message(10, home: home, flags: .retained))
            _ = try transaction.append(StoreFixture.message(11, home: home, flags: .gateway))
            _ = try transaction.append(StoreFixture.message(12, home: 0))
        }
        try #expect(last() == nil)
        for (second, expected) in [(20, 20), (79, 20), (80, 80), (60, 80), (200, 200)] as [(Int64, Int64)] {
            try store.write { _ = try $0.append(StoreFixture.message(second, home: 1)) }
            try #expect(last() == expected * 1000)
        }
    }
}

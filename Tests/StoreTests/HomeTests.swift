import CareModel
import GRDB
import Testing

@testable import Store

@Suite struct HomeTests {
    let store: CareStore
    let fixture: StoreFixture
    init() throws {
        fixture = try StoreFixture()
        store = try fixture.open()
    }

    @Test func statesAreReplacedByHome() throws {
        let first = HomeStateRow(home: 2, version: 1, sequence: 5, clock: StoreFixture.start, bytes: [1])
        let second = HomeStateRow(home: 1, version: 2, sequence: 6, clock: .distantPast, bytes: [])
        let later = HomeStateRow(home: 2, version: 3, sequence: 9, clock: .distantFuture, bytes: [4, 5])
        try store.write { transaction in
            try transaction.save(first)
            try transaction.save(second)
        }
        try #expect(store.states() == [second, first])
        try store.write { try $0.save(later) }
        try #expect(store.states() == [second, later])
    }

    @Test func dayLogsAreReadByRangeAndPruned() throws {
        let day = StoreFixture.day
        try store.write { transaction in
            for offset in 0..<5 as Range<Int32> {
                try transaction.save(DayLogRow(home: 1, day: day.advanced(by: offset), bytes: [UInt8(offset)]))
            }
            try transaction.save(DayLogRow(home: 2, day: day, bytes: [9]))
            try transaction.save(DayLogRow(home: 1, day: day.next, bytes: [7, 7]))
        }
        let logs = try store.dayLogs(home: 1, from: day.next, to: day.advanced(by: 3))
        #expect(logs.map(\.bytes) == [[7, 7], [2], [3]])
        #expect(logs.map(\.day) == [1, 2, 3].map(day.advanced))
        try store.write { try $0.pruneDayLogs(before: day.advanced(by: 3)) }
        try #expect(store.dayLogs(home: 1, from: day, to: day.advanced(by: 9)).map(\.bytes) == [[3], [4]])
        try #expect(store.dayLogs(home: 2, from: day, to: day).isEmpty)
    }

    @Test func learnedDevicesAreReplacedByAddress() throws {
        try store.write { transaction in
            try transaction.save(LearnedDeviceRow(home: 1, address: "0xb", bytes: [1]))
            try transaction.save(LearnedDeviceRow(home: 1, address: "0xa", bytes: [2]))
            try transaction.save(LearnedDeviceRow(home: 2, address: "0xa", bytes: [3]))
            try transaction.save(LearnedDeviceRow(home: 1, address: "0xb", bytes: [4]))
        }
        try #expect(store.learnedDevices()[1]?.map(\.address) == ["0xa", "0xb"])
        try #expect(store.learnedDevices()[1]?.map(\.bytes) == [[2], [4]])
    }

    @Test func deviceNumbersAreStablePerHome() throws {
        try store.write { transaction in
            try #expect(transaction.deviceNumbers(["door", "bed"], home: 1) == [0, 1])
            try #expect(transaction.deviceNumbers(["bed"], home: 2) == [0])
            try #expect(transaction.deviceNumbers(["bed", "door"], home: 1) == [1, 0])
        }
        try store.write { try #expect($0.deviceNumbers(["sofa", "door"], home: 1) == [2, 0]) }
        try #expect(store.deviceNumbers(home: 1) == ["door": 0, "bed": 1, "sofa": 2])
    }

    @Test func deviceNumbersRunOutWithAnError() throws {
        try store.write { transaction in
            try transaction.execute("INSERT INTO deviceNumber VALUES (1, 'last', 65535)", [])
        }
        #expect {
            try store.write { try $0.deviceNumbers(["one more"], home: 1) }
        } throws: {
            if case StoreError.tooManyDevices(1) = $0 { true } else { false }
        }
    }
}

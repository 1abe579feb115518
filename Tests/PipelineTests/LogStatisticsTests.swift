import CareModel
import DeviceProfiles
import Foundation
import Simulator
import Testing

@testable import Pipeline

@Suite("What a log holds")
struct LogStatisticsTests {
    private let profiles: DeviceProfiles = {
        var root = URL(fileURLWithPath: #filePath)
        for _ in 0..<3 { root.deleteLastPathComponent() }
        return DeviceProfiles.load(folder: root.appending(path: "Devices").path).profiles
    }()

    private func statistics(_ home: SimulatedHome, _ messages: [SimulatedMessage]) -> [HomeStatistics] {
        var statistics = LogStatistics(homes: [home.definition], profiles: profiles)
        for message in messages {
            statistics.take(
                IncomingMessage(
                    topic: message.topic, payload: Array(message.payload.utf8), isRetained: message.retained,
                    receivedAt: message.at))
        }
        return statistics.results()
    }

    private func motion(_ device: String, _ on: Bool, day: Int, hour: Double) -> SimulatedMessage {
        // Standard time, an hour ahead of UTC.
        let start = Int64(Bench.firstDay.number) * 86_400_000 - 3_600_000
        return SimulatedMessage(
            at: Timestamp(milliseconds: start + Int64((Double(day) * 24 + hour) * 3_600_000)),
            topic: "homes/home001/zigbee2mqtt/\(device)", payload: #"{"occupancy":\#(on),"linkquality":90}"#,
            retained: false)
    }

    @Test("events, gaps, variation, nights and repeats by hand")
    func byHand() throws {
        let home = Simulation(seed: 1).home(0, days: 1, start: Bench.firstDay)
        var messages: [SimulatedMessage] = []
        for day in 0..<5 {
            // Two events of the kitchen on even days, four on odd ones, an hour apart.
            for index in 0..<(day % 2 == 0 ? 2 : 4) {
                messages.append(motion("kitchen-motion", true, day: day, hour: Double(9 + index)))
                messages.append(motion("kitchen-motion", true, day: day, hour: Double(9 + index) + 0.0001))
                messages.append(motion("kitchen-motion", false, day: day, hour: Double(9 + index) + 0.02))
            }
            // One visit of two looks at night, and by day none that counts.
            for hour in [23.0, 23.03, 14] {
                messages.append(motion("bathroom-motion", true, day: day, hour: hour))
                messages.append(motion("bathroom-motion", false, day: day, hour: hour + 0.01))
            }
        }
        messages.sort { $0.at < $1.at }
        let told = try #require(statistics(home, messages).first)
        #expect(told.days == 5 && told.daysWithEvents == 5 && told.messages == messages.count)
        // Whole days are the 2nd to the 4th: 4 + 3, 2 + 3 and 4 + 3 events.
        #expect(abs(told.eventsPerDay.mean - 19.0 / 3) < 1e-9)
        #expect(abs(told.eventsPerDay.deviation - (4.0 / 3).squareRoot()) < 1e-9)
        let kitchen = try #require(told.rooms.first { $0.room == "kitchen" })
        #expect(abs(kitchen.byHour[9] - 1) < 1e-9 && abs(kitchen.byHour[12] - 2.0 / 3) < 1e-9)
        #expect(abs(told.duplicateShare - 14.0 / Double(messages.count)) < 1e-9)
        #expect(told.nightBathroomVisits?.mean == 1 && told.nightBathroomVisits?.deviation == 0)
        #expect(abs((told.dayGaps?.longest ?? 0) - 9 * 60) < 0.01)
        #expect(abs((told.nightGaps?.longest ?? 0) - (10 - 0.03) * 60) < 0.01)
    }

    @Test("retained messages are no events, and the home's own topics are known")
    func simulated() throws {
        let home = Simulation(seed: 3).home(0, days: 4, start: Bench.firstDay)
        let told = try #require(statistics(home, home.messages).first)
        #expect(told.messages == home.messages.count && told.duplicateShare == 0)
        let rooms = Set(told.rooms.map(\.room))
        #expect(rooms == ["bathroom", "bedroom", "hallway", "kitchen", "living_room", "vitals"])
        let again = home.messages.map { message in
            var message = message
            message.retained = true
            return message
        }
        #expect(statistics(home, again).first?.eventsPerDay.mean == 0)
    }
}

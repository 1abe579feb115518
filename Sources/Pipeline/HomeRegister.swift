import CareModel
import Store

/// Gives each home and each of its devices the number that the store keeps for it.
enum HomeRegister {
    struct Entry {
        var number: Int64
        /// The devices of the home's file, with their lasting numbers.
        var listed: HomeDefinition
        /// As `listed`, with a blank device for each number that is no longer in the file.
        var complete: HomeDefinition
    }

    static func enrol(_ homes: [HomeDefinition], in store: CareStore) throws -> [Entry] {
        try store.write { transaction in
            try homes.map { home in
                let number = try transaction.homeNumber(home.id)
                var listed = home
                let numbers = try transaction.deviceNumbers(home.devices.map(\.name), home: number)
                // Mostly they are those of the file already; then all share one list of devices.
                if !listed.devices.map(\.number).elementsEqual(numbers) {
                    for index in listed.devices.indices { listed.devices[index].number = numbers[index] }
                    listed.devices.sort { $0.number < $1.number }
                }
                return Entry(number: number, listed: listed, complete: filled(listed))
            }
        }
    }

    private static func filled(_ home: HomeDefinition) -> HomeDefinition {
        let isComplete = home.devices.indices.allSatisfy { Int(home.devices[$0].number) == $0 }
        if isComplete { return home }
        var complete = home
        let byNumber = Dictionary(uniqueKeysWithValues: home.devices.map { ($0.number, $0) })
        let count = (home.devices.last?.number).map { Int($0) + 1 } ?? 0
        complete.devices = (0..<count).map { number in
            byNumber[UInt16(number)]
                ?? Device(
                    number: UInt16(number), name: "removed-\(number)", kind: .other, room: "", placement: .none,
                    topic: "")
        }
        return complete
    }
}

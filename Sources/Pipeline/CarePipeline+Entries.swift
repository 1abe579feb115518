import CareEngine
package import CareModel
import DeviceProfiles
package import Store

extension CarePipeline {
    /// Journals what commands left in the inbox; each leaves it with the commit that keeps it. Gives back those that
    /// are no entry about a home of this gateway; they leave it too.
    ///
    /// Nothing is taken twice, also where a commit fails in between.
    package mutating func takeEntries(_ rows: [EntryRow], at time: Timestamp) -> [EntryRow] {
        var refused: [EntryRow] = []
        for row in rows where !pending.takenEntries.contains(row.number) {
            pending.takenEntries.append(row.number)
            let payload = Array(row.body.utf8)
            guard case .enter(_, let home, _) = GatewayEvent(payload: payload), homeIndexes[home] != nil else {
                refused.append(row)
                continue
            }
            let message = IncomingMessage(topic: GatewayEvent.topic, payload: payload, receivedAt: time)
            take(message, digest: message.digest)
        }
        return refused
    }

    /// The home as it is known now; nil for a home that is not this gateway's.
    package func status(of home: String) -> HomeStatus? { homeIndexes[home].map { engines[$0].status() } }

    /// The devices that speak in the home and are not in its file, those heard last first.
    package func unlisted(of home: String) -> [UnlistedDevice] {
        homeIndexes[home].map { decoder.unlisted(home: $0) } ?? []
    }

    /// What the home's sensors said since somebody began to look, newest first.
    package func walk(of home: String) -> [SensorTrigger] {
        homeIndexes[home].map { walks.look(home: $0, at: clock) } ?? []
    }

    /// The days as the sensors saw them, both ends included, that are still kept; at most the last 31.
    package func pictures(of home: String, from: LocalDay, to: LocalDay) -> [DayPicture] {
        guard let index = homeIndexes[home], from <= to else { return [] }
        let number = homeNumbers[index]
        let first = max(from.number, to.number - 30)
        return (first...to.number).compactMap { day in
            engines[index].picture(of: LocalDay(number: day), recall: { [shelf] in shelf.log(home: number, day: $0) })
        }
    }
}

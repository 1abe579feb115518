import CareEngine
import CareModel
import DeviceProfiles
import Pipeline

/// A recorded home's log, decoded: what each message told.
struct RecordedHome: Sendable {
    var definition: HomeDefinition
    /// In the order of time.
    var inputs: [HomeRun.Input]

    /// The homes of these logs, in the order of `definitions`; those without a message are left out. Throws `LogError`.
    static func read(
        _ definitions: [HomeDefinition], logs: [String], profiles: DeviceProfiles
    ) throws -> [RecordedHome] {
        var runs = definitions.map { HomeRun(definition: $0, profiles: profiles, settings: EngineSettings()) }
        var homes = definitions.map { RecordedHome(definition: $0, inputs: []) }
        var merge = try LogMerge(paths: logs)
        while let message = try merge.next() {
            guard
                let home = definitions.firstIndex(where: { message.topic.hasPrefix($0.baseTopic + "/") })
            else { continue }
            homes[home].inputs.append(
                runs[home].input(
                    topic: message.topic, payload: message.payload, isRetained: message.isRetained,
                    at: message.receivedAt))
        }
        return homes.filter { !$0.inputs.isEmpty }
    }
}

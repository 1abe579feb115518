import CareModel
import Foundation
import Logging
import MQTT
import Pipeline

extension IngestLoop {
    static func filters(of homes: [HomeDefinition]) -> [String] { homes.map { $0.baseTopic + "/#" } }

    /// Puts changed homes in force without a restart: what was learned is written, and read again for the new homes,
    /// exactly as a restart would. Gives the filters that are no longer wanted and those that are new.
    func takeHomes(_ now: Timestamp) -> (gone: [String], new: [String]) {
        let before = Set(Self.filters(of: around.homes.homes))
        for new in around.inbox.takeNewHomes() {
            let isInForce = change(to: new.homes, now)
            if isInForce {
                around.homes.inForce(new.homes)
                around.state.update { $0.entries += 1 }
                around.logger.notice("the homes' files were read again", metadata: ["homes": "\(new.homes.count)"])
            }
            new.answer(isInForce)
        }
        let after = Set(Self.filters(of: around.homes.homes))
        return (before.subtracting(after).sorted(), after.subtracting(before).sorted())
    }

    /// As `takeHomes`, while the broker is there.
    func followHomes(_ now: Timestamp) throws {
        let (gone, new) = takeHomes(now)
        if !gone.isEmpty { try connection.unsubscribe(gone) }
        if !new.isEmpty { try connection.subscribe(new) }
    }

    private func change(to homes: [HomeDefinition], _ now: Timestamp) -> Bool {
        guard commit(now) else { return false }
        do {
            try pipeline.commitAndSaveStates()
            var fresh = try around.pipeline(homes)
            fresh.figures = pipeline.figures
            fresh.tellsSince = pipeline.tellsSince
            pipeline = fresh
            return true
        } catch {
            around.logger.error("the changed homes cannot be put in force", metadata: ["cause": "\(error)"])
            return false
        }
    }
}

import CareModel
import Pipeline
import Settings
import Web

/// Takes questions about a home, and what staff enter about it, from the page to the ingest thread and back.
struct HomeDesk {
    let inbox: VerbInbox
    let files: HomeFiles

    /// The desk as the pages know it.
    var questions: HomeQuestions {
        HomeQuestions(
            status: { await status($0) }, pictures: { await pictures($0, $1, $2) },
            enter: { await enter($0, $1, by: $2) }, unlisted: { await unlisted($0) }, walk: { await walk($0) },
            place: { await place($0, $1) })
    }

    /// Nil for a home that is not this gateway's, and while too many ask.
    func status(_ home: String) async -> HomeStatus? { await ask { $0.status(of: home) } }

    /// The days as the sensors saw them, both ends included; at most 31, those that are still kept.
    func pictures(_ home: String, _ from: LocalDay, _ to: LocalDay) async -> [DayPicture] {
        await ask { $0.pictures(of: home, from: from, to: to) } ?? []
    }

    /// The answer of the ingest thread, from between two batches; nil while too many ask.
    func ask<T: Sendable>(_ question: @escaping @Sendable (CarePipeline) -> T?) async -> T? {
        await withCheckedContinuation { (answer: CheckedContinuation<T?, Never>) in
            let isTaken = inbox.ask { answer.resume(returning: question($0)) }
            if !isTaken { answer.resume(returning: nil) }
        }
    }

    /// Journals the entry; false when it could not be kept or there is no such home.
    func enter(_ home: String, _ entry: HomeEntry, by person: String) async -> Bool {
        guard files.homes.contains(where: { $0.id == home }) else { return false }
        let event = GatewayEvent.enter(entry, home: home, by: person)
        let outcome = await withCheckedContinuation { (answer: CheckedContinuation<VerbInbox.Outcome, Never>) in
            let isTaken = inbox.put(VerbInbox.Verb(event: event) { answer.resume(returning: $0) })
            if !isTaken { answer.resume(returning: .notKept) }
        }
        // An entry that changes nothing is kept in the log all the same.
        return outcome != .notKept
    }

    /// The devices that speak in the home and are not in its file.
    func unlisted(_ home: String) async -> [UnlistedDevice] { await ask { $0.unlisted(of: home) } ?? [] }

    /// What the sensors said since somebody began to look.
    func walk(_ home: String) async -> [SensorTrigger] { await ask { $0.walk(of: home) } ?? [] }

    /// Writes an unlisted device into the home's file and puts it in force.
    func place(_ home: String, _ placed: PlacedDevice) async -> PlacedDevice.Outcome {
        guard let device = await unlisted(home).first(where: { $0.address == placed.address }) else {
            return .refused("no device that is not in the home's file has the address \(placed.address)")
        }
        let new = HomeFileEdit.NewDevice(placed, convention: device.convention, topic: device.topic)
        if let problem = files.add(new, to: home) { return .refused(problem) }
        guard let homes = files.read() else { return .refused("the home's file was not taken up") }
        let isInForce = await withCheckedContinuation { (answer: CheckedContinuation<Bool, Never>) in
            inbox.put(VerbInbox.NewHomes(homes: homes) { answer.resume(returning: $0) })
        }
        return isInForce ? .done : .refused("the home's file was written, but could not be put in force yet")
    }
}

extension HomeFileEdit.NewDevice {
    /// A zigbee2mqtt device is found by its topic, because the bridge tells its address with it; others by address.
    /// `convention` and `topic` are those of the device as it was heard; nil where it was not yet.
    init(_ placed: PlacedDevice, convention: String?, topic: String?) {
        let topic = convention == "zigbee2mqtt" ? topic : nil
        self.init(
            name: placed.name, kind: placed.kind, room: placed.room, placement: placed.placement,
            topic: topic ?? "", address: topic == nil ? placed.address : "")
    }
}

import CareModel

/// Things that only some homes have sensors on: appliances, a chair, the bathroom's door, a bed that loses its sleeper.
extension Perception {
    mutating func touch(_ sensor: Sensor, on: Timestamp? = nil, off: Timestamp) {
        guard has(sensor) else { return }
        if let on, on < off { add(Stimulus(at: on, sensor: sensor, kind: .turn(true))) }
        add(Stimulus(at: off, sensor: sensor, kind: .turn(false)))
    }

    /// A bed sensor that says "empty" for less than a minute or so while somebody lies in it.
    mutating func dropOut(_ stay: Stay) {
        guard has(.bed) else { return }
        let hour: Int64 = 3_600_000
        var slot = stay.start.milliseconds / hour + 1
        while (slot + 1) * hour < stay.end.milliseconds {
            if chance.uniform(.bedDropout, slot) < bedDropoutsAnHour {
                let at = slot * hour + Int64(chance.uniform(.bedDropout, slot, 1) * 3_000_000)
                let back = at + Int64(chance.uniform(.bedDropout, slot, 2, in: 15...75) * 1000)
                touch(.bed, on: nil, off: Timestamp(milliseconds: at))
                add(Stimulus(at: Timestamp(milliseconds: back), sensor: .bed, kind: .turn(true)))
            }
            slot += 1
        }
    }

    /// Kettle, stove and microwave while a meal is made.
    mutating func cook(_ stay: Stay) {
        guard stay.activity == .meal else { return }
        let length = stay.end.minutes(since: stay.start)
        let uses: [(sensor: Sensor, share: Double, after: Double, low: Double, high: Double)] = [
            (.kettle, 0.6, 1, 2, 4), (.stove, length > 18 ? 0.65 : 0, 3, 8, 18), (.microwave, 0.3, 2, 1.5, 5),
        ]
        for use in uses where has(use.sensor) {
            var draw = chance.stream(.appliance, stay.start.milliseconds, use.sensor.rawValue)
            let (happens, from, minutes) = (draw.uniform(), draw.uniform(0, 2), draw.uniform(use.low, use.high))
            guard happens < use.share else { continue }
            let on = stay.start.adding(milliseconds: Int64((use.after + from) * 60_000))
            let off = min(on.adding(milliseconds: Int64(minutes * 60_000)), stay.end.adding(seconds: -5))
            if on < off { touch(use.sensor, on: on, off: off) }
        }
    }

    /// Some close the door when alone at home, some hardly ever.
    mutating func closeBathroom(_ stay: Stay) {
        guard stay.activity == .toilet, has(.bathroomDoor) else { return }
        let habit = chance.uniform(.bathroomDoor, -1, in: 0.4...0.95)
        guard chance.uniform(.bathroomDoor, stay.start.milliseconds) < habit else { return }
        let shut = min(stay.start.adding(seconds: 6), stay.end)
        add(Stimulus(at: shut, sensor: .bathroomDoor, kind: .turn(false)))
        add(Stimulus(at: stay.end, sensor: .bathroomDoor, kind: .turn(true)))
    }

    /// In the chair, and before the television in the evening; it goes off when the resident goes to bed or out.
    mutating func sit(_ stay: Stay) {
        guard stay.activity == .leisure || stay.activity == .nap, stay.end.minutes(since: stay.start) > 4 else {
            return
        }
        if has(.chair) { touch(.chair, on: stay.start.adding(seconds: 20), off: stay.end.adding(seconds: -5)) }
        guard has(.tv), stay.activity == .leisure else { return }
        let share = isEvening(stay.start) ? 0.9 : 0.12
        guard chance.uniform(.appliance, stay.start.milliseconds, Sensor.tv.rawValue) < share else { return }
        add(Stimulus(at: stay.start.adding(seconds: 40), sensor: .tv, kind: .turn(true)))
    }
}

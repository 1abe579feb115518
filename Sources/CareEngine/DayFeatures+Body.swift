import CareModel

/// What the resident measured and took, and the air of the home.
extension DayFeatures {
    // MARK: Vitals

    private static let vitals: [(feature: String, quantity: Quantity)] = [
        ("weight", .bodyWeight), ("bp_systolic", .bpSystolic), ("bp_diastolic", .bpDiastolic),
        ("heart_rate_resting", .heartRate), ("spo2", .spo2), ("respiratory_rate", .respiratoryRate),
        ("body_temperature", .bodyTemperature),
    ]

    private static let usualVitals: Set<Quantity> = [.bodyWeight, .bpSystolic, .bpDiastolic, .heartRate]

    private func measured(_ quantity: Quantity) -> [Double] {
        timeline.measurements.filter { $0.quantity == quantity && windows.whole.contains($0.time) }.map(\.value)
    }

    /// The day's weight, kg; nil on a day without.
    var weight: Double? { median(measured(.bodyWeight)) }

    /// The day's median and count of what the resident measured. The four usual ones are missing, not absent, on a day
    /// without. A measurement that came is complete: its coverage is 1.
    func vitals() -> [MeasuredFeature] {
        let devices = map.devices { role, _ in role == .selfMonitoring }
        guard !devices.isEmpty else { return [] }
        return Self.vitals.flatMap { name, quantity -> [MeasuredFeature] in
            let values = measured(quantity)
            guard !values.isEmpty || Self.usualVitals.contains(quantity) else { return [] }
            return [
                reported(name, quantity.unit, devices, median(values)),
                reported("\(name):count", "count", devices, Double(values.count)),
            ]
        }
    }

    private func reported(_ name: String, _ unit: String, _ devices: [UInt16], _ value: Double?) -> MeasuredFeature {
        MeasuredFeature(
            name: name, unit: unit, value: value, devices: devices, window: windows.whole,
            coverage: value == nil ? 0 : 1)
    }

    /// Today's weight less that of so many days before, or of up to a third of that earlier.
    func weightChanges() -> [MeasuredFeature] {
        guard let weight else { return [] }
        let devices = map.devices { role, _ in role == .selfMonitoring }
        return [1, 3, 7, 28, 90].compactMap { days in
            let wanted = windows.day.number - Int32(days)
            guard let before = history.weights.last(where: { $0.day <= wanted && $0.day >= wanted - Int32(days / 3) })
            else { return nil }
            return reported("weight_delta_\(days)d", "kg", devices, thousandth(weight - before.value))
        }
    }

    // MARK: Medicine

    private static let onTimeMinutes = 60.0
    private static let lateHours: Int64 = 4

    /// Each planned time is taken (within 60 min), late (up to 4 h after) or missed; a time whose 4 h are not over at
    /// midnight is judged by what was seen until then.
    func medication() -> [MeasuredFeature] {
        let devices = map.devices { role, _ in role == .button }.filter { map.isDispenser($0) }
        guard !plan.medicationTimes.isEmpty, !devices.isEmpty else { return [] }
        var events = timeline.measurements.filter {
            $0.quantity == .medicationEvent && $0.value < 2 && windows.whole.contains($0.time)
        }
        var (taken, late, missed) = (0, 0, 0)
        for planned in plan.medicationTimes {
            let index = events.firstIndex {
                abs($0.time.minutes(since: planned)) <= Self.onTimeMinutes
                    || ($0.time > planned && $0.time <= planned.adding(hours: Self.lateHours))
            }
            guard let index else {
                missed += 1
                continue
            }
            if abs(events[index].time.minutes(since: planned)) <= Self.onTimeMinutes { taken += 1 } else { late += 1 }
            events.remove(at: index)
        }
        return feature("medication_taken", "count", devices, in: windows.whole, Double(taken))
            + feature("medication_late", "count", devices, in: windows.whole, Double(late))
            + feature("medication_missed", "count", devices, in: windows.whole, Double(missed))
    }

    // MARK: Air

    func climate() -> [MeasuredFeature] {
        let devices = map.roles.indices.map { UInt16($0) }.filter { map.isClimateSensor($0) }
        let range = today.indoorTemperature
        return feature("indoor_temperature_min", "Cel", devices, in: windows.whole, range?.lowerBound)
            + feature("indoor_temperature_max", "Cel", devices, in: windows.whole, range?.upperBound)
    }
}

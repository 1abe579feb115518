package import CareModel

extension HomeEngine {
    /// The home as it is known now: its listed devices by number, and the circumstances of now and the next day.
    package func status() -> HomeStatus {
        func known(_ time: Timestamp) -> Timestamp? { time == .distantPast ? nil : time }
        let ahead = TimeSpan(start: state.clock, end: state.clock.adding(hours: 24))
        let planned = state.circumstances.filter { $0.from >= ahead.end }
        return HomeStatus(
            home: definition.id, resident: state.resident, at: state.clock, lastHeard: known(state.homeHeard),
            lastActivity: known(state.lastActivity), circumstances: circumstances(in: ahead) + planned,
            devices: definition.devices.filter { !$0.topic.isEmpty }.map(status))
    }

    private func status(_ device: Device) -> DeviceStatus {
        let health = state.health[Int(device.number)]
        let limit = silenceLimit(of: device.number)
        let life: DeviceStatus.Life
        if health.offlineSince != nil {
            life = .offline
        } else if health.lastHeard == .distantPast {
            life = .unheard
        } else {
            life = state.clock > health.lastHeard.adding(milliseconds: limit) ? .silent : .alive
        }
        return DeviceStatus(
            device: device, life: life, lastHeard: health.lastHeard == .distantPast ? nil : health.lastHeard,
            silenceLimitMinutes: Int(limit / 60_000), batteryPercent: health.battery,
            batteryDaysLeft: health.batteryRun?.daysLeft(at: state.clock))
    }
}

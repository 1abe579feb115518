import CareModel

extension SensorNeed {
    /// Those of a home's devices that tell of it.
    func devices(among all: [Device]) -> [Device] {
        let active = all.filter { $0.kind == .motion || $0.kind == .presence }
        func those(in use: RoomUse) -> [Device] { active.filter { use.isSaid(by: $0.room) } }
        switch self {
        case .movement, .rooms: return active
        case .bathroom:
            let wet = Set(all.filter { $0.placement == .toilet && !$0.room.isEmpty }.map(\.room))
            return active.filter { RoomUse.bathroom.isSaid(by: $0.room) || wet.contains($0.room) }
        case .bedroom:
            let beds = all.filter { $0.kind == .bed }
            return beds.isEmpty ? those(in: .bedroom) : beds
        case .kitchen: return those(in: .kitchen)
        case .bedOrChair: return all.filter { $0.kind == .bed || $0.kind == .chair }
        case .outerDoor: return all.filter { $0.kind == .door && $0.placement == .outerDoor } + active
        case .fridge: return all.filter { $0.kind == .door && $0.placement == .fridge }
        case .power: return all.filter { $0.kind == .power }
        case .medication: return all.filter { $0.kind == .medication }
        case .selfMonitoring: return all.filter { $0.kind == .selfMonitoring }
        case .climate: return all.filter { $0.kind == .climate }
        }
    }
}

extension KnownFeature {
    /// The devices that the feature's values come from.
    func devices(among all: [Device]) -> [Device] {
        var found = need.devices(among: all)
        if group == .sleep { found += all.filter { $0.kind == .bed } }
        if name.hasPrefix("meal_prep") || name == "first_meal_time" {
            let stoves: Set<Placement> = [.kettle, .stove, .toaster, .microwave]
            found += all.filter { $0.kind == .power && stoves.contains($0.placement) }
        }
        return found
    }
}

extension Alert {
    /// The numbers of the home's devices that the alert rests on.
    func devices(among all: [Device]) -> Set<UInt16> {
        let known = features.compactMap { KnownFeature.named(FeatureName($0.feature).base) }
        let found: [Device]
        switch rule {
        case _ where !known.isEmpty: found = known.flatMap { $0.devices(among: all) }
        case "long_bathroom_stay": found = SensorNeed.movement.devices(among: all)
        case "night_exit", "not_returned_home", "unseen_since_outage": found = SensorNeed.outerDoor.devices(among: all)
        case "no_activity_yet", "silence_while_home", "night_wandering":
            found = SensorNeed.movement.devices(among: all)
        case "device_offline", "battery_low": found = all.filter { $0.name == place }
        case _ where family == .safety:
            let kinds: [DeviceKind] =
                switch rule {
                case "sos": [.button]
                case "water_leak": [.leak]
                case "smoke", "gas", "carbon_monoxide": [.smoke]
                default: DeviceKind.allCases
                }
            let here = all.filter { $0.name == place || !$0.room.isEmpty && $0.room == place }
            let ofKind = here.filter { kinds.contains($0.kind) }
            found = ofKind.isEmpty ? here : ofKind
        default: found = all
        }
        return Set(found.map(\.number))
    }
}

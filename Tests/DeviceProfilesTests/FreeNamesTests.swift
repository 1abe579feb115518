import CareModel
import Testing

@testable import DeviceProfiles

@Suite("Names that were chosen freely") struct FreeNamesTests {
    @Test(arguments: [
        ("TempC_SHT", "temp c sht"), ("SOSButton", "sos button"), ("pm2.5", "pm2 5"),
        ("DOOR_OPEN_STATUS", "door open status"),
        ("living-room humidity", "living room humidity"), ("BPSystolic", "bp systolic"),
        ("relativeHumidity", "relative humidity"),
        ("CO2", "co2"), ("", ""), ("___", ""), ("Körpertemperatur", "körpertemperatur"),
    ])
    func words(_ name: String, _ words: String) { #expect(FreeNames.words(of: name).joined(separator: " ") == words) }

    @Test(arguments: [
        ("Environment/Temperature", "temperature", ""), ("room/living-room-humidity", "humidity", ""),
        ("temperature/degrees", "temperature", ""), ("temperature_2", "temperature", "2"),
        ("temperature_chn1", "temperature", "1"),
        ("externalTemperature", "temperature", "external"), ("TempC_DS", "temp_c", "ds"),
        ("temperature_ext2", "temperature", "2"), ("Door2/Open", "open", ""),
        ("Bed/Occupied", "bed/occupied", ""), ("bedroom-bed/presence", "bed/presence", ""),
        ("smoke/alarm", "smoke", ""),
        ("button/pressed", "button", ""), ("Vitals/SpO2", "sp_o2", ""), ("battery/level", "battery", ""),
    ])
    func aNameFindsItsKey(_ name: String, _ key: String, _ channel: String) {
        #expect(find(name) == FreeNames.Found(key: key, channel: channel))
    }

    @Test(arguments: [
        "target_temperature", "room/target-temperature", "cpuTemperature", "temperature_max", "temperature/alarm",
        "battery/state", "last_fall", "smoke_sensitivity", "sos_mode", "value", "state/value", "", "/", "a/b/c/d/e",
    ])
    func whatOnlyLooksLikeAMeasurementFindsNone(_ name: String) {
        #expect(find(name) == nil)
    }

    private func find(_ name: String) -> FreeNames.Found? {
        guard
            let profile = shippedProfiles().others.first(where: {
                $0.like == Profile.vocabulary && $0.convention == "senml"
            })
        else { return nil }
        let context = ReadingContext(device: 0, flags: 0, bits: FlagBits(), receivedAt: nil)
        let report = MessageReport(table: PropertyTable(profile: profile), context: context)
        var names = FreeNames()
        let found = names.find(name, in: report)
        #expect(names.find(name, in: report) == found)
        return found.flatMap { report.rule(of: $0.key)?.reads == .nothing ? nil : $0 }
    }
}

import CareModel

extension Phrases {
    func text(_ kind: Circumstance.Kind) -> String {
        switch kind {
        case .hospital: say("På sjukhus", "In hospital")
        case .away: say("Bortrest", "Away")
        case .visit: say("Besök", "Visit")
        case .paused: say("Pausat", "Paused")
        case .test: say("Test", "Test")
        }
    }

    func text(_ step: HomeStep) -> String {
        switch step {
        case .hospital: say("På sjukhus från nu", "In hospital from now")
        case .backFromHospital: say("Hemma från sjukhus", "Back from hospital")
        case .backHome: say("Hemma igen", "Back home")
        case .test: say("Test i en timme", "Test for an hour")
        case .endTest: say("Avsluta test", "End the test")
        case .pause: say("Pausa", "Pause")
        case .resume: say("Återuppta", "Resume")
        }
    }

    func text(_ context: DayContext) -> String {
        switch context {
        case .alone: say("ensam hemma", "alone at home")
        case .visitor: say("besök", "visitors")
        case .away: say("borta", "away")
        case .hospital: say("på sjukhus", "in hospital")
        }
    }

    func text(_ reason: Withheld) -> String {
        switch reason {
        case .coverage: say("för lite data", "too little data")
        case .outage: say("hemmet hördes inte", "the home was not heard")
        case .deadSensor: say("en givare var tyst", "a sensor was silent")
        case .loss: say("meddelanden gick förlorade", "messages were lost")
        case .away: say("borta", "away")
        case .hospital: say("på sjukhus", "in hospital")
        case .visitor: say("besök", "visitors")
        case .paused: say("pausat", "paused")
        case .test: say("test", "test")
        case .nothing: say("inget att mäta", "nothing to measure")
        }
    }

    func text(_ life: DeviceStatus.Life) -> String {
        switch life {
        case .alive: say("Hörs", "Heard")
        case .silent: say("Tyst för länge", "Silent for too long")
        case .offline: say("Frånkopplad", "Offline")
        case .unheard: say("Aldrig hörd", "Never heard")
        }
    }

    func text(_ kind: DeviceKind) -> String {
        switch kind {
        case .motion: say("rörelse", "motion")
        case .presence: say("närvaro", "presence")
        case .door: say("dörr", "door")
        case .bed: say("säng", "bed")
        case .chair: say("stol", "chair")
        case .climate: say("klimat", "climate")
        case .illuminance: say("ljus", "light")
        case .vibration: say("vibration", "vibration")
        case .power: say("effekt", "power")
        case .leak: say("läckage", "leak")
        case .smoke: say("rök", "smoke")
        case .button: say("knapp", "button")
        case .medication: say("medicin", "medication")
        case .selfMonitoring: say("egen mätning", "self-monitoring")
        case .other: say("annat", "other")
        }
    }

    /// Nil where the placement says nothing.
    func text(_ placement: Placement) -> String? {
        switch placement {
        case .outerDoor: say("ytterdörr", "outer door")
        case .fridge: say("kylskåp", "fridge")
        case .cupboard: say("skåp", "cupboard")
        case .toilet: say("toalett", "toilet")
        case .basin: say("handfat", "basin")
        case .shower: say("dusch", "shower")
        case .bed: say("säng", "bed")
        case .chair: say("stol", "chair")
        case .kettle: say("vattenkokare", "kettle")
        case .stove: say("spis", "stove")
        case .toaster: say("brödrost", "toaster")
        case .microwave: say("mikrovågsugn", "microwave")
        case .tv: say("tv", "TV")
        case .other: say("annat", "other")
        case .none: nil
        }
    }

    func text(_ group: FeatureGroup) -> String {
        switch group {
        case .toilet: say("Toalett", "Toilet")
        case .sleep: say("Sömn", "Sleep")
        case .activity: say("Aktivitet", "Activity")
        case .meals: say("Mat", "Meals")
        case .out: say("Ute och besök", "Out and visits")
        case .measured: say("Egna mätningar och medicin", "Own measurements and medicine")
        case .climate: say("Inomhusklimat", "Indoor climate")
        case .other: say("Övrigt", "Other")
        }
    }

    /// The sensor, as a home lacks it.
    func text(_ need: SensorNeed) -> String {
        switch need {
        case .movement: say("rörelsegivare i rummen", "motion sensors in the rooms")
        case .rooms: say("rörelsegivare i minst två rum", "motion sensors in at least two rooms")
        case .bathroom: say("rörelsegivare i badrummet", "a motion sensor in the bathroom")
        case .kitchen: say("rörelsegivare i köket", "a motion sensor in the kitchen")
        case .bedroom:
            say("sängsensor eller rörelsegivare i sovrummet", "a bed sensor or a motion sensor in the bedroom")
        case .bedOrChair: say("säng- eller stolssensor", "a bed or chair sensor")
        case .outerDoor: say("dörrgivare på ytterdörren", "a door sensor on the outer door")
        case .fridge: say("dörrgivare på kylskåpet", "a door sensor on the fridge")
        case .power: say("effektmätare på apparater", "power meters on appliances")
        case .medication: say("medicindosett som rapporterar", "a reporting medicine dispenser")
        case .selfMonitoring: say("våg, blodtrycksmätare eller liknande", "scales, a blood pressure meter or alike")
        case .climate: say("temperaturgivare", "a temperature sensor")
        }
    }

    /// What explains an alert away: a circumstance, a device, or another alert's id.
    func text(suppressedBy reason: String) -> String {
        if let kind = Circumstance.Kind(rawValue: reason) { return text(kind) }
        let parts = reason.split(separator: ":", maxSplits: 1)
        if parts.count == 2, parts[0] == "device_offline" {
            return say("givaren \(parts[1]) hörs inte", "the device \(parts[1]) is not heard")
        }
        return reason
    }

    /// The room, appliance or other qualifier of a feature.
    func text(qualifier: Substring) -> String {
        if qualifier == "count" { return say("antal", "count") }
        return Placement(rawValue: String(qualifier)).flatMap { text($0) } ?? String(qualifier)
    }

    /// `mån 16 nov`, `Mon 16 Nov`.
    func text(_ day: LocalDay) -> String { "\(Self.weekdays(language)[day.weekday]) \(shortText(day))" }

    /// `16 nov`.
    func shortText(_ day: LocalDay) -> String {
        let (_, month, number) = day.civil
        return "\(number) \(Self.months(language)[month - 1])"
    }

    /// A stretch of time in words: `3 h 5 min`, `2 d 4 h`.
    func text(minutes: Int) -> String {
        let days = say("d", "d")
        if minutes < 60 { return "\(max(minutes, 0)) min" }
        if minutes < 48 * 60 {
            return minutes % 60 == 0 ? "\(minutes / 60) h" : "\(minutes / 60) h \(minutes % 60) min"
        }
        let hours = minutes / 60 % 24
        return hours == 0 ? "\(minutes / 1440) \(days)" : "\(minutes / 1440) \(days) \(hours) h"
    }

    func text(minutesAgo minutes: Int) -> String {
        minutes < 1
            ? say("nyss", "just now") : say("för \(text(minutes: minutes)) sedan", "\(text(minutes: minutes)) ago")
    }

    private static func weekdays(_ language: Language) -> [String] {
        language == .swedish
            ? ["mån", "tis", "ons", "tor", "fre", "lör", "sön"] : ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    }

    private static func months(_ language: Language) -> [String] {
        language == .swedish
            ? ["jan", "feb", "mars", "apr", "maj", "juni", "juli", "aug", "sep", "okt", "nov", "dec"]
            : ["Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sep", "Oct", "Nov", "Dec"]
    }
}

/// The fixed words of the pages in one language; the templates find them by name.
struct Phrases: Sendable {
    let language: Language
    let skip: String
    let home: String
    let otherLanguage: String
    let notWorking: String
    let notWorkingAdvice: String
    let care: String
    let technical: String
    let nothingOpen: String
    let nothingTechnical: String
    let nothingKnown: String
    let homes: String
    let resident: String
    let lastMessage: String
    let openAlerts: String
    let never: String
    let cannotSee: String
    let cannotSeeAdvice: String
    let someUnseen: String
    let suppressed: String
    let suppressedAdvice: String
    let suppressedBy: String
    let since: String
    let raised: String
    let cleared: String
    let state: String
    let times: String
    let suggestion: String
    let basis: String
    let history: String
    let moreAlerts: String
    let asOf: String
    let refreshing: String
    let stopRefreshing: String
    let notRefreshing: String
    let startRefreshing: String
    let open: String
    let recent: String
    let nothingRecent: String
    let act: String
    let yourName: String
    let note: String
    let days: String
    let feature: String
    let noFeatures: String
    let tableLegend: String
    let revised: String
    let missing: String
    let usually: String
    let back: String
    let failed: String
    let lastStored: String
    let clockNote: String
}

extension Phrases {
    init(_ language: Language) { self = language == .swedish ? .swedish : .english }
}

import CareModel
import Foundation

/// The resident's own measurements: weight, blood pressure and pulse on most mornings.
struct Measuring {
    private let chance: Chance
    private let isInstalled: Bool
    private var calendar: HomeCalendar

    init(chance: Chance, isInstalled: Bool, calendar: HomeCalendar) {
        (self.chance, self.isInstalled, self.calendar) = (chance, isInstalled, calendar)
    }

    /// What is measured on one day.
    mutating func reports(on day: LocalDay, household: Household) -> [Report] {
        guard isInstalled else { return [] }
        let (routine, effects) = (household.routine(on: day), household.effects(on: day))
        var draw = chance.stream(.vitals, Int64(day.number))
        // The time does not follow the day's getting up: a planted sleep shift must not move it within a twin's day.
        let minute = routine.wakeTime + 75 + 12 * draw.normal()
        let (weighs, measures) = (draw.happens(0.85), draw.happens(0.8))
        let weight = routine.weightKilograms + slow(day) + 0.25 * draw.normal() + effects.weightGainKilograms
        let systolic = routine.systolic + 7 * draw.normal()
        let diastolic = routine.diastolic + 4.5 * draw.normal()
        let pulse = routine.pulse + 3.5 * draw.normal()
        let at = calendar.moment(day, minutes: Int(minute)).adding(milliseconds: Int64(draw.uniform(0, 60_000)))
        guard !household.isAway(at: at) else { return [] }
        var reports: [Report] = []
        if weighs { reports.append(Report(at: at, .weight(Int((weight * 10).rounded())))) }
        if measures {
            let pressure = Report.Content.bloodPressure(
                systolic: Int(systolic.rounded()), diastolic: Int(diastolic.rounded()))
            reports.append(Report(at: at.adding(seconds: 150), pressure))
            reports.append(Report(at: at.adding(seconds: 152), .pulse(Int(pulse.rounded()))))
        }
        return reports
    }

    /// Slow changes of weight over the months, in kg.
    private func slow(_ day: LocalDay) -> Double {
        let phase = chance.uniform(.vitals, -1) * 2 * Double.pi
        return 0.5 * sin(Double(day.number) / 29 + phase) + 0.4 * day.season
    }
}

import CareModel
import Settings
import Testing

/// Contacts, action plan and key in a home's file.
@Suite struct CarePlanTests {
    private static func read(_ lines: String) -> (HomeDefinition?, [String]) {
        let diagnostics = Diagnostics()
        let text = "home: anna\ntime_zone: Europe/Stockholm\ndevices: [{device: a, kind: bed}]\n" + lines
        let home = HomeFile.read(text: text, path: "h.yaml", into: diagnostics)
        return (home, diagnostics.sorted.map(\.description))
    }

    private static let whole = """
        contacts:
          - {name: Eva Ek, role: daughter, phone: "+46 (70) 123 45-67", note: "has a key, works nights"}
          - {name: 'Team "North"', role: home care, phone: "112"}
        plan:
          - {when: P1, do: "Call; visit if nobody answers."}
          - {when: toilet, do: Ask about pain.}
          - {when: night_exit, do: Call Eva.}
        key: "safe beside the door: 0417"

        """

    @Test func everythingIsRead() throws {
        let (home, problems) = Self.read(Self.whole)
        #expect(problems == [])
        let plan = try #require(home).carePlan
        #expect(plan.contacts.map(\.name) == ["Eva Ek", "Team \"North\""])
        #expect(plan.contacts.map(\.dialled) == ["+46701234567", "112"])
        #expect(plan.contacts.map(\.note) == ["has a key, works nights", nil])
        #expect(plan.steps.map(\.when) == [.priority(.p1), .family(.toilet), .rule("night_exit")])
        #expect(plan.key == "safe beside the door: 0417" && !plan.isEmpty)
    }

    @Test func aHomeNeedsNone() {
        let (home, problems) = Self.read("")
        #expect(problems == [] && home?.carePlan.isEmpty == true)
    }

    @Test func whatIsWrittenIsReadBack() throws {
        let home = try #require(Self.read(Self.whole).0)
        let diagnostics = Diagnostics()
        let again = HomeFile.read(text: HomeFileWriter.yaml(for: home), path: "h.yaml", into: diagnostics)
        #expect(diagnostics.text == "" && again?.carePlan == home.carePlan)
    }

    @Test func aNewHomesFileShowsThemAsCommentsThatAreRight() throws {
        let home = try #require(Self.read("").0)
        let text = HomeFileWriter.yaml(for: home)
            .replacing("# contacts: ", with: "contacts: ").replacing("# plan: ", with: "plan: ")
            .replacing("# How to get in. key: ", with: "key: ")
        let diagnostics = Diagnostics()
        let plan = try #require(HomeFile.read(text: text, path: "h.yaml", into: diagnostics)).carePlan
        #expect(diagnostics.text == "" && plan.contacts.count == 1 && plan.steps.count == 2 && plan.key != nil)
    }

    @Test func everyMistakeHasItsPlace() {
        let (home, problems) = Self.read(
            """
            contacts:
              - {name: Eva, role: daughter, phone: none}
              - {name: "", role: son, phone: "12345"}
              - {name: Bo, phone: "12+345"}
            plan:
              - {when: night_exits, do: x}
              - {when: p1, do: ""}
            key: "a\\nb"
            """)
        #expect(home == nil)
        let places = problems.map { String($0.prefix { $0 != " " }) }
        #expect(
            places == [
                "h.yaml:5:40:", "h.yaml:6:12:", "h.yaml:7:5:", "h.yaml:7:23:", "h.yaml:9:12:", "h.yaml:10:12:",
                "h.yaml:10:20:", "h.yaml:11:6:",
            ])
        #expect(problems.contains { $0.hasSuffix("did you mean `night_exit`?") })
        #expect(problems.contains { $0.contains("the key `role` is missing") })
    }

    @Test func aStepFitsItsAlertsOnly() {
        func fits(_ word: String, _ rule: String, _ family: Alert.Family, _ priority: Alert.Priority) -> Bool {
            let alert = Alert(
                id: "a", home: "h", resident: "h", rule: rule, family: family, priority: priority, state: .firing,
                onset: .distantPast, raisedAt: nil, place: nil, title: .init(sv: "", en: ""),
                explanation: .init(sv: "", en: ""), suggestion: .init(sv: "", en: ""), history: [])
            return CarePlan.When(word)?.fits(alert) == true
        }
        #expect(
            fits("P1", "sos", .safety, .p1) && fits("sos", "sos", .safety, .p1) && fits("safety", "sos", .safety, .p1))
        #expect(
            !fits("P2", "sos", .safety, .p1) && !fits("smoke", "sos", .safety, .p1)
                && !fits("sleep", "sos", .safety, .p1))
        #expect(CarePlan.When("nothing") == nil)
        for rule in Alert.homeRules { #expect(CarePlan.When(rule)?.word == rule) }
    }
}

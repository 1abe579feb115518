import CareModel
import Settings
import Testing

@Suite struct HomesFolderTests {
    private let scratch: Scratch
    private let diagnostics = Diagnostics()

    init() throws { scratch = try Scratch() }

    private func home(_ id: String, base: String? = nil) -> String {
        "home: \(id)\ntime_zone: Europe/Stockholm\n\(base.map { "base_topic: \($0)\n" } ?? "")"
            + "devices: [{device: a, kind: motion, room: hall}]\n"
    }

    private func load() -> [String] { HomesFolder.load(scratch.path, into: diagnostics).map(\.id) }
    private var problems: [String] { diagnostics.sorted.map { scratch.relative($0.description) } }

    @Test func bothFormsAreReadSortedByID() throws {
        try scratch.write("z.yaml", home("a"))
        try scratch.write("b/home.yaml", home("c"))
        try scratch.write("a.yaml", home("b"))
        try scratch.write("README.md", "no home")
        try scratch.write(".hidden.yaml", "no home")
        try scratch.write("empty/other.yaml", "no home")
        #expect(load() == ["a", "b", "c"])
        #expect(problems == [])
    }

    @Test func everyFileIsReported() throws {
        try scratch.write("a.yaml", home("a a"))
        try scratch.write("b.yaml", "home: [\n")
        try scratch.write("c.yaml", home("c"))
        try scratch.write("d.yml", home("d"))
        #expect(load() == ["c"])
        #expect(problems.count == 3)
        #expect(problems.map { $0.prefix(6) } == ["d.yml:", "a.yaml", "b.yaml"])
    }

    @Test func homesMustNotShareIDsOrTopics() throws {
        try scratch.write("1.yaml", home("a"))
        try scratch.write("2.yaml", home("a"))
        try scratch.write("3.yaml", home("b", base: "homes/a/b"))
        try scratch.write("4.yaml", home("c", base: "homes/a-c"))
        try scratch.write("5.yaml", home("d", base: "homes/a-c"))
        _ = load()
        let expected = [
            "2.yaml:1:7: error: the home `a` is already in 1.yaml; give each home its own id",
            "5.yaml:3:13: error: the base topic `homes/a-c` is also that of home `c` (4.yaml); "
                + "no home's topics may be inside another's",
            "3.yaml:3:13: error: the base topic `homes/a/b` is inside `homes/a`, that of home `a` (1.yaml); "
                + "no home's topics may be inside another's",
        ]
        #expect(problems == expected)
    }

    @Test func anAreaThatTheGatewayDoesNotKnowIsReported() throws {
        try scratch.write("1.yaml", home("a") + "area: nort\n")
        try scratch.write("2.yaml", home("b") + "area: south\n")
        try scratch.write("3.yaml", home("c"))
        #expect(load() == ["a", "b", "c"] && problems == [])
        _ = HomesFolder.load(scratch.path, areas: ["north", "south"], into: diagnostics)
        #expect(
            problems == [
                "1.yaml:4:7: error: the area `nort` is not in the gateway's `areas`; did you mean `north`?"
            ])
    }

    @Test func aMissingOrEmptyFolderIsReported() throws {
        #expect(HomesFolder.load(scratch.path + "/none", into: diagnostics).isEmpty)
        #expect(diagnostics.errorCount == 1)
        #expect(load() == [])
        #expect(diagnostics.all.map(\.severity) == [.error, .warning])
    }
}

import Foundation
import Testing

@Suite("What is tracked is fit to be read elsewhere")
struct DocumentTests {
    private let repository = Repository()

    @Test("every relative Markdown link leads to a file")
    func links() throws {
        for path in repository.files where path.hasSuffix(".md") {
            let text = try #require(repository.text(path)).replacing(/```[\s\S]*?```/, with: "")
                .replacing(/`[^`\n]*`/, with: "")
            for match in text.matches(of: /\]\(\s*<?([^)\s>]+)[^)]*\)/) {
                let target = String(match.output.1)
                if target.hasPrefix("#") || target.contains("://") || target.hasPrefix("mailto:") { continue }
                let file = target.prefix { $0 != "#" }
                let folder = repository.root.appending(path: path).deletingLastPathComponent()
                let decoded = String(file).removingPercentEncoding ?? String(file)
                let place = file.hasPrefix("/") ? repository.root : folder
                let found = FileManager.default.fileExists(atPath: place.appending(path: decoded).path)
                #expect(found, "\(path): \(target) leads nowhere")
            }
        }
    }

    @Test("nothing is left to be done")
    func openEnds() {
        let words = ["TO" + "DO", "FIX" + "ME", "XX" + "X:"]
        for path in repository.files where path != "LICENSE" {
            guard let text = repository.text(path) else { continue }
            for word in words where text.contains(word) {
                Issue.record("\(path) says \(word)")
            }
        }
    }

    @Test("no file names a place of one machine")
    func machinePaths() throws {
        // Put together here, so that this file does not name them either.
        let places = ["wo" + "rk/", "tm" + "p/", "ro" + "ot/", "opt/swift-" + "packages"]
        let pattern = try Regex("(^|[^A-Za-z0-9_.~*)}\\]-])/(" + places.joined(separator: "|") + ")")
        for path in repository.files {
            guard let text = repository.text(path), places.contains(where: { text.contains("/" + $0) }) else {
                continue
            }
            for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
            where line.contains(pattern) {
                Issue.record("\(path):\(number + 1): \(line.trimmingCharacters(in: .whitespaces).prefix(100))")
            }
        }
    }

    @Test("what is built or resolved on one machine is not tracked")
    func builtFiles() throws {
        guard let tracked = repository.listed(onlyTracked: true) else {
            print("skipped: not a git checkout")
            return
        }
        for path in tracked {
            let parts = path.split(separator: "/")
            let isBuilt = parts.contains(".build") || parts.contains(".run") || parts.contains("__pycache__")
            #expect(!isBuilt && parts.last != "Package.resolved", "\(path) is tracked")
            #expect(!path.hasSuffix(".db") && !path.hasSuffix(".pyc") && !path.hasSuffix(".o"), "\(path) is tracked")
        }
    }
}

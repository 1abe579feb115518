import Foundation
import Testing

@Suite("Sources keep to the style")
struct SourceTests {
    private static let repository = Repository()
    /// Every Swift file under Sources/, read and blanked once.
    private static let sources = repository.swiftSources.map { path in
        (path: path, text: repository.text(path) ?? "", code: SwiftCode(repository.text(path) ?? ""))
    }

    private func module(of path: String) -> String {
        path.split(separator: "/").dropFirst().first.map(String.init) ?? ""
    }

    @Test("the repository is found and its sources are text")
    func findsRepository() {
        #expect(Self.repository.files.contains("Package.swift"))
        #expect(Self.sources.count > 10)
        for source in Self.sources where source.text.isEmpty {
            Issue.record("\(source.path) is empty or not UTF-8")
        }
    }

    @Test("no file is longer than 400 lines, no function longer than 70")
    func lengths() {
        for source in Self.sources {
            let lines = source.text.utf8.count { $0 == UInt8(ascii: "\n") }
            #expect(lines <= 400, "\(source.path): \(lines) lines")
            for function in source.code.functions where function.length > 70 {
                Issue.record("\(source.path):\(function.line): a function of \(function.length) lines")
            }
        }
    }

    @Test("no type or file has an empty word for a name")
    func names() {
        let empty = ["Manager", "Helper", "Utils", "Utilities", "Common"]
        var names = Self.repository.files.filter { $0.hasPrefix("Tests/") || $0.hasPrefix("Sources/") }
            .map { (path: $0, name: $0.split(separator: "/").last.map(String.init) ?? $0) }
        names += Self.sources.flatMap { source in source.code.declaredTypes.map { (source.path, $0) } }
        for (path, name) in names {
            for word in empty where name.contains(word) && name != "FileManager" {
                Issue.record("\(path): \(name) says \(word); name what it is in the field's own words")
            }
        }
    }

    @Test("no try! and nothing public in Sources")
    func tries() {
        for source in Self.sources {
            #expect(!source.code.text.contains("try" + "!"), "\(source.path): return or throw the error")
            #expect(!source.code.words.contains("public"), "\(source.path): `package` is the widest access here")
        }
    }

    @Test("each module imports only what it may")
    func imports() {
        for source in Self.sources {
            let module = module(of: source.path)
            guard let allowed = ModuleImports.allowed[module] else {
                Issue.record("\(source.path): module \(module) has no line in ModuleImports")
                continue
            }
            for name in source.code.imports where !allowed.contains(name) {
                Issue.record("\(source.path): \(module) may not import \(name)")
            }
        }
    }

    @Test("the pure modules have no clock, no chance, no input or output, nothing asynchronous")
    func purity() {
        for source in Self.sources where ModuleImports.pure.contains(module(of: source.path)) {
            let impure = source.code.words.intersection(ModuleImports.impureWords).sorted()
            #expect(impure.isEmpty, "\(source.path)")
            let text = source.code.text
            #expect(!text.contains("Date()") && !text.contains("Date.now"), "\(source.path): time comes in as input")
        }
    }

    @Test("unsafe pointers stay where the C library is")
    func unsafePointers() {
        for source in Self.sources where !ModuleImports.unsafe.contains(where: source.path.hasPrefix) {
            let unsafe = source.code.words.intersection(ModuleImports.unsafeWords).sorted()
            #expect(unsafe.isEmpty, "\(source.path)")
        }
    }
}

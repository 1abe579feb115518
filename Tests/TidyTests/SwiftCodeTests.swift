import Testing

@Suite("Swift source is read as the tidy tests need it")
struct SwiftCodeTests {
    @Test("comments and literals are blanked, lines stay")
    func masking() {
        let source = """
            let a = "one { \\("two" + name("}")) func" // func x() {
            /* struct /* nested */ Y { */ let b = #"raw " quote"#
            struct Real {}
            """
        let code = SwiftCode(source)
        #expect(code.declaredTypes == ["Real"])
        #expect(code.functions.isEmpty)
        #expect(code.text.split(separator: "\n").count == 3)
        #expect(code.bytes.count == source.utf8.count)
    }

    @Test("a function is counted from its first to its last line, one without a body not at all")
    func functions() {
        let code = SwiftCode(
            """
            protocol P {
                func bare() -> Int
                var value: Int { get }
            }
            struct S {
                init(closure: () -> Void = {}) {
                    closure()
                }
                func long(
                    a: Int
                ) -> Int {
                    if a > 0 { return S.init(closure: {}) }
                    return 0
                }
            }
            """)
        #expect(code.functions.map(\.line) == [6, 9])
        #expect(code.functions.map(\.length) == [3, 6])
    }

    @Test("imports are found whatever stands before them")
    func imports() {
        let code = SwiftCode(
            "package import Foundation\n@preconcurrency import struct GRDB.Row\nlet x = \"import No\"\n")
        #expect(code.imports == ["Foundation", "GRDB"])
    }
}

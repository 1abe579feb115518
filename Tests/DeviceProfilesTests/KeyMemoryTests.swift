import Testing

@testable import DeviceProfiles

/// Keys of payloads: found packed, in their texts and in objects made here.
@Suite struct KeyMemoryTests {
    private static let keys = [
        "", "a", "Temperature", "ZoneStatusChange", "sixteen-bytes-16", "a key of more than sixteen bytes", "Wärme",
        "with \"quotes\"", "tab\tand\\",
    ]

    @Test func whatWasRememberedIsFoundAndNothingElse() {
        var memory = KeyMemory<Int>()
        for number in 0..<500 { memory.remember(PackedText("key \(number)"), number) }
        #expect(memory.count == 500)
        for number in 0..<500 { #expect(memory.find(PackedText("key \(number)")) == number) }
        #expect(memory.find(PackedText("key 500")) == nil)
        #expect(memory.find(PackedText("")) == nil)
    }

    @Test func aMembersNameIsItsKeyPacked() throws {
        let made = JSONValue.object(JSONValue.Members(Self.keys.map { ($0, .text($0)) }))
        let read = try JSONValue(Array(JSONText.text(made).utf8))
        for object in [made, read] {
            #expect(Set(object.members.map(\.key)) == Set(Self.keys))
            for member in object.members { #expect(member.name == PackedText(member.key), "\(member.key)") }
            for key in Self.keys { #expect(object[key]?.text == key) }
        }
    }

    @Test func whatIsMadeHereIsAsIfItWereRead() throws {
        let text = #"{"a":[1,{"b":null}],"c":{"d":true,"e":"x"},"f":-2.5}"#
        let made: JSONValue = .object([
            "a": .list([.number(1), .object(["b": .null])]), "c": .object(["d": .truth(true), "e": .text("x")]),
            "f": .number(-2.5),
        ])
        #expect(try JSONValue(Array(text.utf8)) == made)
        #expect(JSONText.text(made) == text)
    }

    @Test func lettersAreComparedInLowerCase() {
        let upper = Array("@AZ[`az{ÄÖ0 and the rest".utf8)
        let packed = PackedText(lowercased: upper.span, from: 0, to: upper.count)
        #expect(packed == PackedText(String(decoding: upper.map(\.asciiLowercased), as: UTF8.self)))
    }
}

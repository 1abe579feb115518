package import Settings

extension DeviceProfiles {
    /// The examples in the profiles' files whose payload gives other readings than they say, with their places.
    package func exampleFaults() -> [Diagnostic] {
        all.flatMap { profile in profile.examples.compactMap { $0.fault(in: self) } }
    }

    /// The examples as JSON lines with `convention`, `topic` and `payload`.
    package func exampleLines() -> [String] {
        all.flatMap { profile in
            profile.examples.map { example in
                JSONText.text(
                    .object([
                        "convention": .text(profile.convention), "topic": .text(example.topic),
                        "payload": .text(example.payload),
                    ]))
            }
        }
    }
}

extension ProfileExample {
    /// What is wrong with the example; nil when it holds.
    func fault(in profiles: DeviceProfiles) -> Diagnostic? {
        var core = DecodeCommandCore(profiles: profiles)
        let line = JSONText.text(.object(["topic": .text(topic), "payload": .text(payload)]))
        var given: [(quantity: String, value: String)] = []
        for text in core.decode(line: Array(line.utf8), number: 1) {
            guard let out = try? JSONValue(Array(text.utf8)) else { continue }
            if let reason = out["quarantined"]?.text { return place.error("the example cannot be read: \(reason)") }
            guard let quantity = out["quantity"]?.text else { continue }
            let channel = out["channel"]?.text.map { ":" + $0 } ?? ""
            given.append((quantity + channel, out["value"].map { $0.text ?? JSONText.text($0) } ?? ""))
        }
        let missing = expected.filter { wanted in
            !given.contains { $0.quantity == wanted.quantity && Self.isSame($0.value, wanted.value) }
        }
        let unexpected = given.filter { found in !expected.contains { $0.quantity == found.quantity } }
        guard !missing.isEmpty || !unexpected.isEmpty else { return nil }
        let shown = given.map { "\($0.quantity): \($0.value)" }.joined(separator: ", ")
        return place.error("the example gives {\(shown)}, not what it says")
    }

    private static func isSame(_ a: String, _ b: String) -> Bool {
        guard let one = Double(a), let other = Double(b) else { return a == b }
        return abs(one - other) < 0.001
    }
}

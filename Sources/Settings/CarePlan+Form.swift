import CareModel

extension CarePlan {
    /// The keys `contacts`, `plan` and `key` of a home's file; nil when one of them is wrong.
    init?(form: FormReader) {
        let contacts = form["contacts"].map { $0.list()?.map(Contact.init(value:)) } ?? []
        let steps = form["plan"].map { $0.list()?.map(Step.init(value:)) } ?? []
        let key = form["key"].map { $0.line(longest: Self.longestText) }
        if case .some(nil) = key { return nil }
        guard let contacts, !contacts.contains(nil), let steps, !steps.contains(nil) else { return nil }
        self.init(contacts: contacts.compactMap { $0 }, steps: steps.compactMap { $0 }, key: key ?? nil)
    }

    fileprivate static let longestName = 100
    fileprivate static let longestText = 500
}

extension CarePlan.Contact {
    fileprivate init?(value: FormValue) {
        let read = value.map(required: ["name", "role", "phone"], optional: ["note"]) { form -> Self? in
            let name = form["name"]?.line(longest: CarePlan.longestName)
            let role = form["role"]?.line(longest: CarePlan.longestName)
            let phone = form["phone"]?.phone()
            let note = form["note"].map { $0.line(longest: CarePlan.longestText) }
            if case .some(nil) = note { return nil }
            guard let name, let role, let phone else { return nil }
            return Self(name: name, role: role, phone: phone, note: note ?? nil)
        }
        guard let read else { return nil }
        self = read
    }
}

extension CarePlan.Step {
    fileprivate init?(value: FormValue) {
        let read = value.map(required: ["when", "do"]) { form -> Self? in
            let (when, text) = (form["when"]?.when(), form["do"]?.line(longest: CarePlan.longestText))
            guard let when, let text else { return nil }
            return Self(when: when, text: text)
        }
        guard let read else { return nil }
        self = read
    }
}

extension FormValue {
    /// One line of text.
    fileprivate func line(longest: Int) -> String? {
        guard let text = text() else { return nil }
        let isLine = !text.unicodeScalars.contains { $0.properties.generalCategory == .control }
        guard !text.allSatisfy(\.isWhitespace), isLine, text.count <= longest else {
            return mismatch("one line of at most \(longest) letters")
        }
        return text
    }

    /// A telephone number as people write it.
    fileprivate func phone() -> String? {
        guard let text = text() else { return nil }
        let digits = text.utf8.count { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        let isPlain =
            text.utf8.allSatisfy { "0123456789 -()".utf8.contains($0) }
            || text.first == "+" && text.dropFirst().utf8.allSatisfy { "0123456789 -()".utf8.contains($0) }
        guard isPlain, (3...15).contains(digits), text.utf8.count <= 30 else {
            return mismatch("a telephone number such as \"+46 8 123 45 67\" (3 to 15 digits)")
        }
        return text
    }

    /// Which alerts a step is about.
    fileprivate func when() -> CarePlan.When? {
        guard let word = text() else { return nil }
        if let when = CarePlan.When(word) { return when }
        let known =
            Alert.Priority.allCases.map(\.rawValue) + Alert.Family.allCases.map(\.rawValue) + Alert.homeRules
        let hint = Spelling.closest(to: word, in: known).map { "; did you mean `\($0)`?" } ?? ""
        error(
            "\(label) must be a priority (P1, P2, P3, T), a family or a rule of docs/alerts.md, read \(shown)\(hint)")
        return nil
    }
}

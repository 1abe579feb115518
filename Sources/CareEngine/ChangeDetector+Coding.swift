import CareModel

extension ChangeDetector {
    func encode(into writer: inout ByteWriter) {
        writer.write(list: normals) { $1.encode(into: &$0) }
        writer.write(optional: newest) { $0.write($1) }
        writer.writeVariable(Int64(daysKept))
        writer.write(list: scores) { $0.write($1) }
        writer.write(list: values) { $0.write($1) }
        writer.write(reasons)
        writer.write(list: doubts) { $0.write($1) }
    }

    init(from reader: inout ByteReader) throws {
        self.init()
        let fresh = self
        normals = try reader.readList { try OwnNormal(from: &$0) }
        newest = try reader.readOptional { try $0.read(Int32.self) }
        daysKept = Int(try reader.readVariable())
        scores = try reader.readList { try $0.readDouble() }
        values = try reader.readList { try $0.readFloat() }
        reasons = try reader.readBytes()
        doubts = try reader.readList { try $0.readFloat() }
        guard normals.count == fresh.normals.count, scores.count == fresh.scores.count,
            values.count == fresh.values.count, reasons.count == fresh.reasons.count,
            doubts.count == fresh.doubts.count,
            reasons.allSatisfy({ $0 <= Withheld.allCases.count }), (0...Self.keptDays).contains(daysKept)
        else { throw ByteCodingError("another set of features") }
    }
}

extension OwnNormal {
    func encode(into writer: inout ByteWriter) {
        for value in [weight, mean, squares, excursion, previous, products, powers, missed] { writer.write(value) }
        for weekday in 0..<7 {
            writer.write(weekdaySums[weekday])
            writer.write(weekdayWeights[weekday])
        }
        writer.write(isAfterSeenDay)
        writer.write(days)
        writer.write(firstDay)
    }

    init(from reader: inout ByteReader) throws {
        self.init()
        weight = try reader.readDouble()
        mean = try reader.readDouble()
        squares = try reader.readDouble()
        excursion = try reader.readDouble()
        previous = try reader.readDouble()
        products = try reader.readDouble()
        powers = try reader.readDouble()
        missed = try reader.readDouble()
        for weekday in 0..<7 {
            weekdaySums[weekday] = try reader.readDouble()
            weekdayWeights[weekday] = try reader.readDouble()
        }
        isAfterSeenDay = try reader.readBool()
        days = try reader.read(Int32.self)
        firstDay = try reader.read(Int32.self)
    }
}

extension FamilyWatch {
    func encode(into writer: inout ByteWriter) {
        writer.write(optional: lastOnset) { $0.write($1) }
        writer.write(optional: lastKeptBack) { $0.write($1) }
        writer.write(calmDays)
        writer.write(control)
        feedback.encode(into: &writer)
    }

    init(from reader: inout ByteReader) throws {
        self.init(
            lastOnset: try reader.readOptional { try $0.read(Int32.self) },
            lastKeptBack: try reader.readOptional { try $0.read(Int32.self) }, calmDays: try reader.read(Int32.self),
            control: try reader.readDouble(), feedback: try FamilyFeedback(from: &reader))
    }
}

extension FamilyFeedback {
    func encode(into writer: inout ByteWriter) {
        writer.write(list: given) { writer, given in
            writer.write(given.alert)
            writer.write(given.day)
            writer.write(given.verdict.rawValue)
        }
        writer.write(list: changes) { writer, change in
            writer.write(change.version)
            writer.write(change.day)
            writer.write(change.alert)
            writer.write(optional: change.verdict) { $0.write($1.rawValue) }
            writer.write(change.by)
            writer.write(change.offset)
        }
    }

    init(from reader: inout ByteReader) throws {
        let given = try reader.readList { reader in
            Given(alert: try reader.readString(), day: try reader.readDay(), verdict: try Self.verdict(from: &reader))
        }
        let changes = try reader.readList { reader in
            Change(
                version: try reader.read(), day: try reader.readDay(), alert: try reader.readString(),
                verdict: try reader.readOptional { try Self.verdict(from: &$0) }, by: try reader.readString(),
                offset: try reader.readDouble())
        }
        self.init(given: given, changes: changes)
    }

    private static func verdict(from reader: inout ByteReader) throws -> Alert.Verdict {
        let word = try reader.readString()
        guard let verdict = Alert.Verdict(rawValue: word) else { throw ByteCodingError("unknown verdict \(word)") }
        return verdict
    }
}

import CareModel

extension ChangeDetector {
    func encode(into writer: inout ByteWriter) {
        writer.write(list: normals) { $1.encode(into: &$0) }
        writer.write(optional: newest) { $0.write($1) }
        writer.writeVariable(Int64(daysKept))
        writer.write(list: scores) { $0.write($1) }
        writer.write(list: values) { $0.write($1) }
        writer.write(reasons)
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
        guard normals.count == fresh.normals.count, scores.count == fresh.scores.count,
            values.count == fresh.values.count, reasons.count == fresh.reasons.count,
            reasons.allSatisfy({ $0 <= Withheld.allCases.count }), (0...Self.keptDays).contains(daysKept)
        else { throw ByteCodingError("another set of features") }
    }
}

extension OwnNormal {
    func encode(into writer: inout ByteWriter) {
        for value in [weight, mean, squares, excursion, previous, products, powers] { writer.write(value) }
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
        writer.write(calmDays)
        writer.write(control)
    }

    init(from reader: inout ByteReader) throws {
        self.init(
            lastOnset: try reader.readOptional { try $0.read(Int32.self) }, calmDays: try reader.read(Int32.self),
            control: try reader.readDouble())
    }
}

import CareModel

/// On disk: what was entered about a home, and what is usual within its days.
extension HomeState {
    func encodeEntered(into writer: inout ByteWriter) {
        writer.write(list: circumstances) { writer, circumstance in
            writer.write(circumstance.kind.rawValue)
            writer.write(circumstance.from)
            writer.write(optional: circumstance.until) { $0.write($1) }
            writer.write(circumstance.by)
        }
        writer.write(optional: resident) { $0.write($1) }
        writer.write(residentSince)
        writer.write(optional: setup) { writer, setup in
            writer.write(setup.resident)
            writer.write(list: setup.devices.sorted { $0.key < $1.key }) {
                $0.write($1.key); $0.write($1.value)
            }
        }
        writer.write(testEndedAt)
    }

    mutating func decodeEntered(from reader: inout ByteReader) throws {
        circumstances = try reader.readList { reader in
            let name = try reader.readString()
            guard let kind = Circumstance.Kind(rawValue: name) else { throw ByteCodingError("unknown kind \(name)") }
            return Circumstance(
                kind: kind, from: try reader.readTimestamp(), until: try reader.readOptional { try $0.readTimestamp() },
                by: try reader.readString())
        }
        resident = try reader.readOptional { try $0.readString() }
        residentSince = try reader.readTimestamp()
        setup = try reader.readOptional { reader in
            let resident = try reader.readString()
            let devices = try reader.readList { (try $0.readString(), try $0.readString()) }
            return HomeSetup(resident: resident, devices: Dictionary(devices, uniquingKeysWith: { $1 }))
        }
        testEndedAt = try reader.readTimestamp()
    }
}

extension Whereabouts {
    func encode(into writer: inout ByteWriter) {
        writer.writeVariable(Int64(room))
        writer.write(roomSince)
        writer.write(isAtDoor)
        writer.write(noticedAt)
        writer.write(optional: exitAt) { $0.write($1) }
        writer.write(optional: doorAt) { $0.write($1) }
        writer.write(list: changes) { $0.write($1) }
        writer.writeVariable(Int64(walks))
        writer.write(hoursStart)
    }

    init(from reader: inout ByteReader) throws {
        room = Int(try reader.readVariable())
        roomSince = try reader.readTimestamp()
        isAtDoor = try reader.readBool()
        noticedAt = try reader.readTimestamp()
        exitAt = try reader.readOptional { try $0.readTimestamp() }
        doorAt = try reader.readOptional { try $0.readTimestamp() }
        changes = try reader.readList { try $0.readTimestamp() }
        walks = Int(try reader.readVariable())
        hoursStart = try reader.readTimestamp()
    }
}

extension Beats {
    func encode(into writer: inout ByteWriter) {
        writer.write(last)
        writer.write(optional: longestGapSlots) { $0.writeVariable(Int64($1)) }
        writer.write(list: rhythm.longestGaps) { $0.write($1) }
    }

    init(from reader: inout ByteReader) throws {
        last = try reader.readTimestamp()
        longestGapSlots = try reader.readOptional { Int(try $0.readVariable()) }
        rhythm = Rhythm(longestGaps: try reader.readList { try $0.read(UInt16.self) })
    }
}

extension Habits {
    func encode(into writer: inout ByteWriter) {
        writer.write(list: days) { writer, day in
            writer.write(day.day)
            for longest in day.quiet + day.bathroom + day.out + [day.lastReturn] {
                writer.write(optional: longest) { $0.write($1) }
            }
            writer.write(list: day.exits) { $0.write($1) }
            writer.writeVariable(Int64(day.walks))
            writer.write(day.unseenShare)
        }
    }

    init(from reader: inout ByteReader) throws {
        self.init(
            days: try reader.readList { reader in
                var day = HabitDay(day: try reader.read())
                func longest(_ reader: inout ByteReader) throws -> Double? {
                    try reader.readOptional { try $0.readDouble() }
                }
                for part in day.quiet.indices { day.quiet[part] = try longest(&reader) }
                for part in day.bathroom.indices { day.bathroom[part] = try longest(&reader) }
                for part in day.out.indices { day.out[part] = try longest(&reader) }
                day.lastReturn = try longest(&reader)
                day.exits = try reader.readList { try $0.readDouble() }
                day.walks = Int(try reader.readVariable())
                day.unseenShare = try reader.readDouble()
                return day
            })
    }
}

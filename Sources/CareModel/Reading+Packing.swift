/// The packed form of a message's readings, one blob a stored message: device, quantity, channel, flags, then the time
/// as a difference from the message's and the value in the fewest bytes.
extension Reading {
    /// Appends this reading; `base` is the message's own time.
    package func pack(into writer: inout ByteWriter, base: Timestamp) {
        let whole = Int64(exactly: value)
        writer.write(quantity.rawValue)
        writer.write(flags.rawValue | (whole == nil ? 0x80 : 0))
        writer.writeVariable(Int64(device))
        writer.write(channel)
        writer.writeVariable(time.milliseconds(since: base))
        if let whole { writer.writeVariable(whole) } else { writer.write(value) }
    }

    /// Appends the readings of one packed message.
    ///
    /// Throws `ByteCodingError` when the bytes are damaged or name a quantity of a newer version.
    package static func unpack(_ bytes: [UInt8], base: Timestamp, into readings: inout [Reading]) throws {
        var reader = ByteReader(bytes)
        while !reader.isAtEnd {
            let code = try reader.readByte()
            guard let quantity = Quantity(rawValue: code) else { throw ByteCodingError("unknown quantity \(code)") }
            let flags = try reader.readByte()
            let device = UInt16(truncatingIfNeeded: try reader.readVariable())
            let channel = try reader.readByte()
            let time = base.adding(milliseconds: try reader.readVariable())
            let value = flags & 0x80 == 0 ? Double(try reader.readVariable()) : try reader.readDouble()
            readings.append(
                Reading(
                    device: device, quantity: quantity, channel: channel, flags: ReadingFlags(rawValue: flags & 0x7f),
                    value: value, time: time))
        }
    }
}

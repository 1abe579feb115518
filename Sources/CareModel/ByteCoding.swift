/// Writes values into bytes, least significant byte first; the form of packed readings and of engine state on disk.
package struct ByteWriter: Sendable {
    package private(set) var bytes: [UInt8] = []

    package init(reserving capacity: Int = 0) { bytes.reserveCapacity(capacity) }

    package mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    package mutating func write(_ value: UInt8) { bytes.append(value) }
    package mutating func write(_ value: Bool) { bytes.append(value ? 1 : 0) }

    package mutating func write(_ value: UInt16) { write(UInt64(value), byteCount: 2) }
    package mutating func write(_ value: UInt32) { write(UInt64(value), byteCount: 4) }
    package mutating func write(_ value: UInt64) { write(value, byteCount: 8) }
    package mutating func write(_ value: Int32) { write(UInt64(UInt32(bitPattern: value)), byteCount: 4) }
    package mutating func write(_ value: Int64) { write(UInt64(bitPattern: value), byteCount: 8) }

    private mutating func write(_ value: UInt64, byteCount: Int) {
        var rest = value
        for _ in 0..<byteCount {
            bytes.append(UInt8(truncatingIfNeeded: rest))
            rest >>= 8
        }
    }

    package mutating func write(_ value: Double) { write(value.bitPattern) }
    package mutating func write(_ value: Float) { write(value.bitPattern) }
    package mutating func write(_ value: Timestamp) { write(value.milliseconds) }
    package mutating func write(_ value: LocalDay) { write(value.number) }

    package mutating func write(contentsOf more: [UInt8]) { bytes.append(contentsOf: more) }

    /// A signed number in 1-10 bytes, small magnitudes in few (zigzag, LEB128).
    package mutating func writeVariable(_ value: Int64) {
        var rest = UInt64(bitPattern: (value << 1) ^ (value >> 63))
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    package mutating func write(_ text: String) {
        let utf8 = text.utf8
        writeVariable(Int64(utf8.count))
        bytes.append(contentsOf: utf8)
    }

    package mutating func write(_ value: [UInt8]) {
        writeVariable(Int64(value.count))
        bytes.append(contentsOf: value)
    }

    /// An optional: one byte, then the value if there is one.
    @inlinable
    package mutating func write<T>(optional value: T?, _ body: (inout ByteWriter, T) -> Void) {
        write(value != nil)
        if let value { body(&self, value) }
    }

    /// A list: its length, then each element.
    @inlinable
    package mutating func write<C: Collection>(list: C, _ body: (inout ByteWriter, C.Element) -> Void) {
        writeVariable(Int64(list.count))
        for element in list { body(&self, element) }
    }
}

/// Bytes ended early or hold a value that the reader's version does not know.
package struct ByteCodingError: Error, Equatable, CustomStringConvertible {
    package let description: String
    package init(_ description: String) { self.description = description }
}

/// Reads back what `ByteWriter` wrote.
package struct ByteReader {
    private let bytes: [UInt8]
    package private(set) var position = 0

    package init(_ bytes: [UInt8]) { self.bytes = bytes }

    package var isAtEnd: Bool { position == bytes.count }

    package mutating func readByte() throws -> UInt8 {
        guard position < bytes.count else { throw ByteCodingError("ends at byte \(position)") }
        position += 1
        return bytes[position - 1]
    }

    package mutating func readBool() throws -> Bool { try readByte() != 0 }

    package mutating func read<T: FixedWidthInteger>(_: T.Type = T.self) throws -> T {
        let width = T.bitWidth / 8
        guard position + width <= bytes.count else { throw ByteCodingError("ends at byte \(position)") }
        var value: T = 0
        for i in 0..<width { value |= T(truncatingIfNeeded: bytes[position + i]) << T(i * 8) }
        position += width
        return value
    }

    package mutating func readDouble() throws -> Double { Double(bitPattern: try read()) }
    package mutating func readFloat() throws -> Float { Float(bitPattern: try read()) }
    package mutating func readTimestamp() throws -> Timestamp { Timestamp(milliseconds: try read()) }
    package mutating func readDay() throws -> LocalDay { LocalDay(number: try read()) }

    package mutating func readVariable() throws -> Int64 {
        var (value, shift): (UInt64, UInt64) = (0, 0)
        while true {
            let byte = try readByte()
            value |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 { break }
            shift += 7
            guard shift < 64 else { throw ByteCodingError("number too long at byte \(position)") }
        }
        return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
    }

    /// A length that the remaining bytes could hold, so that damaged bytes never ask for the whole memory.
    package mutating func readCount() throws -> Int {
        let count = try readVariable()
        guard count >= 0, count <= Int64(bytes.count - position) else {
            throw ByteCodingError("impossible length \(count) at byte \(position)")
        }
        return Int(count)
    }

    package mutating func readString() throws -> String { String(decoding: try readBytes(), as: UTF8.self) }

    package mutating func readBytes() throws -> [UInt8] {
        let count = try readCount()
        defer { position += count }
        return Array(bytes[position..<position + count])
    }

    @inlinable
    package mutating func readOptional<T>(_ body: (inout ByteReader) throws -> T) throws -> T? {
        try readBool() ? try body(&self) : nil
    }

    @inlinable
    package mutating func readList<T>(_ body: (inout ByteReader) throws -> T) throws -> [T] {
        let count = try readCount()
        var list: [T] = []
        list.reserveCapacity(count)
        for _ in 0..<count { list.append(try body(&self)) }
        return list
    }
}

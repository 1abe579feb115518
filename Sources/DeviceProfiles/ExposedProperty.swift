package import CareModel

/// One property that a device's definition on a bridge lists (`definition.exposes`), as far as it concerns readings.
package struct ExposedProperty: Hashable, Sendable {
    /// The key in payloads: `state_left`.
    package var property: String
    /// The convention's name for it: `state`.
    package var name: String
    package var form: Form
    package var unit: String
    /// The part of the device that it belongs to: `left`; empty for the whole device.
    package var endpoint: String
    /// Values that mean on and off, as text (`ON`, `true`); empty when not stated.
    package var valueOn: String
    package var valueOff: String
    /// It can be set: a setting rather than a measurement (except for switches and locks).
    package var isSettable: Bool
    /// The temperature of the device itself.
    package var isChip: Bool

    /// Its values are true and false, not words.
    var isBoolean: Bool { valueOn == "true" || valueOn == "false" }

    package enum Form: UInt8, Hashable, Sendable { case binary, numeric, enumeration, other }
}

extension ExposedProperty {
    /// Appends this property; read back by `init(from:)`.
    package func write(into writer: inout ByteWriter) {
        writer.write(property)
        writer.write(name)
        writer.write(form.rawValue)
        writer.write(unit)
        writer.write(endpoint)
        writer.write(valueOn)
        writer.write(valueOff)
        writer.write(isSettable)
        writer.write(isChip)
    }

    /// Throws `ByteCodingError` when the bytes are damaged.
    package init(from reader: inout ByteReader) throws {
        property = try reader.readString()
        name = try reader.readString()
        form = Form(rawValue: try reader.readByte()) ?? .other
        unit = try reader.readString()
        endpoint = try reader.readString()
        valueOn = try reader.readString()
        valueOff = try reader.readString()
        isSettable = try reader.readBool()
        isChip = try reader.readBool()
    }
}

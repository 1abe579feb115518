import SwiftProtobuf

/// A message whose conformance is written here: four small messages are fewer lines than generated code would be.
protocol SparkplugMessage: Message, Hashable {}

extension SparkplugMessage {
    func isEqualTo(message: any Message) -> Bool { message as? Self == self }
}

/// The parts of Sparkplug B's `Payload` that are read, with the field numbers of `sparkplug_b.proto`. Data sets,
/// templates, files and metadata are left out.
struct SparkplugPayload: SparkplugMessage {
    static let protoMessageName = "org.eclipse.tahu.protobuf.Payload"

    /// Milliseconds since 1970.
    var timestamp: UInt64?
    var metrics: [Metric] = []
    var unknownFields = UnknownStorage()

    private static let depthLimit = 8

    init() {}

    /// Throws `PayloadFault` for bytes that are no such message.
    init(reading bytes: [UInt8]) throws(PayloadFault) {
        var options = BinaryDecodingOptions()
        options.messageDepthLimit = Self.depthLimit
        options.discardUnknownFields = true
        do {
            try self.init(serializedBytes: bytes, options: options)
        } catch {
            throw PayloadFault(reason: "no Sparkplug B payload", offset: 0)
        }
    }

    mutating func decodeMessage<D: Decoder>(decoder: inout D) throws {
        while let field = try decoder.nextFieldNumber() {
            switch field {
            case 1: try decoder.decodeSingularUInt64Field(value: &timestamp)
            case 2: try decoder.decodeRepeatedMessageField(value: &metrics)
            default: break
            }
        }
    }

    func traverse<V: Visitor>(visitor: inout V) throws {
        if let timestamp { try visitor.visitSingularUInt64Field(value: timestamp, fieldNumber: 1) }
        if !metrics.isEmpty { try visitor.visitRepeatedMessageField(value: metrics, fieldNumber: 2) }
        try unknownFields.traverse(visitor: &visitor)
    }
}

extension SparkplugPayload {
    struct Metric: SparkplugMessage {
        static let protoMessageName = SparkplugPayload.protoMessageName + ".Metric"

        var name: String?
        var alias: UInt64?
        var timestamp: UInt64?
        var datatype: UInt32?
        var isHistorical: Bool?
        var isNull: Bool?
        var properties = Properties()
        var value = Value()
        var unknownFields = UnknownStorage()

        mutating func decodeMessage<D: Decoder>(decoder: inout D) throws {
            while let field = try decoder.nextFieldNumber() {
                switch field {
                case 1: try decoder.decodeSingularStringField(value: &name)
                case 2: try decoder.decodeSingularUInt64Field(value: &alias)
                case 3: try decoder.decodeSingularUInt64Field(value: &timestamp)
                case 4: try decoder.decodeSingularUInt32Field(value: &datatype)
                case 5: try decoder.decodeSingularBoolField(value: &isHistorical)
                case 7: try decoder.decodeSingularBoolField(value: &isNull)
                case 9:
                    var found: Properties?
                    try decoder.decodeSingularMessageField(value: &found)
                    if let found { properties = found }
                default: try value.decode(field: field - 10, &decoder)
                }
            }
        }

        func traverse<V: Visitor>(visitor: inout V) throws {
            if let name { try visitor.visitSingularStringField(value: name, fieldNumber: 1) }
            if let alias { try visitor.visitSingularUInt64Field(value: alias, fieldNumber: 2) }
            if let timestamp { try visitor.visitSingularUInt64Field(value: timestamp, fieldNumber: 3) }
            if let datatype { try visitor.visitSingularUInt32Field(value: datatype, fieldNumber: 4) }
            if let isHistorical { try visitor.visitSingularBoolField(value: isHistorical, fieldNumber: 5) }
            if let isNull { try visitor.visitSingularBoolField(value: isNull, fieldNumber: 7) }
            if !properties.keys.isEmpty { try visitor.visitSingularMessageField(value: properties, fieldNumber: 9) }
            try value.traverse(from: 10, &visitor)
            try unknownFields.traverse(visitor: &visitor)
        }
    }

    /// Names and values of a metric's properties, beside each other.
    struct Properties: SparkplugMessage {
        static let protoMessageName = SparkplugPayload.protoMessageName + ".PropertySet"

        var keys: [String] = []
        var values: [Property] = []
        var unknownFields = UnknownStorage()

        mutating func decodeMessage<D: Decoder>(decoder: inout D) throws {
            while let field = try decoder.nextFieldNumber() {
                switch field {
                case 1: try decoder.decodeRepeatedStringField(value: &keys)
                case 2: try decoder.decodeRepeatedMessageField(value: &values)
                default: break
                }
            }
        }

        func traverse<V: Visitor>(visitor: inout V) throws {
            try visitor.visitRepeatedStringField(value: keys, fieldNumber: 1)
            try visitor.visitRepeatedMessageField(value: values, fieldNumber: 2)
            try unknownFields.traverse(visitor: &visitor)
        }
    }

    struct Property: SparkplugMessage {
        static let protoMessageName = SparkplugPayload.protoMessageName + ".PropertyValue"

        var value = Value()
        var unknownFields = UnknownStorage()

        mutating func decodeMessage<D: Decoder>(decoder: inout D) throws {
            while let field = try decoder.nextFieldNumber() { try value.decode(field: field - 3, &decoder) }
        }

        func traverse<V: Visitor>(visitor: inout V) throws {
            try value.traverse(from: 3, &visitor)
            try unknownFields.traverse(visitor: &visitor)
        }
    }

    /// The value of a metric or of a property: the last that is set counts.
    struct Value: Hashable, Sendable {
        var int: UInt32?
        var long: UInt64?
        var float: Float?
        var double: Double?
        var truth: Bool?
        var text: String?

        /// `field` counts from the first of the kinds.
        mutating func decode<D: Decoder>(field: Int, _ decoder: inout D) throws {
            switch field {
            case 0: try decoder.decodeSingularUInt32Field(value: &int)
            case 1: try decoder.decodeSingularUInt64Field(value: &long)
            case 2: try decoder.decodeSingularFloatField(value: &float)
            case 3: try decoder.decodeSingularDoubleField(value: &double)
            case 4: try decoder.decodeSingularBoolField(value: &truth)
            case 5: try decoder.decodeSingularStringField(value: &text)
            default: break
            }
        }

        func traverse<V: Visitor>(from first: Int, _ visitor: inout V) throws {
            if let int { try visitor.visitSingularUInt32Field(value: int, fieldNumber: first) }
            if let long { try visitor.visitSingularUInt64Field(value: long, fieldNumber: first + 1) }
            if let float { try visitor.visitSingularFloatField(value: float, fieldNumber: first + 2) }
            if let double { try visitor.visitSingularDoubleField(value: double, fieldNumber: first + 3) }
            if let truth { try visitor.visitSingularBoolField(value: truth, fieldNumber: first + 4) }
            if let text { try visitor.visitSingularStringField(value: text, fieldNumber: first + 5) }
        }
    }
}

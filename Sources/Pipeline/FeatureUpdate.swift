import CareModel

/// A feature's value in the form in which the risk model gets it.
struct FeatureUpdate {
    static let schema = "vardag.feature-update.v1"

    let feature: DailyFeature
    let pseudonym: String

    /// The same value of the same revision always has the same key.
    var key: String {
        "\(pseudonym)/\(feature.date)/\(feature.feature)/v\(feature.definitionVersion)/r\(feature.revision)"
    }

    /// JSON without the cursor, which the store gives.
    func body(key: String) -> String {
        var text = ""
        text.reserveCapacity(512)
        text += "{\"schema\":\""
        text += Self.schema
        text += "\",\"pseudonym\":\""
        text += pseudonym
        text += "\",\"date\":\""
        text += feature.date.description
        text += "\",\"feature\":"
        append(quoted: feature.feature, to: &text)
        text += ",\"value\":"
        append(feature.value, to: &text)
        text += ",\"unit\":"
        append(quoted: feature.unit, to: &text)
        text += ",\"coverage\":"
        append(feature.coverage, to: &text)
        text += ",\"context\":\""
        text += feature.context.rawValue
        text += "\",\"definition_version\":"
        text += String(feature.definitionVersion)
        text += ",\"revision\":"
        text += String(feature.revision)
        text += ",\"baseline\":{\"expected\":"
        append(feature.usual?.expected, to: &text)
        text += ",\"usual_low\":"
        append(feature.usual?.usualLow, to: &text)
        text += ",\"usual_high\":"
        append(feature.usual?.usualHigh, to: &text)
        text += "},\"trend\":{\"per_week\":"
        append(feature.trend?.perWeek, to: &text)
        text += ",\"direction\":"
        text += feature.trend.map { "\"\($0.direction.rawValue)\"" } ?? "null"
        text += ",\"probability\":"
        append(feature.trend?.probability, to: &text)
        text += "},\"idempotency_key\":"
        append(quoted: key, to: &text)
        text += "}"
        return text
    }

    private func append(_ value: Double?, to text: inout String) {
        guard let value, value.isFinite else {
            text += "null"
            return
        }
        text += Int64(exactly: value).map { String($0) } ?? value.description
    }

    /// A JSON string (RFC 8259 section 7).
    private func append(quoted value: String, to text: inout String) {
        text += "\""
        defer { text += "\"" }
        if value.utf8.allSatisfy({ $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }) {
            text += value
            return
        }
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\u{0}"..<"\u{20}":
                text += "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
            default: text.unicodeScalars.append(scalar)
            }
        }
    }
}

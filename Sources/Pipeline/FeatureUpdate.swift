import CareModel

/// A feature's value in the form in which the risk model gets it.
struct FeatureUpdate {
    static let schema = "vardag.feature-update.v1"

    let feature: DailyFeature
    let baseline: Baseline?
    let pseudonym: String

    /// The same value of the same revision always has the same key.
    var key: String {
        "\(pseudonym)/\(feature.date)/\(feature.feature)/v\(feature.definitionVersion)/r\(feature.revision)"
    }

    /// JSON without the cursor, which the store gives.
    var body: String {
        var text = "{\"schema\":\"\(Self.schema)\",\"pseudonym\":\"\(pseudonym)\",\"date\":\"\(feature.date)\""
        text +=
            ",\"feature\":\(quoted(feature.feature)),\"value\":\(number(feature.value)),\"unit\":\(quoted(feature.unit))"
        text += ",\"coverage\":\(number(feature.coverage)),\"context\":\"\(feature.context.rawValue)\""
        text += ",\"definition_version\":\(feature.definitionVersion),\"revision\":\(feature.revision)"
        text += ",\"baseline\":{\"expected\":\(number(baseline?.expected)),\"usual_low\":\(number(baseline?.usualLow))"
        text += ",\"usual_high\":\(number(baseline?.usualHigh))}"
        text += ",\"trend\":{\"per_week\":null,\"direction\":null,\"probability\":null}"
        return text + ",\"idempotency_key\":\(quoted(key))}"
    }

    private func number(_ value: Double?) -> String {
        guard let value, value.isFinite else { return "null" }
        return Int64(exactly: value).map { String($0) } ?? "\(value)"
    }

    /// A JSON string (RFC 8259 section 7).
    private func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\u{0}"..<"\u{20}":
                quoted += "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16)
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}

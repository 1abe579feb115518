import CareModel

extension OpenAPIDocument {
    static let cursor: JSONNode = ["type": "integer", "format": "int64", "minimum": 0]

    static let page = [
        parameter("after", cursor.merging(["default": 0]), "What comes after this one; `next` of the answer before."),
        limit(10_000, default: 1000),
    ]

    static func limit(_ most: Int, default standard: Int) -> JSONNode {
        parameter(
            "limit", ["type": "integer", "minimum": 1, "maximum": .number(most), "default": .number(standard)])
    }

    static func parameter(_ name: String, _ schema: JSONNode, _ text: String? = nil) -> JSONNode {
        var members: [String: JSONNode] = ["name": .text(name), "in": "query", "schema": schema]
        members["description"] = text.map(JSONNode.text)
        return .object(members)
    }

    /// With an offset of at most 18 hours.
    static let moment: JSONNode = [
        "type": "string", "format": "date-time", "pattern": "(Z|[+-](0[0-9]|1[0-8]):[0-5][0-9])$",
    ]

    static let day: JSONNode = ["type": "string", "format": "date"]

    /// More than white space and control characters.
    static let visible = #"[^\s\u0000-\u001f\u007f-\u009f\u200b\ufeff]"#

    /// A name that only the gateway itself has.
    static let engine = #"^[\s\u0000-\u001f\u007f-\u009f]*[eE][nN][gG][iI][nN][eE][\s\u0000-\u001f\u007f-\u009f]*$"#

    static func line(upTo length: Int) -> JSONNode {
        ["type": ["string", "null"], "maxLength": .number(length), "description": "One line; breaks become spaces."]
    }

    static func reference(_ name: String) -> JSONNode { ["$ref": .text("#/components/schemas/\(name)")] }

    static func list(of name: String) -> JSONNode { ["type": "array", "items": reference(name)] }

    /// All members are required but the optional ones.
    static func object(_ members: [String: JSONNode], optional: Set<String> = []) -> JSONNode {
        [
            "type": "object", "properties": .object(members),
            "required": .texts(members.keys.filter { !optional.contains($0) }.sorted()),
        ]
    }

    static let schemas: JSONNode = [
        "Refusal": object(["error": ["type": "string"]]), "Words": object(["sv": text, "en": text]),
        "Alert": alert, "AlertFeature": alertFeature, "AlertEvidence": evidence, "AlertChange": alertChange,
        "Feature": feature, "FeatureUpdate": featureUpdate, "DeviceReport": devices, "Quarantined": quarantined,
        "AccessRow": accessRow, "ChainState": chainState,
    ]

    private static let text: JSONNode = ["type": "string"]
    private static let number: JSONNode = ["type": "number"]
    private static let count: JSONNode = ["type": "integer", "minimum": 0]
    private static let share: JSONNode = ["type": "number", "minimum": 0, "maximum": 1]
    private static let time: JSONNode = ["type": "string", "format": "date-time"]

    private static func orNull(_ schema: JSONNode) -> JSONNode {
        if case .text(let type)? = schema["type"] { return schema.merging(["type": .list([.text(type), "null"])]) }
        return ["anyOf": [schema, ["type": "null"]]]
    }

    private static func words<T: CaseIterable & RawRepresentable>(_ type: T.Type) -> JSONNode
    where T.RawValue == String {
        ["type": "string", "enum": .texts(T.allCases.map(\.rawValue))]
    }

    private static func orNone<T: CaseIterable & RawRepresentable>(_ type: T.Type) -> JSONNode
    where T.RawValue == String {
        ["anyOf": [words(type), ["type": "null"]]]
    }

    private static let alert = object([
        "id": text, "home": text, "resident": text, "rule": text, "family": words(Alert.Family.self),
        "priority": words(Alert.Priority.self), "state": words(Alert.State.self), "onset": time,
        "raised_at": orNull(time), "cleared_at": orNull(time), "place": orNull(text),
        "count": count, "features": list(of: "AlertFeature"), "probability": orNull(share),
        "evidence": orNull(reference("AlertEvidence")), "title": reference("Words"),
        "explanation": reference("Words"), "suggestion": reference("Words"), "suppressed_by": orNull(text),
        "history": list(of: "AlertChange"), "verdict": orNone(Alert.Verdict.self), "verdict_by": orNull(text),
    ])

    private static let alertFeature = object(
        [
            "feature": text, "value": number, "expected": number, "usual_low": number, "usual_high": number,
            "direction": ["enum": ["up", "down"]], "mean": number, "u": number, "share": share,
        ], optional: ["mean", "u", "share"])

    private static let evidence = object(
        [
            "pattern": text, "horizon_days": count, "direction": ["enum": ["up", "down"]], "strength": number,
            "threshold": number, "probability": share, "since": day,
            "missing_days": [
                "type": "array", "items": object(["date": day, "reason": words(Withheld.self)], optional: ["reason"]),
            ], "history_days": count, "coverage": share, "resembles": ["type": "array", "items": text],
        ], optional: ["resembles"])

    private static let alertChange = object(
        [
            "at": time, "from": words(Alert.State.self), "to": words(Alert.State.self),
            "by": text.merging(["description": "`engine`, or a person's name."]), "note": text,
            "act": words(Alert.Act.self), "about": text, "until": time,
        ], optional: ["from", "note", "act", "about", "until"])

    private static let feature = object([
        "home": text, "resident": text, "date": day, "feature": text, "value": orNull(number), "unit": text,
        "coverage": share, "context": words(DayContext.self), "definition_version": count, "revision": count,
    ])

    private static let featureUpdate = object([
        "schema": ["const": "vardag.feature-update.v1"], "cursor": cursor, "pseudonym": text, "date": day,
        "feature": text, "value": orNull(number), "unit": text, "coverage": share,
        "context": words(DayContext.self), "definition_version": count, "revision": count,
        "baseline": object([
            "expected": orNull(number), "usual_low": orNull(number), "usual_high": orNull(number),
        ]),
        "trend": object(["per_week": orNull(number), "direction": orNull(text), "probability": orNull(share)]),
        "idempotency_key": text,
    ])

    private static let devices = object([
        "home": text, "at": time,
        "devices": [
            "type": "array",
            "items": object(
                [
                    "device": text, "kind": words(DeviceKind.self), "room": text,
                    "state": ["enum": ["alive", "silent", "offline", "unheard"]], "last_heard": time,
                    "silence_limit_minutes": count, "battery_percent": number, "battery_days_left": count,
                ], optional: ["last_heard", "battery_percent", "battery_days_left"]),
        ],
        "unlisted": [
            "type": "array",
            "items": object(
                [
                    "address": text, "convention": text, "topic": text, "model": text,
                    "quantities": ["type": "array", "items": text], "last_heard": time,
                ], optional: ["last_heard"]),
        ],
    ])

    private static let quarantined = object([
        "topic": text, "reason": text, "count": count, "first_at": time, "last_at": time,
    ])

    private static let accessRow = object([
        "number": ["type": "integer", "minimum": 1], "hash": ["type": "string", "pattern": "^[0-9a-f]{64}$"],
        "entry": object(
            [
                "at": time, "login": text, "name": text, "role": text, "areas": text, "address": text, "session": text,
                "act": text, "home": text, "resident": text, "subject": text, "status": count,
            ], optional: ["login", "name", "role", "areas", "session", "home", "resident", "subject"]),
    ])

    private static let chainState = object([
        "running": ["type": "boolean"],
        "last": orNull(
            object(
                [
                    "started_at": time, "by": text, "received_ms": count,
                    "recipients": [
                        "type": "array",
                        "items": object(
                            ["name": text, "ms": count, "missing": ["type": "array", "items": text]],
                            optional: ["ms"]),
                    ],
                ], optional: ["by", "received_ms"])),
    ])
}

import CareModel
import Hummingbird

/// The API under `/v1` as an OpenAPI 3.1 document, as it is for whoever asks: where there are no accounts nobody needs a
/// token, each change says who makes it, and there is no access log.
///
/// Source: OpenAPI Specification 3.1.1.
struct OpenAPIDocument {
    let hasAccounts: Bool

    var json: JSONNode {
        var paths: [String: JSONNode] = [:]
        for operation in operations {
            let described = JSONNode.object([
                operation.method.rawValue.lowercased(): operation.described(hasAccounts: hasAccounts)
            ])
            paths[operation.path] = paths[operation.path]?.merging(described) ?? described
        }
        var components: [String: JSONNode] = ["schemas": Self.schemas, "responses": APIOperation.refusals]
        var document: [String: JSONNode] = ["openapi": "3.1.1", "info": Self.info, "paths": .object(paths)]
        if hasAccounts {
            components["securitySchemes"] = [
                "program": [
                    "type": "http", "scheme": "bearer", "description": "A token from `vardag account token LOGIN`.",
                ]
            ]
            document["security"] = [["program": []]]
        }
        document["components"] = .object(components)
        return .object(document)
    }

    private static let info: JSONNode = [
        "title": "Vardag", "version": "1",
        "description": """
        What the gateway knows, and what people do about it. Every GET also answers HEAD. A parameter that is not \
        described is refused. Keys may be added to what is answered. The pages' own forms are sent to the same paths and \
        are no part of this.
        """,
    ]

    var operations: [APIOperation] {
        let always =
            [alerts, alert] + Alert.Act.allCases.map(act) + [features, featureUpdates, quarantine]
            + [devices, place] + HomeStep.allCases.map(entry) + [plan, cancel]
            + [Self.chainState, testChain, Self.document]
        return hasAccounts ? always + [accessLog] : always
    }

    // MARK: Alerts

    private var alerts: APIOperation {
        APIOperation(
            method: .get, path: "/v1/alerts", summary: "The latest alerts that fit, by onset.",
            parameters: [
                Self.parameter("home", ["type": "string"]),
                Self.parameter("from", Self.moment, "With an onset at this moment or after it."),
                Self.parameter("to", Self.moment, "With an onset before this moment."),
                Self.parameter(
                    "open", ["type": "string", "enum": ["true", "false", "1", "0"]], "Not yet at their end."),
                Self.limit(10_000, default: 1000),
            ],
            answer: Self.object([
                "alerts": Self.list(of: "Alert"),
                "more": ["type": "boolean", "description": "Whether there are others before them."],
            ]))
    }

    private var alert: APIOperation {
        APIOperation(
            method: .get, path: "/v1/alerts/{id}", summary: "One alert with its whole life.",
            answer: Self.reference("Alert"))
    }

    private func act(_ act: Alert.Act) -> APIOperation {
        APIOperation(
            method: .post, path: "/v1/alerts/{id}/\(act.rawValue)",
            summary: "A person's act; once more changes nothing and is answered alike.",
            body: change(["note": Self.line(upTo: StepForm.noteLimit)].merging(Self.members(of: act)) { $1 }),
            answer: Self.reference("Alert"), refusals: [.conflict])
    }

    /// What is said with an act beside who and a note.
    private static func members(of act: Alert.Act) -> [String: JSONNode] {
        var members: [String: JSONNode] = [
            "seen": [
                "type": ["integer", "string", "null"], "minimum": 0, "maximum": .number(StepForm.seenLimit),
                "pattern": "^[0-9]{0,6}$",
                "description": "How long the alert's history was when this was decided: a repeat is done once.",
            ]
        ]
        if act.takesVerdict {
            members["verdict"] = choice(
                Alert.Judgement.words, "What the alert was worth; `none` withdraws it.")
        }
        switch act {
        case .assign:
            members["assignee"] = line(upTo: StepForm.nameLimit).merging([
                "description": "A login or a team; nobody when absent or empty."
            ])
        case .snooze:
            members["reason"] = [
                "type": "string", "maxLength": .number(StepForm.noteLimit), "pattern": .text(visible),
            ]
            members["hours"] = [
                "type": ["integer", "string"], "minimum": 1, "maximum": 168,
                "pattern": "^([1-9][0-9]?|1[0-5][0-9]|16[0-8])$", "description": "From now.",
            ]
        case .resolve: members["resolution"] = choice(Alert.Resolution.allCases.map(\.rawValue), "Why it is closed.")
        case .acknowledge, .setOut, .wake, .review, .undo: break
        }
        return members
    }

    /// One of the words, or nothing.
    private static func choice(_ words: [String], _ text: String) -> JSONNode {
        ["description": .text(text), "enum": .list((words + [""]).map(JSONNode.text) + [.null])]
    }

    // MARK: Features

    private var features: APIOperation {
        APIOperation(
            method: .get, path: "/v1/features", summary: "The first daily features that fit, by home, date and name.",
            parameters: [
                Self.parameter("home", ["type": "string"]), Self.parameter("from", Self.day, "The first day."),
                Self.parameter("to", Self.day, "The last day."), Self.limit(100_000, default: 10_000),
            ],
            answer: Self.object([
                "features": Self.list(of: "Feature"),
                "more": ["type": "boolean", "description": "Whether there are others after them."],
            ]))
    }

    private var featureUpdates: APIOperation {
        APIOperation(
            method: .get, path: "/v1/feature-updates",
            summary: "The feature updates for the risk model after a cursor: at least once, in order per pseudonym.",
            parameters: Self.page,
            answer: Self.object(["updates": Self.list(of: "FeatureUpdate"), "next": Self.cursor]))
    }

    // MARK: Homes

    private var devices: APIOperation {
        APIOperation(
            method: .get, path: "/v1/homes/{home}/devices",
            summary: "The devices of the home's file with their state, and those that have no place yet.",
            answer: Self.reference("DeviceReport"))
    }

    private var place: APIOperation {
        let placements = Placement.allCases.map { JSONNode.text($0.rawValue) } + [.null]
        return APIOperation(
            method: .post, path: "/v1/homes/{home}/devices", summary: "Gives a device that has no place yet its place.",
            body: Self.object(
                [
                    "address": ["type": "string"], "name": ["type": "string", "pattern": .text(Self.visible)],
                    "kind": ["enum": .texts(DeviceKind.allCases.map(\.rawValue))],
                    "room": ["type": ["string", "null"]], "placement": ["enum": .list(placements)],
                ], optional: ["room", "placement"]),
            answer: Self.object(["home": ["type": "string"], "device": ["type": "string"]]), refusals: [.conflict])
    }

    private var plan: APIOperation { planned("plan", "Plans a hospital stay, an absence or a visit.") }

    private var cancel: APIOperation { planned("cancel", "Takes back what was planned, or ends what lasts.") }

    private func planned(_ name: String, _ summary: String) -> APIOperation {
        let until = Self.moment.merging([
            "type": ["string", "null"], "description": "Null: until further notice; a visit lasts two hours.",
        ])
        return APIOperation(
            method: .post, path: "/v1/homes/{home}/\(name)", summary: summary,
            body: change([
                "kind": ["enum": .texts(PlanForm.kinds.map(\.rawValue))], "from": Self.moment, "until": until,
            ]),
            answer: Self.object(["home": ["type": "string"], "entered": ["const": .text(name)]]),
            refusals: [.conflict])
    }

    private func entry(_ step: HomeStep) -> APIOperation {
        APIOperation(
            method: .post, path: "/v1/homes/{home}/\(step.rawValue)",
            summary: "Staff's entry; one that changes nothing is answered alike.",
            body: change(["note": Self.line(upTo: StepForm.noteLimit)]),
            answer: Self.object(["home": ["type": "string"], "entered": ["const": .text(step.rawValue)]]))
    }

    // MARK: The gateway

    private var quarantine: APIOperation {
        APIOperation(
            method: .get, path: "/v1/quarantine", summary: "What could not be read, without the messages.",
            answer: Self.object(["quarantine": Self.list(of: "Quarantined")]))
    }

    private var accessLog: APIOperation {
        APIOperation(
            method: .get, path: "/v1/access-log", summary: "The rows of the access log after a number.",
            parameters: Self.page,
            answer: Self.object(["rows": Self.list(of: "AccessRow"), "next": Self.cursor]))
    }

    private static let chainState = APIOperation(
        method: .get, path: "/v1/chain-test", summary: "What came of the last test of the whole chain.",
        answer: reference("ChainState"))

    private var testChain: APIOperation {
        APIOperation(
            method: .post, path: "/v1/chain-test",
            summary: "Has the whole chain tested, unless it is being tested; what came of it is told by GET.",
            body: change([:]), answer: Self.reference("ChainState"))
    }

    private static let document = APIOperation(
        method: .get, path: "/v1/openapi.json", summary: "This document.",
        answer: object(["openapi": ["type": "string"], "paths": ["type": "object"]]))

    /// The body of a change. Who is logged in is its author; where nobody is, it says who.
    private func change(_ members: [String: JSONNode]) -> JSONNode {
        let by: JSONNode =
            hasAccounts
            ? ["type": ["string", "null"], "description": "Not looked at: the account is the author."]
            : [
                "type": "string", "maxLength": .number(StepForm.nameLimit), "pattern": .text(Self.visible),
                "not": ["pattern": .text(Self.engine)],
            ]
        var optional: Set = ["note", "seen", "verdict", "assignee", "resolution", "until"]
        if hasAccounts { optional.insert("by") }
        return Self.object(members.merging(["by": by]) { $1 }, optional: optional)
    }
}

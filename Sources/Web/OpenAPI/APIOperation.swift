import Hummingbird
import Store

/// One method of one path of the API, as the OpenAPI document describes it.
struct APIOperation: Sendable {
    var method: HTTPRequest.Method
    /// With `{...}` where an id stands.
    var path: String
    var summary: String
    /// Of the query.
    var parameters: [JSONNode] = []
    /// The schema of what is sent in JSON.
    var body: JSONNode?
    /// The schema of what comes back with 200.
    var answer: JSONNode
    /// Refusals beside those that every path has.
    var refusals: [HTTPResponse.Status] = []

    /// Who is answered, as the table of roles says.
    private var roles: Set<AccountRole> { Route(path: path)?.roles(method) ?? [] }

    private var isOfAllHomes: Bool { Route(path: path)?.isOfAllHomes == true }

    /// The operation object (OpenAPI 3.1.1 section 4.8.10).
    func described(hasAccounts: Bool) -> JSONNode {
        var operation: [String: JSONNode] = [
            "summary": .text(summary), "operationId": .text(identifier),
            "responses": .object(responses(hasAccounts: hasAccounts)),
        ]
        if hasAccounts {
            let names = AccountRole.allCases.filter(roles.contains).map(\.rawValue).joined(separator: ", ")
            let scope = isOfAllHomes ? "; only an account for all homes" : ""
            operation["description"] = .text("Roles: \(names)\(scope).")
        }
        let all = pathParameters + parameters
        if !all.isEmpty { operation["parameters"] = .list(all) }
        if let body {
            operation["requestBody"] = ["required": true, "content": ["application/json": ["schema": body]]]
        }
        return .object(operation)
    }

    /// `getAlerts`, `postHomesHomeDevices`.
    private var identifier: String {
        let words = path.dropFirst("/v1/".count).split { !$0.isLetter }
        return method.rawValue.lowercased() + words.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }

    private var pathParameters: [JSONNode] {
        path.split(separator: "/").filter { $0.first == "{" }.map { part in
            [
                "name": .text(String(part.dropFirst().dropLast())), "in": "path", "required": true,
                "schema": ["type": "string", "minLength": 1],
            ]
        }
    }

    private func responses(hasAccounts: Bool) -> [String: JSONNode] {
        var responses: [String: JSONNode] = [
            "200": ["description": "Done.", "content": ["application/json": ["schema": answer]]]
        ]
        var statuses: [HTTPResponse.Status] = [.badRequest, .forbidden, .internalServerError, .serviceUnavailable]
        if hasAccounts { statuses.append(.unauthorized) }
        if !pathParameters.isEmpty { statuses.append(.notFound) }
        if body != nil { statuses += [.contentTooLarge, .unsupportedMediaType] }
        for status in statuses + refusals { responses["\(status.code)"] = ["$ref": .text(Self.refusal(status))] }
        return responses
    }

    private static func refusal(_ status: HTTPResponse.Status) -> String { "#/components/responses/\(status.code)" }

    /// The answers that the operations refer to, by status.
    static let refusals: JSONNode = {
        let texts: [(HTTPResponse.Status, String)] = [
            (.badRequest, "A parameter or the body is not of the form described; the text says what would be right."),
            (.unauthorized, "No token, or one that has ended."),
            (.forbidden, "Not for this account's role, or for a request that another site's page made."),
            (.notFound, "Nothing with this id, or nothing that this account may see."),
            (.conflict, "Not possible as things stand."), (.contentTooLarge, "The body is larger than 16 KiB."),
            (.unsupportedMediaType, "The body is not JSON."),
            (.internalServerError, "The database cannot be read."),
            (.serviceUnavailable, "Too much at once, or nothing can be stored; try again."),
        ]
        let content: JSONNode = ["application/json": ["schema": ["$ref": "#/components/schemas/Refusal"]]]
        let named = texts.map { status, text -> (String, JSONNode) in
            var response: [String: JSONNode] = ["description": .text(text), "content": content]
            let integer: JSONNode = ["type": "integer", "minimum": 0]
            if status == .unauthorized {
                response["headers"] = ["WWW-Authenticate": ["required": true, "schema": ["const": "Bearer"]]]
            }
            if status == .serviceUnavailable {
                response["headers"] = [
                    "Retry-After": ["description": "In seconds.", "required": true, "schema": integer]
                ]
            }
            return ("\(status.code)", .object(response))
        }
        return .object(Dictionary(uniqueKeysWithValues: named))
    }()
}

import CareModel
import Foundation

@testable import Web

/// Checks JSON against the schemas of the OpenAPI document, as far as that document uses JSON Schema.
struct SchemaCheck {
    let schemas: [String: Any]

    /// What does not fit; empty when everything does.
    func faults(_ value: Any, _ schema: [String: Any], at place: String = "$") -> [String] {
        if let reference = schema["$ref"] as? String {
            guard let named = schemas[String(reference.split(separator: "/").last ?? "")] as? [String: Any] else {
                return ["\(place): no schema \(reference)"]
            }
            return faults(value, named, at: place)
        }
        if let choices = schema["anyOf"] as? [[String: Any]] {
            return choices.contains { faults(value, $0).isEmpty } ? [] : ["\(place): none of the choices"]
        }
        var found: [String] = []
        let types = schema["type"] as? [String] ?? (schema["type"] as? String).map { [$0] } ?? []
        if !types.isEmpty, !types.contains(where: { Self.is(value, $0) }) { found.append("\(place): not \(types)") }
        if let words = schema["enum"] as? [Any], !words.contains(where: { Self.same($0, value) }) {
            found.append("\(place): \(value) is not in the list")
        }
        if let only = schema["const"], !Self.same(only, value) { found.append("\(place): not \(only)") }
        found += numberFaults(value, schema, place) + textFaults(value, schema, place)
        if let list = value as? [Any], let items = schema["items"] as? [String: Any] {
            for (index, item) in list.enumerated() { found += faults(item, items, at: "\(place)[\(index)]") }
        }
        guard let object = value as? [String: Any] else { return found }
        for name in schema["required"] as? [String] ?? [] where object[name] == nil {
            found.append("\(place): no \(name)")
        }
        let members = schema["properties"] as? [String: [String: Any]] ?? [:]
        for (name, member) in object {
            // What is answered is described whole, so that a key is not forgotten here.
            guard let described = members[name] else {
                if !members.isEmpty { found.append("\(place).\(name): not described") }
                continue
            }
            found += faults(member, described, at: "\(place).\(name)")
        }
        return found
    }

    private func numberFaults(_ value: Any, _ schema: [String: Any], _ place: String) -> [String] {
        guard let number = value as? NSNumber, Self.is(value, "number") else { return [] }
        let low = (schema["minimum"] as? NSNumber)?.doubleValue ?? -.infinity
        let high = (schema["maximum"] as? NSNumber)?.doubleValue ?? .infinity
        return (low...high).contains(number.doubleValue) ? [] : ["\(place): \(number) out of bounds"]
    }

    private func textFaults(_ value: Any, _ schema: [String: Any], _ place: String) -> [String] {
        guard let text = value as? String else { return [] }
        var found: [String] = []
        if let pattern = schema["pattern"] as? String, text.range(of: pattern, options: .regularExpression) == nil {
            found.append("\(place): \(text) does not match")
        }
        switch schema["format"] as? String {
        case "date-time" where Timestamp(iso8601: text) == nil: found.append("\(place): \(text) is no time")
        case "date" where LocalDay(text) == nil: found.append("\(place): \(text) is no day")
        default: break
        }
        return found
    }

    private static func same(_ one: Any, _ other: Any) -> Bool { (one as? NSObject)?.isEqual(other) == true }

    private static func `is`(_ value: Any, _ type: String) -> Bool {
        switch type {
        case "object": value is [String: Any]
        case "array": value is [Any]
        case "string": value is String
        case "null": value is NSNull
        case "boolean": (value as? NSNumber).map(isFlag) ?? false
        case "number": (value as? NSNumber).map { !isFlag($0) } ?? false
        case "integer": (value as? NSNumber).map { !isFlag($0) && $0.doubleValue == $0.doubleValue.rounded() } ?? false
        default: false
        }
    }

    private static func isFlag(_ number: NSNumber) -> Bool { String(cString: number.objCType) == "c" }
}

import Testing

@testable import DeviceProfiles

@Suite struct ValueTemplateTests {
    private func value(_ template: String, _ payload: String) throws -> String? {
        let bytes = Array(payload.utf8)
        let json = payload.first == "{" || payload.first == "[" ? try JSONValue(bytes.span) : .text(payload)
        return ValueTemplate(template).value(in: json).map { $0.rendered ?? JSONText.text($0) }
    }

    @Test(arguments: [
        ("", "21.5", "21.5"), ("{{ value }}", "on", "on"), ("{{value|trim}}", " on ", "on"),
        ("{{ value_json.a.b }}", #"{"a":{"b":3}}"#, "3"), ("{{ value_json['a b'] }}", #"{"a b":true}"#, "true"),
        (#"{{ value_json["a"][1] }}"#, #"{"a":[1,2]}"#, "2"), ("{{ value_json[0] }}", "[7]", "7"),
        ("{{ value_json.a | is_defined }}", #"{"a":0}"#, "0"), ("{{- value_json.a -}}", #"{"a":1}"#, "1"),
        ("{{ value_json.a | float | round(1) }}", #"{"a":"20.14"}"#, "20.1"), ("{{ value | int }}", "7.9", "7"),
        ("{{ value_json.a / 10 }}", #"{"a":215}"#, "21.5"), ("{{ (value_json.a - 32) * 5 / 9 }}", #"{"a":68}"#, "20"),
        ("{{ value_json * 2 }}", "21", "42"), ("{{ value | float * 2 }}", "21", "42"),
        ("{{ value_json.a | multiply(0.1) | round(2) }}", #"{"a":5}"#, "0.5"),
        ("{{ 'ON' if value_json.a else 'OFF' }}", #"{"a":false}"#, "OFF"),
        ("{{ 'ON' if value_json.a > 3 and not value_json.b else 'OFF' }}", #"{"a":4,"b":0}"#, "ON"),
        ("{{ 'ON' if value_json.a in ['x','y'] else 'OFF' }}", #"{"a":"y"}"#, "ON"),
        ("{{ 'ON' if value_json.a is defined else 'OFF' }}", #"{"b":1}"#, "OFF"),
        ("{% if value == 'open' %}ON{% elif value == 'shut' %}OFF{% else %}?{% endif %}", "shut", "OFF"),
        ("{{ {'0':'OFF','1':'ON'}[value] }}", "1", "ON"), ("{{ {'a':1}.get(value_json.s, 9) }}", #"{"s":"b"}"#, "9"),
        ("{% set m = {1:'ON'} %}{{ m[value_json.s] }}", #"{"s":1}"#, "ON"),
        ("{{ value_json.a.lower() ~ '!' }}", #"{"a":"UP"}"#, "up!"),
        ("{{ '%0.1f' | format(value_json.r) }}", #"{"r":2.25}"#, "2.25"),
        ("{{ iif(value_json.a == 1, 'ON', 'OFF') }}", #"{"a":2}"#, "OFF"),
        ("{{ -value_json.a | abs }}", #"{"a":2}"#, "-2"),
        ("{{ '%d' % value_json.r }}", #"{"r":2}"#, "2"), ("{{ '}}' if value == 'x' else \"y\" }}", "x", "}}"),
    ])
    func values(_ template: String, _ payload: String, _ wanted: String) throws {
        #expect(try value(template, payload) == wanted, "\(template)")
    }

    @Test(
        "What the payload does not state has no value, whatever the template makes of it",
        arguments: [
            "{{ value_json.b }}", "{{ value_json.b | default(0) }}", "{{ value_json.b | float(0) }}",
            "{{ value_json.b | int(0) * 2 }}", "{{ 'ON' if value_json.b else 'OFF' }}",
            "{{ 'ON' if value_json.b == 1 else 'OFF' }}", "{{ {1:'ON'}.get(value_json.b, 'OFF') }}",
            "{{ value_json.a[3] }}",
            "{% if value_json.b > 1 %}ON{% else %}OFF{% endif %}", "{{ not value_json.b }}", "{{ value_json.a / 0 }}",
            "{{ value_json.b if value_json.b is defined else states('sensor.x') }}", "{{ this.state }}",
            "{{ value_json.n | float(0) }}", "{{ value_json.t | float(0) }}",
        ])
    func nothing(_ template: String) throws {
        #expect(try value(template, #"{"a":1,"n":null,"t":"unavailable"}"#) == nil, "\(template)")
    }

    @Test(
        "A template that is not understood gives nothing",
        arguments: [
            "{{ undefined_function('x') }}", "{{ value_json.a | regex_findall('x') }}", "{{ value_json.a",
            "{% if value %}x",
            "{% for x in value_json %}{{ x }}{% endfor %}", "{{ }}", "{{ 1 2 }}", "{{ value_json.a | }}", "{% endif %}",
            "{{ 'x }}",
        ])
    func unreadable(_ template: String) throws {
        #expect(try value(template, #"{"a":1}"#) == nil)
        guard case .unreadable = ValueTemplate(template).form else {
            Issue.record("\(template)")
            return
        }
    }

    @Test func hostileTemplatesEnd() {
        let deep = "{{ " + String(repeating: "(", count: 900) + "value" + String(repeating: ")", count: 900) + " }}"
        let nots = "{{ " + String(repeating: "not ", count: 400) + "value }}"
        let ifs = String(repeating: "{% if value %}", count: 100)
        var doubled = "{% set a = value ~ value %}"
        for _ in 0..<40 { doubled += "{% set a = a ~ a %}" }
        let grown = "{{ value" + String(repeating: "|replace('a','aaaaaaaaaa')", count: 60) + " }}"
        for template in [deep, nots, ifs, doubled + "{{ a }}", grown, String(repeating: "{{ value }}", count: 500)] {
            let made = ValueTemplate(template)
            #expect(made.value(in: .text("aaaaaaaaaa")) == nil, "\(template.prefix(60))")
        }
    }
}

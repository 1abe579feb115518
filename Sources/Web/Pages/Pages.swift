import Mustache

/// The parsed templates.
struct Pages: Sendable {
    private let alertList: MustacheTemplate
    private let resident: MustacheTemplate
    private let devices: MustacheTemplate
    private let walk: MustacheTemplate
    private let refusal: MustacheTemplate

    /// Throws `WebError.unusableTemplate` when one of ours does not parse.
    init() throws {
        // The library finds a content type by its name in a list of its own; registering it again is harmless.
        MustacheContentTypes.register(HTMLText(), named: HTMLText.name)
        alertList = try Self.parsed(Templates.alertList, "alertList")
        resident = try Self.parsed(Templates.resident, "resident")
        devices = try Self.parsed(Templates.devices, "devices")
        walk = try Self.parsed(Templates.walk, "walk")
        refusal = try Self.parsed(Templates.refusal, "refusal")
    }

    private static func parsed(_ text: String, _ name: String) throws -> MustacheTemplate {
        do { return try MustacheTemplate(string: text) } catch {
            throw WebError.unusableTemplate(name: name, cause: String(describing: error))
        }
    }

    func html(_ page: AlertListPage) -> String { alertList.render(Fields(page)) }
    func html(_ page: ResidentPage) -> String { resident.render(Fields(page)) }
    func html(_ page: DevicesPage) -> String { devices.render(Fields(page)) }
    func html(_ page: WalkPage) -> String { walk.render(Fields(page)) }
    func html(_ page: RefusalPage) -> String { refusal.render(Fields(page)) }
}

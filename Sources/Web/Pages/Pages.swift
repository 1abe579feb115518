import Mustache

/// The templates, each parsed when its page is first asked for in a language: a gateway starts sooner, and most of its life nobody
/// looks.
struct Pages: Sendable {
    private let alertList = Template(Templates.alertList, "alertList")
    private let resident = Template(Templates.resident, "resident")
    private let devices = Template(Templates.devices, "devices")
    private let walk = Template(Templates.walk, "walk")
    private let refusal = Template(Templates.refusal, "refusal")
    private let entry = Template(Templates.entry, "entry")
    private let destinations = Template(Templates.destinations, "destinations")
    private let homes = Template(Templates.homes, "homes")
    private let accessLog = Template(Templates.accessLog, "accessLog")
    private let alert = Template(Templates.alert, "alert")
    private let history = Template(Templates.history, "history")
    private let handover = Template(Templates.handover, "handover")
    private let report = Template(Templates.report, "report")

    func html(_ page: AlertListPage) throws -> String { try alertList.html(page, page.words) }
    func html(_ page: ResidentPage) throws -> String { try resident.html(page, page.words) }
    func html(_ page: DevicesPage) throws -> String { try devices.html(page, page.words) }
    func html(_ page: WalkPage) throws -> String { try walk.html(page, page.words) }
    func html(_ page: RefusalPage) throws -> String { try refusal.html(page, page.words) }
    func html(_ page: EntryPage) throws -> String { try entry.html(page, page.words) }
    func html(_ page: DestinationsPage) throws -> String { try destinations.html(page, page.words) }
    func html(_ page: HomesPage) throws -> String { try homes.html(page, page.words) }
    func html(_ page: AccessLogPage) throws -> String { try accessLog.html(page, page.words) }
    func html(_ page: AlertPage) throws -> String { try alert.html(page, page.words) }
    func html(_ page: FeatureHistoryPage) throws -> String { try history.html(page, page.words) }
    func html(_ page: HandoverPage) throws -> String { try handover.html(page, page.words) }
    func html(_ page: ReportPage) throws -> String { try report.html(page, page.words) }
}

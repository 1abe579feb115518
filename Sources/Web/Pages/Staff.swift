import CareModel
import Hummingbird
import Store

/// Who asks, and who can be given an alert.
struct Staff: Sendable {
    /// Nil where nobody has to log in.
    let asker: SignedIn?
    /// Nurses and coordinators who can log in, by name.
    private let accounts: [Account]

    /// Nobody is known.
    static let unknown = Staff(asker: nil, accounts: [])

    private init(asker: SignedIn?, accounts: [Account]) {
        self.asker = asker
        self.accounts = accounts
    }

    init(_ store: CareStore, asker: SignedIn?) throws {
        let accounts = asker == nil ? [] : try store.accounts()
        self.init(
            asker: asker,
            accounts: accounts.filter { !$0.isDisabled && Route.act(.assign, id: "").roles(.post).contains($0.role) }
                .sorted { ($0.name, $0.login) < ($1.name, $1.login) })
    }

    /// The names under which an alert can be the asker's.
    var own: Set<String> { Set([asker?.account.login, asker?.account.team].compactMap(\.self)) }

    var teams: [String] { Set(accounts.compactMap(\.team)).sorted() }

    /// The team and everybody in it.
    func names(ofTeam team: String) -> Set<String> {
        Set([team] + accounts.filter { $0.team == team }.map(\.login))
    }

    /// As people call the one who was given an alert.
    func name(of assignee: String) -> String { accounts.first { $0.login == assignee }?.name ?? assignee }

    /// Whether an alert of the home can be given to the person or team.
    func canTake(_ assignee: String, home: HomeDefinition?, id: String) -> Bool {
        reaching(home, id).contains { $0.login == assignee || $0.team == assignee }
    }

    /// To whom alerts of the home can be given.
    func choices(home: HomeDefinition?, id: String) -> ChoiceFields {
        let reaching = reaching(home, id)
        func fields(_ word: String, _ name: String) -> Fields {
            Fields(FrameView.Choice(choiceWord: word, choiceName: name))
        }
        return ChoiceFields(
            people: reaching.map { fields($0.login, $0.name) },
            teams: Set(reaching.compactMap(\.team)).sorted().map { fields($0, $0) },
            own: asker.flatMap { asker in reaching.first { $0.login == asker.account.login }?.login })
    }

    private func reaching(_ home: HomeDefinition?, _ id: String) -> [Account] {
        accounts.filter { account in
            if let home { return account.scope.covers(home) }
            return switch account.scope {
            case .all: true
            case .some(_, let homes): homes.contains(id)
            }
        }
    }
}

/// To whom the alerts of one home can be given, reflected once for all of them.
struct ChoiceFields {
    let people: [Fields]
    let teams: [Fields]
    /// The asker's own login, where they are one of them.
    let own: String?

    static var none: ChoiceFields { ChoiceFields(people: [], teams: [], own: nil) }
}

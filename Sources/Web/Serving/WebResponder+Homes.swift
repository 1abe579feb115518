import CareModel
import Hummingbird
import Store

extension WebResponder {
    /// Staff's entry about a home. One that changes nothing is not entered again and is answered alike.
    func enter(_ step: HomeStep, _ home: String, _ request: Request) async throws -> Answer {
        let (body, kind) = try await change(request)
        let form = try StepForm(body, kind, author: visitor.signedIn?.author)
        let known = book.knows(home)
        guard try await known ? true : reads.read({ try $0.homes().contains { $0.id == home } }) else {
            throw Refusal.noSuchHome
        }
        guard let status = await questions.status(home) else { throw Self.notEntered }
        if step.changes(status.lasting) {
            guard await questions.enter(home, step.entry(at: status.at, by: form.by), form.by) else {
                throw Self.notEntered
            }
        }
        guard kind == .form else { return try .json(["home": home, "entered": step.rawValue]) }
        guard visitor.signedIn?.account.role != .installer else {
            return .seeOther(PagePath.walk(home) + Language.query(asked: form.lang))
        }
        return .seeOther(PagePath.resident(home) + Language.query(asked: form.lang) + "#now")
    }

    static let notEntered = Refusal(
        status: .serviceUnavailable, message: "it could not be stored; try again",
        said: .init("refusal.notStored"))
}

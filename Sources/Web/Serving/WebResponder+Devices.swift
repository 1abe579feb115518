import CareModel
import Foundation
import Hummingbird
import Store

/// What an installer sends to give an unlisted device its place.
struct PlaceForm: Decodable, Equatable {
    var address: String
    var name: String
    var kind: String
    var room: String?
    var placement: String?
    var lang: String?

    init(_ body: String, _ kind: StepForm.Kind) throws {
        do {
            switch kind {
            case .form: self = try URLEncodedFormDecoder().decode(PlaceForm.self, from: body)
            case .json: self = try JSONDecoder().decode(PlaceForm.self, from: Data(body.utf8))
            }
        } catch {
            throw Refusal.badRequest(
                "the body must say which device and where: {\"address\", \"name\", \"kind\", \"room\", \"placement\"}")
        }
        guard !name.trimmingCharacters(in: .whitespaces).isEmpty else {
            throw Refusal.badRequest(
                "name: empty; what the device is to be called", said: .init("refusal.noDeviceName"))
        }
        guard DeviceKind(rawValue: self.kind) != nil else {
            throw Refusal.badRequest(
                "kind: one of \(DeviceKind.allCases.map(\.rawValue).joined(separator: ", "))",
                said: .init("refusal.noDeviceKind"))
        }
        guard placement.map({ Placement(rawValue: $0) != nil }) ?? true else {
            throw Refusal.badRequest(
                "placement: one of \(Placement.allCases.map(\.rawValue).joined(separator: ", "))",
                said: .init("refusal.noPlacement"))
        }
    }
}

extension WebResponder {
    func walk(_ home: String, _ request: Request) async throws -> Answer {
        let asked = try asked(PagePath.walk(home), request)
        let (status, book, pages) = (status(), book, pages)
        let answer = await questions.status(home)
        let walk = await questions.walk(home)
        return try await reads.read {
            .page(try pages.html(WalkPage(home: home, $0, status, answer, walk, book, asked)))
        }
    }

    func deviceReport(_ home: String) async throws -> Answer {
        guard book.knows(home) else { throw Refusal.noSuchHome }
        guard let status = await questions.status(home) else { throw Refusal.busy }
        return try .json(DeviceReport(status, await questions.unlisted(home)))
    }

    /// Writes an unlisted device into the home's file, as an installer said.
    func place(_ home: String, _ request: Request) async throws -> Answer {
        let (body, kind) = try await change(request)
        let form = try PlaceForm(body, kind)
        guard book.knows(home) else { throw Refusal.noSuchHome }
        let placed = PlacedDevice(
            address: form.address, name: form.name.trimmingCharacters(in: .whitespaces), kind: form.kind,
            room: form.room?.trimmingCharacters(in: .whitespaces) ?? "", placement: form.placement ?? "")
        if case .refused(let reason) = await questions.place(home, placed) {
            throw Refusal.conflict(reason, said: .init("refusal.notPlaced", ["reason": reason]))
        }
        guard kind == .form else { return try .json(["home": home, "device": placed.name]) }
        return .seeOther(PagePath.devices(home) + Language.query(asked: form.lang))
    }
}

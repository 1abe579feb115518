import Foundation
import FoundationNetworking
import Testing

extension EndToEnd {
    @Suite("Accounts of a running gateway")
    struct AccountTests {
        @Test("a code from the command line lets a nurse in; what she sees is logged; disabling ends it at once")
        func life() async throws {
            let ward = try Ward(Residents.calm(1, days: 1))
            let gateway = try ward.startSubscribed()
            try await #expect(get(ward, "/v1/alerts").status == 200)
            let added = try account(ward, "add", "kim", "--role", "nurse", "--name", "Kim Berg")
            #expect(added.status == 0, "\(added.complaint)")
            let code = added.output.trimmingCharacters(in: .whitespacesAndNewlines)
            #expect(code.count == 34 && added.complaint.contains("/setup"))
            try await #expect(get(ward, "/v1/alerts").status == 401)
            try #expect(account(ward, "add", "kim", "--role", "nurse").status == 1)

            let form = "login=kim&code=\(code)&new=stolen+horses+eat+late&again=stolen+horses+eat+late"
            let cookie = try #require(try await post(ward, "/setup", form))
            try await #expect(get(ward, "/residents/home001", cookie: cookie).status == 200)
            try await #expect(get(ward, "/metrics", cookie: cookie).status == 403)
            let devices = try ward.vardag("devices", "--config", ward.config.path)
            #expect(devices.status == 1 && devices.complaint.contains("--token-file"))
            let token = try account(ward, "token", "kim", "--days", "1")
            let file = ward.folder.appendingPathComponent("token")
            try Data(token.output.utf8).write(to: file)
            let known = try ward.vardag("devices", "--config", ward.config.path, "--token-file", file.path)
            #expect(known.status == 0 && known.output.contains("home001"), "\(known.complaint)")

            let list = try account(ward, "list")
            #expect(list.output == "kim\tnurse\tall\tactive\tKim Berg\n")
            try #expect(account(ward, "disable", "kim").status == 0)
            try await #expect(get(ward, "/v1/alerts", cookie: cookie).status == 401)

            let verified = try log(ward, "verify")
            #expect(verified.status == 0, "\(verified.complaint)")
            let hash = try #require(verified.output.split(separator: " ").last).trimmingCharacters(in: .newlines)
            let expected = try log(ward, "verify", "--expect", hash)
            #expect(expected.status == 0)
            try #expect(log(ward, "verify", "--expect", String(hash.reversed())).status == 1)
            let lines = try log(ward, "export").output.split(separator: "\n")
            #expect(lines.first?.contains("\"act\":\"account add\"") == true)
            #expect(lines.contains { $0.contains("\"act\":\"GET resident\"") && $0.contains("\"login\":\"kim\"") })
            #expect(lines.last?.contains(hash) == true)
            try #expect(gateway.terminate() == 0)
        }

        @Test("what cannot be made is refused with the status that tells why")
        func refusals() throws {
            let ward = try Ward(Residents.calm(1, days: 1))
            try #expect(account(ward, "add", "Kim!", "--role", "nurse").status == 64)
            try #expect(account(ward, "add", "kim", "--role", "boss").status == 64)
            try #expect(account(ward, "add", "kim", "--role", "nurse", "--home", "nowhere").status == 65)
            try #expect(account(ward, "add", "kim", "--role", "nurse", "--area", "nowhere").status == 65)
            try #expect(account(ward, "add", "kim", "--role", "nurse", "--home", "home001").status == 0)
            try #expect(account(ward, "reset", "bo").status == 1)
            try #expect(account(ward, "disable", "bo").status == 1)
            try #expect(account(ward, "disable", "kim").status == 0)
            try #expect(account(ward, "token", "kim").status == 1)
            let reset = try account(ward, "reset", "kim")
            #expect(reset.status == 0 && reset.output.count == 35)
            try #expect(log(ward, "verify").output.hasPrefix("3 rows"))
        }

        private func account(_ ward: Ward, _ arguments: String...) throws -> Program.Outcome {
            try Program.run(["account"] + arguments + ["--config", ward.config.path], in: ward.folder)
        }

        private func log(_ ward: Ward, _ arguments: String...) throws -> Program.Outcome {
            try Program.run(["access-log"] + arguments + ["--config", ward.config.path], in: ward.folder)
        }

        private func get(
            _ ward: Ward, _ path: String, cookie: String? = nil
        ) async throws -> (status: Int, body: String) {
            var request = try request(ward, path)
            if let cookie { request.setValue(cookie, forHTTPHeaderField: "Cookie") }
            let (body, answer) = try await session().data(for: request)
            return ((answer as? HTTPURLResponse)?.statusCode ?? 0, String(decoding: body, as: UTF8.self))
        }

        /// The cookie that the answer sets; nil when it sets none.
        private func post(_ ward: Ward, _ path: String, _ form: String) async throws -> String? {
            let session = session()
            var request = try request(ward, path)
            request.httpMethod = "POST"
            request.setValue("application/x-www-form-urlencoded", forHTTPHeaderField: "Content-Type")
            request.httpBody = Data(form.utf8)
            _ = try await session.data(for: request)
            let cookies = session.configuration.httpCookieStorage?.cookies ?? []
            return cookies.first.map { "\($0.name)=\($0.value)" }
        }

        private func request(_ ward: Ward, _ path: String) throws -> URLRequest {
            URLRequest(url: try #require(URL(string: "http://127.0.0.1:\(ward.httpPort)\(path)")))
        }

        /// Of its own, so that no cookie comes into another's request.
        private func session() -> URLSession { URLSession(configuration: .ephemeral) }
    }
}

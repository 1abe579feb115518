import Hummingbird
import Store

extension WebResponder {
    /// The stream at `/events`: from where the page stood, until either side ends it.
    func events(_ request: Request) async throws -> Response {
        let query = try Query(request.uri.query, known: ["after"])
        let asked = try query.text("after").map { _ in
            try query.integer("after", in: 0...Int64.max, default: 0)
        }
        // A browser that comes back by itself says what it heard last, and that is newer.
        let after = request.header("Last-Event-ID").flatMap { Int64($0) } ?? asked
        let found = try await LiveDesk.look(reads, status())
        var answer = Answer(type: "text/event-stream; charset=utf-8", body: "")
        answer.headers["X-Accel-Buffering"] = "no"
        if request.method == .head { return answer.response(head: true) }
        let (id, events) = try await live.join(after: after, found: found)
        var response = answer.response(head: false)
        response.headers[.contentLength] = nil
        response.body = ResponseBody { [live] writer in
            do {
                for await event in events { try await writer.write(ByteBuffer(string: event.text)) }
                try await writer.finish(nil)
            } catch {
                await live.leave(id)
                throw error
            }
            await live.leave(id)
        }
        return response
    }
}

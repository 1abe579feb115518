import Foundation

/// Why the pages cannot be served.
package enum WebError: Error, Equatable {
    /// Nothing but this machine may reach the pages unless there are accounts and a proxy with TLS before them.
    case notLoopback(bind: String)
    /// The address is taken or not ours; the cause as the system words it.
    case cannotListen(bind: String, port: Int, cause: String)
    /// A page of this very program does not parse.
    case unusableTemplate(name: String, cause: String)
}

extension WebError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notLoopback(let bind):
            "http.bind: \(bind) can be reached from outside; use 127.0.0.1 or ::1, or make accounts "
                + "(`vardag account add`) and set `http.behind_proxy`"
        case .cannotListen(let bind, let port, let cause):
            Self.cannotListen(bind, port, cause)
        case .unusableTemplate(let name, let cause): "page \(name): \(cause)"
        }
    }

    /// The number of the system's error stands at the end of what the server says; the rest names its functions.
    private static func cannotListen(_ bind: String, _ port: Int, _ cause: String) -> String {
        let place = "http: the page cannot be served on port \(port) of \(bind)"
        if cause.contains("(errno: \(EADDRINUSE))") {
            return
                "\(place): another program has it, perhaps another gateway; stop that one, or set another `http.port`"
        }
        if cause.contains("(errno: \(EACCES))") {
            return "\(place): it is for the system only; set an `http.port` above 1023"
        }
        if cause.contains("(errno: \(EADDRNOTAVAIL))") {
            return "\(place): that is no address of this machine; set another `http.bind`"
        }
        return "\(place): \(cause)"
    }
}

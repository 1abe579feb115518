/// Why the pages cannot be served.
package enum WebError: Error, Equatable {
    /// There is no access control yet, so nothing but this machine may reach the pages.
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
            "http.bind: \(bind) can be reached from outside; use 127.0.0.1 or ::1 (there is no access control)"
        case .cannotListen(let bind, let port, let cause):
            "http: cannot listen on \(bind) port \(port): \(cause); choose a free port of this machine"
        case .unusableTemplate(let name, let cause): "page \(name): \(cause)"
        }
    }
}

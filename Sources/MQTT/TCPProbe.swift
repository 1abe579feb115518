import Glibc

/// Asks whether a host takes connections, with a bound on the wait. libmosquitto's connect call has none: a host that
/// is switched off would hold the thread for two minutes.
enum TCPProbe {
    static func check(_ address: BrokerAddress, timeoutMilliseconds: Int32) throws(MQTTError) {
        // On the machine itself a connect never waits, and the broker's log is spared a connection without a client.
        if ["localhost", "127.0.0.1", "::1"].contains(address.host) { return }
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(address.host, String(address.port), &hints, &list)
        guard code == 0 else { throw .unreachable("\(address): \(String(cString: gai_strerror(code)))") }
        defer { freeaddrinfo(list) }
        var failure = ETIMEDOUT
        var next = list
        while let candidate = next {
            failure = connectError(candidate.pointee, timeoutMilliseconds)
            if failure == 0 { return }
            next = candidate.pointee.ai_next
        }
        throw .unreachable("\(address): \(String(cString: strerror(failure)))")
    }

    private static func connectError(_ candidate: addrinfo, _ timeoutMilliseconds: Int32) -> Int32 {
        let kind = candidate.ai_socktype | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(candidate.ai_family, kind, candidate.ai_protocol)
        guard descriptor >= 0 else { return errno }
        defer { close(descriptor) }
        if connect(descriptor, candidate.ai_addr, candidate.ai_addrlen) == 0 { return 0 }
        guard errno == EINPROGRESS else { return errno }
        var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        guard poll(&ready, 1, timeoutMilliseconds) > 0 else { return ETIMEDOUT }
        var failure: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &failure, &size)
        return failure
    }
}

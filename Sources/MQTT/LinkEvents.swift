/// What libmosquitto's callbacks told us since it was last looked at. Owned by one `BrokerLink` and touched only by
/// the thread that drives that link, since the library calls back from within our own calls.
final class LinkEvents {
    var messages: [InboundMessage] = []
    /// Grows with every packet that reached a callback: the library does not say how many packets a read took.
    var packets = 0
    /// QoS 1 messages whose acknowledgements the library still holds back.
    var unacknowledged = 0
    /// The broker's answer to CONNECT: acknowledge flags (bit 0 is session present) and reason code.
    var connectAnswer: (flags: Int32, code: Int32)?
    /// The broker's answers to our SUBSCRIBEs: packet id and one reason code a filter.
    var subscribeAnswers: [(packetID: Int32, codes: [UInt8])] = []
    /// The broker's answers to our own QoS 1 publications, in the order they came; QoS 0 counts when it is written.
    var published: [(packetID: Int32, code: UInt8)] = []
    /// Reason code, or the library's error, of a connection that ended.
    var disconnected: Int32?
    /// What the library logged while connecting: the only place where the cause of a TLS failure is told.
    var complaints: [String] = []
}

import Hummingbird

/// What is known of a request beside what it says: where it comes from.
struct WebContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// The other end's IP address; nil where the system does not tell.
    let remoteAddress: String?

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        remoteAddress = source.channel.remoteAddress?.ipAddress
    }
}

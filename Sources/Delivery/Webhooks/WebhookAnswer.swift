/// What became of one request to a webhook.
enum WebhookAnswer: Equatable {
    case taken
    /// It will not be taken later either.
    case refused(String)
    /// It may be taken later.
    case failed(String)

    /// A redirect is not followed, so it is a failure until the address is corrected.
    init(status: Int) {
        switch status {
        case 200..<300: self = .taken
        case 408, 425, 429: self = .failed("answered with status \(status)")
        case 400..<500: self = .refused("answered with status \(status)")
        default: self = .failed("answered with status \(status)")
        }
    }
}

/// What a convention found out about topics, which come again and again: bounded, and to be forgotten when something is
/// learned that it rests on.
struct TopicCache<Value: Sendable>: Sendable {
    private var known: [MessageTopic: Value] = [:]
    private let limit = 2000
    private let lengthLimit = 256

    /// Beyond the limit nothing is remembered.
    subscript(_ topic: MessageTopic) -> Value? {
        get { known[topic] }
        set {
            guard known[topic] != nil || (known.count < limit && topic.text.utf8.count <= lengthLimit) else {
                return
            }
            known[topic] = newValue
        }
    }

    mutating func forget() {
        if !known.isEmpty { known = [:] }
    }
}

/// What the broker publishes, retained, when the connection ends without a goodbye.
package struct LastWill: Sendable, Equatable {
    package var topic: String
    package var payload: [UInt8]

    package init(topic: String, payload: [UInt8]) {
        self.topic = topic
        self.payload = payload
    }
}

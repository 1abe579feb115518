import Testing

/// The real program against a real broker. One at a time: each has a broker, a gateway and a feeder of its own.
@Suite("End to end", .serialized)
struct EndToEnd {}

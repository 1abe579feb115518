/// One sample for `/metrics`.
package struct Metric: Sendable, Equatable {
    package enum Kind: String, Sendable {
        case counter, gauge
    }

    /// `vardag_...`, with its unit, `_total` at the end of a counter's.
    package var name: String
    package var help: String
    package var kind: Kind
    /// In the order in which they are printed.
    package var labels: [Label]
    package var value: Double

    package struct Label: Sendable, Equatable {
        package var name: String
        package var value: String
        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    package init(_ name: String, _ help: String, _ kind: Kind, labels: [Label] = [], _ value: Double) {
        self.name = name
        self.help = help
        self.kind = kind
        self.labels = labels
        self.value = value
    }
}

/// A home as the database knows it: a small number for its rows, and its id.
package struct StoredHome: Hashable, Sendable {
    /// From 1; 0 stands for no home.
    package var number: Int64
    package var id: String

    package init(number: Int64, id: String) {
        self.number = number
        self.id = id
    }
}

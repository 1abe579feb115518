/// Finds what a misspelt word was probably meant to be.
package enum Spelling {
    /// The candidate nearest to `word`, or nil when none is near: at most one slip in three letters.
    package static func closest(to word: String, in candidates: some Sequence<String>) -> String? {
        let wanted = word.lowercased()
        let limit = max(1, wanted.count / 3)
        var best: (distance: Int, candidate: String)?
        for candidate in candidates where abs(candidate.count - wanted.count) <= limit {
            let distance = distance(wanted, candidate.lowercased())
            if distance <= limit, distance < best?.distance ?? .max { best = (distance, candidate) }
        }
        return best?.candidate
    }

    /// Edits (insert, delete, replace, swap of neighbours) from one word to the other.
    ///
    /// Source: optimal string alignment distance (restricted Damerau-Levenshtein).
    static func distance(_ a: String, _ b: String) -> Int {
        let (a, b) = (Array(a), Array(b))
        var beforeLast = [Int](repeating: 0, count: b.count + 1)
        var last = Array(0...b.count)
        for i in 0..<a.count {
            var row = [i + 1]
            for j in 0..<b.count {
                var cost = min(row[j] + 1, last[j + 1] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, beforeLast[j - 1] + 1) }
                row.append(cost)
            }
            beforeLast = last
            last = row
        }
        return last[b.count]
    }
}

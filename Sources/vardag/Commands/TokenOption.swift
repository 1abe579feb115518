import ArgumentParser
import Foundation

/// The token with which a command asks a gateway that has accounts.
struct TokenOption: ParsableArguments {
    @Option(help: "A file with a token from `account token`, for a gateway with accounts.") var tokenFile: String?

    /// Nil where no file is named; says so and ends with status 1 when it cannot be read.
    func read() throws -> String? {
        guard let tokenFile else { return nil }
        guard let text = try? String(contentsOfFile: tokenFile, encoding: .utf8) else {
            throw Terminal.fail("\(tokenFile): cannot be read")
        }
        return text.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}

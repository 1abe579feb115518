import Foundation

/// What a new password must be: long enough, and nothing that the gateway itself would lead to. Any letters may be in
/// it, and none must (NIST SP 800-63B).
enum PasswordRules {
    static let shortest = 12
    static let longest = 128

    /// What is wrong with it, for people; nil when nothing is.
    static func problem(_ password: String, login: String, name: String, _ words: Phrases) -> String? {
        guard password.unicodeScalars.count >= shortest else {
            return words.say("passwordShort", ["shortest": shortest])
        }
        guard password.unicodeScalars.count <= longest else {
            return words.say("passwordLong", ["longest": longest])
        }
        let plain = password.lowercased()
        let parts = name.lowercased().split(separator: " ").map(String.init).filter { $0.count > 3 }
        let near = [login, "vardag", "lösenord", "password", "qwerty", "123456"] + parts
        var rest = plain
        for word in near { rest = rest.replacing(word, with: "") }
        guard rest.count >= shortest / 2, Set(plain).count > 4 else {
            return words.say("passwordEasy")
        }
        return nil
    }
}

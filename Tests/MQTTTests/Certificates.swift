import Foundation

/// A certificate authority of a test's own, made with openssl in a folder.
struct Certificates {
    struct Failed: Error, CustomStringConvertible { let description: String }

    private let folder: URL

    /// Makes `NAME-ca.crt` and `NAME.crt`, `NAME.key` for the host name `localhost`.
    init(in folder: URL, name: String) throws {
        self.folder = folder
        let subject = "/CN=localhost"
        try openssl(
            "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=\(name) -keyout \(name)-ca.key -out \(name)-ca.crt")
        try openssl("req -newkey rsa:2048 -nodes -subj \(subject) -keyout \(name).key -out \(name).csr")
        try "subjectAltName=DNS:localhost".write(
            to: folder.appendingPathComponent("\(name).ext"), atomically: true, encoding: .utf8)
        try openssl(
            "x509 -req -in \(name).csr -CA \(name)-ca.crt -CAkey \(name)-ca.key -CAcreateserial -days 2"
                + " -extfile \(name).ext -out \(name).crt")
    }

    private func openssl(_ arguments: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = arguments.split(separator: " ").map(String.init)
        process.currentDirectoryURL = folder
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failed(description: "openssl \(arguments)") }
    }
}

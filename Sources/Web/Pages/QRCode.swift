import CQREncode

/// A text as a picture for a phone's camera (ISO/IEC 18004), through libqrencode.
struct QRCode {
    /// With the free margin of four that the standard asks for.
    let viewBox: String
    /// An SVG path of the dark squares, each of side 1.
    let squares: String

    /// The text is short: at most a few hundred bytes.
    init(_ text: String) {
        guard let code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M) else {
            preconditionFailure("libqrencode makes no picture of \(text.utf8.count) bytes")
        }
        defer { QRcode_free(code) }
        let width = Int(code.pointee.width)
        // The lowest bit of each byte is its square, row after row.
        let isDark = UnsafeBufferPointer(start: code.pointee.data, count: width * width).map { $0 & 1 == 1 }
        viewBox = "-4 -4 \(width + 8) \(width + 8)"
        squares = isDark.indices.filter { isDark[$0] }.map { "M\($0 % width) \($0 / width)h1v1h-1z" }.joined()
    }
}

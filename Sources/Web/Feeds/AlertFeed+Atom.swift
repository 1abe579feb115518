import CareModel

extension AlertFeed {
    /// Source: RFC 4287. `origin` is the scheme and host that links begin with.
    func atom(origin: String) -> String {
        let own = Self.escaped(origin + Form.atom.path)
        var text = """
            <?xml version="1.0" encoding="utf-8"?>
            <feed xmlns="http://www.w3.org/2005/Atom" xml:lang="\(language.rawValue)">
            <id>\(Self.tag("alerts"))</id>
            <title>\(Self.escaped(title))</title>
            <updated>\(updated)</updated>
            <author><name>Vardag</name></author>
            <link rel="self" type="application/atom+xml" href="\(own)"/>
            <link rel="alternate" type="text/html" href="\(Self.escaped(origin))/"/>

            """
        for entry in entries {
            text += """
                <entry>
                <id>\(Self.escaped(entry.id))</id>
                <title>\(Self.escaped(entry.title))</title>
                <published>\(entry.raisedAt)</published>
                <updated>\(entry.changedAt)</updated>
                <link rel="alternate" type="text/html" href="\(Self.escaped(origin + entry.path))"/>
                \(entry.tags.map { "<category term=\"\(Self.escaped($0))\"/>" }.joined())
                <summary>\(Self.escaped(entry.text))</summary>
                </entry>

                """
        }
        return text + "</feed>\n"
    }

    /// As text or within quotes. What XML 1.0 (section 2.2) has no form for is replaced.
    private static func escaped(_ text: String) -> String {
        var fit = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            let isFit =
                switch scalar {
                case "\t", "\n", "\r", "\u{20}"..."\u{D7FF}", "\u{E000}"..."\u{FFFD}", "\u{10000}"..."\u{10FFFF}": true
                default: false
                }
            fit.append(isFit ? scalar : "\u{FFFD}")
        }
        return HTMLText().escapeText(String(fit))
    }
}

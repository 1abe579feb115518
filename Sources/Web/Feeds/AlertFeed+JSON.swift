import CareModel

extension AlertFeed {
    /// Source: JSON Feed 1.1. `origin` is the scheme and host that links begin with.
    func json(origin: String) throws -> String {
        let feed = Feed(
            title: title, language: language.rawValue, home: origin + "/", own: origin + Form.json.path,
            items: entries.map { entry in
                Item(
                    id: entry.id, url: origin + entry.path, title: entry.title, text: entry.text,
                    published: entry.raisedAt, modified: entry.changedAt, tags: entry.tags)
            })
        return try Answer.json(feed).body
    }

    private struct Feed: Encodable {
        var version = "https://jsonfeed.org/version/1.1"
        var title: String
        var language: String
        var home: String
        var own: String
        var authors = [["name": "Vardag"]]
        var items: [Item]

        private enum CodingKeys: String, CodingKey {
            case version, title, language, authors, items
            case home = "home_page_url"
            case own = "feed_url"
        }
    }

    private struct Item: Encodable {
        var id: String
        var url: String
        var title: String
        var text: String
        var published: Timestamp
        var modified: Timestamp
        var tags: [String]

        private enum CodingKeys: String, CodingKey {
            case id, url, title, tags
            case text = "content_text"
            case published = "date_published"
            case modified = "date_modified"
        }
    }
}

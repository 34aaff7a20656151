internal import GalleyText

/// Clean copy in one of the output formats, and what the format added to the article's text.
///
/// What is added is no edit: the record says where it stands, and undo takes it out again.
struct Rendering {
    var bytes: [UInt8]
    /// What does not belong to the text: places in `bytes`, in order.
    var added: [Range<Int>] = []

    /// Text: headline, blank line, body, and a line feed at the end.
    init(text article: Article) {
        bytes = []
        bytes.reserveCapacity(article.bytes.count + 2)
        append(article)
    }

    /// Text behind front matter with title, language and topics.
    init(markdown article: Article, _ tags: [Tag]) {
        bytes = Array("---\n".utf8)
        let title = article.headline?.text
        if let title { bytes += Array("title: \(YAML.quoted(title))\n".utf8) }
        bytes += Array("lang: \(article.language)\n".utf8)
        if !tags.isEmpty {
            bytes += Array("topics:\n".utf8)
            for tag in tags { bytes += Array("  - \(YAML.quoted(tag.id)) # \(tag.label)\n".utf8) }
        }
        bytes += Array("---\n\n".utf8)
        added = [0..<bytes.count]
        // The front matter says a headline that only the source knows.
        append(article, saysHeadline: true)
    }

    private mutating func append(_ article: Article, saysHeadline: Bool = false) {
        let text = article.bytes
        // To search is needless where lines stand apart already, and none but the text can tell a headline.
        guard article.facts.title != nil || article.hasTouchingLines, let headline = article.headline else {
            bytes += text
            return endLine()
        }
        guard let number = headline.line else {
            if !saysHeadline { add("\(headline.text)\n\n") }
            bytes += text
            return endLine()
        }
        let lines = article.lines
        bytes += text[..<lines[number].next]
        if number + 1 < lines.count, !lines[number + 1].isBlank { add("\n") }
        bytes += text[lines[number].next...]
        endLine()
    }

    private mutating func endLine() {
        if let last = bytes.last, last != 0x0A, added.last?.upperBound != bytes.count { add("\n") }
    }

    private mutating func add(_ text: String) {
        let start = bytes.count
        bytes += Array(text.utf8)
        added.append(start..<bytes.count)
    }
}

extension Article {
    /// Some line stands right above another.
    fileprivate var hasTouchingLines: Bool {
        let lines = lines
        return lines.indices.dropLast().contains { !lines[$0].isBlank && !lines[$0 + 1].isBlank }
    }
}

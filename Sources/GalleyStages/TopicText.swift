internal import GalleyText

/// The words that a model tells topics by: those of the headline, and those of the body without it.
struct TopicText {
    /// Where the headline's words lie.
    let titleBytes: [UInt8]
    /// The words of the headline.
    let title: [Token]
    /// Where the body's words lie.
    let bytes: [UInt8]
    /// The words of the article.
    let words: [Token]
    /// Those of the body that stand before a headline within the text.
    let before: Range<Int>
    /// Those behind it.
    let behind: Range<Int>

    /// How many words there are.
    var count: Int { title.count + before.count + behind.count }

    /// The words of the body are those that the article shares with other stages.
    init(_ article: Article) {
        bytes = article.bytes
        var titleLine = 0..<0
        if let headline = article.headline {
            titleBytes = headline.line == nil ? Array(headline.text.utf8) : bytes
            titleLine = headline.line.map { article.lines[$0].trimmed } ?? 0..<0
            let place = headline.line == nil ? 0..<titleBytes.count : titleLine
            let text = titleBytes
            title = TokenTable(text.span, in: place).tokens
        } else {
            (titleBytes, title) = ([], [])
        }
        words = article.words.tokens
        let place = article.words.within(titleLine)
        (before, behind) = (0..<place.lowerBound, place.upperBound..<words.count)
    }
}

package import GalleyText

/// The signs of an article's lines, for those who learn weights from them.
extension StripNavigation {
    /// The names of the signs that are known before the first look, in order; `signs` has as many for each line.
    package static var signNames: [String] { LineSign.allCases.prefix(LineSign.articleCount).map(\.name) }

    /// The names of the signs that the first look gives, in order.
    package static var lookNames: [String] { LineSign.allCases.dropFirst(LineSign.articleCount).map(\.name) }

    /// The signs that the first look gives to lines of so many words, from its sums.
    package static func looks(_ sums: [Float], words: [Float]) -> [Float] {
        let first = sums.map { max(-6, min(6, $0)) }
        var looks = Looks()
        looks.survey(first) { words[$0] }
        var row = [Float](repeating: 0, count: LineSign.count)
        return first.indices.flatMap { line in
            looks.signs(of: line, first, into: &row)
            return row[LineSign.articleCount...]
        }
    }

    /// The lines that the rules leave, and the signs of each.
    package func signs(of article: Article) throws(StageFailure) -> (lines: [Range<Int>], values: [Float]) {
        let text = article.bytes
        let bytes = text.span
        let headline = article.facts.title == nil ? nil : article.headline?.line
        var judgement = LitterJudgement(
            try candidates(text, article.lines, isMarkdown: article.facts.isMarkdown),
            headline: headline
        )
        return judgement.signs(bytes, grounds, weights.vocabulary)
    }
}

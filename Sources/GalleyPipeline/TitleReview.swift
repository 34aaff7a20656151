internal import GalleyStages
internal import GalleyText

/// What stages make of the title that came with an article.
struct TitleReview {
    private(set) var passes: [Pass] = []
    private var title: Article
    private var protected: Stet

    init(_ text: String, of article: Article, _ stet: [LinePattern]) {
        title = Article(titled: text, of: article)
        protected = Stet(stet, in: title)
    }

    /// Lets a stage read the title, and gives the article its new spelling.
    ///
    /// - Returns: why the article is set aside, if the stage failed.
    mutating func review(by stage: PipelineStage, _ number: Int, _ article: Article) -> Verdict? {
        title.whole = article
        for round in 0..<type(of: stage.stage).rounds {
            var markup = Markup()
            do throws(StageFailure) {
                try stage.stage.review(title: title, into: &markup)
            } catch {
                return .setAside(reason: "stage-failed", message: "\(stage.name): \(error.message)")
            }
            if round == 0, markup.isEmpty { return nil }
            let (edits, dropped) = protected.filter(markup.edits)
            if let fault = edits.firstFault(in: title.bytes) {
                return .setAside(reason: "stage-at-fault", message: "\(stage.name): \(fault)")
            }
            // What the stage saw in its look before, and left alone, it sees again.
            if round > 0 { passes[passes.count - 1].findings = [] }
            let findings = markup.findings + dropped
            if !edits.isEmpty || !findings.isEmpty {
                passes.append(Pass(stage: number, before: title.bytes, edits: edits, findings: findings))
            }
            guard !edits.isEmpty else { break }
            protected.carry(through: edits)
            let text = String(decoding: edits.applied(to: title.bytes), as: UTF8.self)
            title = Article(titled: text, of: article)
            article.retitle(text)
        }
        return nil
    }
}

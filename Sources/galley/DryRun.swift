internal import GalleyText

/// What a pipeline would do to one article.
struct DryRun {
    /// What the article is called.
    let name: String
    /// The text that the first stage reads.
    let original: [UInt8]
    /// How many lines of its file stand before the text.
    var linesBefore = 0
    /// The encoding of its file.
    var encoding = "utf-8"
    /// The changes to it.
    let hunks: [Hunk]
    /// For each pass that marks name, the stage.
    let stages: [String]
    /// What was seen and left alone, in places of the original.
    let findings: [(stage: String, finding: Finding)]
    let tags: [Tag]
    let verdict: Verdict
    /// Says whether undoing the changes gives the input back.
    let isUndone: Bool

    /// The words of the original, and how many of them the changes leave.
    ///
    /// A word that is repaired is kept; one that is taken out is not.
    var words: (kept: Int, all: Int) {
        let table = TokenTable(original.span, in: 0..<original.count)
        var lost = 0
        for hunk in hunks {
            let old = table.within(hunk.original).count
            guard old > 0 else { continue }
            let new = TokenTable(hunk.replacement.span, in: 0..<hunk.replacement.count).tokens.count
            lost += max(0, old - new)
        }
        return (table.tokens.count - lost, table.tokens.count)
    }

    /// The same with nothing but the marks and findings of one stage.
    func only(_ stage: String) -> DryRun {
        DryRun(
            name: name,
            original: original,
            linesBefore: linesBefore,
            encoding: encoding,
            hunks: hunks.filter { $0.marks.contains { stages[$0.pass] == stage } },
            stages: stages,
            findings: findings.filter { $0.stage == stage },
            tags: stage == "tag-topics" ? tags : [],
            verdict: verdict,
            isUndone: isUndone
        )
    }
}

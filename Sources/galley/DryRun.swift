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
    /// The language that the last stage saw it in.
    var language = Language.undetermined
    let verdict: Verdict
    /// What the article resembles that was delivered before.
    var resemblance: Resemblance?
    /// What is done to the title that came with the article, if anything is.
    var title: Marks?
    /// Says whether undoing the changes gives the input back.
    let isUndone: Bool

    /// The changes to a text, and what was seen in it and left alone, in places of the original.
    struct Marks {
        let original: [UInt8]
        var hunks: [Hunk]
        /// For each pass that marks name, the stage.
        let stages: [String]
        var findings: [(stage: String, finding: Finding)]
    }

    /// The words of the original, and how many of them the changes leave.
    var words: WordCount { WordCount(original, hunks) }

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
            language: language,
            verdict: verdict,
            resemblance: stage == "dedupe-articles" ? resemblance : nil,
            title: title.map { title in
                Marks(
                    original: title.original,
                    hunks: title.hunks.filter { $0.marks.contains { title.stages[$0.pass] == stage } },
                    stages: title.stages,
                    findings: title.findings.filter { $0.stage == stage }
                )
            },
            isUndone: isUndone
        )
    }
}

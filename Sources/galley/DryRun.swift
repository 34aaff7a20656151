internal import GalleyText

/// What a pipeline would do to one article.
struct DryRun {
    /// What the article is called: the name of its file as it is, and the line in it.
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

    /// How often stages marked the text or the title.
    var markingStages: [String] {
        let inTitle = title.map { title in title.hunks.flatMap(\.marks).map { title.stages[$0.pass] } }
        return hunks.flatMap(\.marks).map { stages[$0.pass] } + (inTitle ?? [])
    }

    /// How much was seen in the text or the title and left alone.
    var findingCount: Int { findings.count + (title?.findings.count ?? 0) }

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

/// What a pipeline would do to many articles.
struct DryRunTotals {
    private(set) var articles = 0
    private var (kept, all) = (0, 0)
    private var (marks, findings) = (0, 0)
    private var (setAside, dropped) = (0, 0)

    mutating func add(_ run: DryRun) {
        let words = run.words
        articles += 1
        (kept, all) = (kept + words.kept, all + words.all)
        (marks, findings) = (marks + run.markingStages.count, findings + run.findingCount)
        switch run.verdict {
        case .deliver: break
        case .setAside: setAside += 1
        case .duplicate: dropped += 1
        }
    }

    /// All in one line.
    var text: String {
        var parts = ["kept \(kept) of \(all) words", counted(marks, "mark"), counted(findings, "finding")]
        if setAside > 0 { parts.append("\(setAside) set aside") }
        if dropped > 0 { parts.append("\(dropped) dropped") }
        return "\(articles) articles: " + parts.joined(separator: " · ")
    }
}

internal import GalleyPipeline
internal import GalleyText

extension DryRun {
    /// Cleans an article without keeping the copy, and undoes it again to see that it can be.
    init(_ source: Source, named name: String, through pipeline: Pipeline, memory: (any ArticleMemory)? = nil) {
        let cleaner = Cleaner(pipeline.engine, pipeline.identity, format: .text, record: .full)
        let cleaned = cleaner.clean(source, memory: memory, named: name)
        let outcome = cleaned.outcome
        var composition = Composition(count: source.text.count)
        var findings = source.decodingFindings.map { (stage: "decode", finding: $0) }
        for pass in outcome.passes {
            let stage = pipeline.engine.stages[pass.stage].name
            for finding in pass.findings {
                let place = composition.original(of: finding.range)
                findings.append((stage, Finding(range: place, rule: finding.rule, message: finding.message)))
            }
            composition.add(pass.edits)
        }
        var hunks: [Hunk] = []
        for hunk in composition.hunks {
            if let whole = hunks.last?.joined(with: hunk, in: source.text) {
                hunks[hunks.count - 1] = whole
            } else {
                hunks.append(hunk)
            }
        }
        self.init(
            name: name,
            original: source.text,
            linesBefore: source.linesBeforeText,
            encoding: source.encoding,
            hunks: hunks,
            stages: outcome.passes.map { pipeline.engine.stages[$0.stage].name },
            findings: findings.sorted { $0.finding.range.lowerBound < $1.finding.range.lowerBound },
            tags: outcome.tags,
            language: outcome.article.language,
            verdict: outcome.verdict,
            resemblance: outcome.resemblance,
            isUndone: cleaned.isUndone
        )
    }
}

extension Cleaned {
    /// Whether record and copy give back what came in; for what is set aside there is nothing to undo.
    fileprivate var isUndone: Bool {
        guard outcome.verdict == .deliver else { return true }
        let record = record
        guard let value = try? JSONValue(record.span, in: 0..<record.count) else { return false }
        return (try? Undo.original(of: copy, by: value)) == source.raw
    }
}

extension Source {
    /// How many lines of the file stand before its text: those of the front matter.
    fileprivate var linesBeforeText: Int {
        guard frontMatterCount > 0 else { return 0 }
        let front = Decoding(raw, as: encoding).text[..<frontMatterCount]
        return front.count { $0 == 0x0A }
    }
}

internal import GalleyPipeline
internal import GalleyText

extension DryRun {
    /// Cleans an article without keeping the copy, and undoes it again to see that it can be.
    init(_ source: Source, named name: String, through pipeline: Pipeline, memory: (any ArticleMemory)? = nil) {
        let cleaner = Cleaner(pipeline.engine, pipeline.identity, format: .text, record: .full)
        let cleaned = cleaner.clean(source, memory: memory, named: name)
        let outcome = cleaned.outcome
        let stages = pipeline.engine.stages
        let marks = Marks(source.text, outcome.passes, by: stages, findings: source.decodingFindings)
        let title = outcome.titlePasses.first.map { Marks($0.before, outcome.titlePasses, by: stages) }
        self.init(
            name: name,
            original: source.text,
            linesBefore: source.linesBeforeText,
            encoding: source.encoding,
            hunks: marks.hunks,
            stages: marks.stages,
            findings: marks.findings,
            tags: outcome.tags,
            language: outcome.article.language,
            verdict: outcome.verdict,
            resemblance: outcome.resemblance,
            title: title,
            isUndone: cleaned.isUndone
        )
    }
}

extension DryRun.Marks {
    /// What passes did to a text, in which decoding had found something.
    fileprivate init(_ original: [UInt8], _ passes: [Pass], by stages: [PipelineStage], findings: [Finding] = []) {
        var composition = Composition(count: original.count)
        var findings = findings.map { (stage: "decode", finding: $0) }
        for pass in passes {
            for finding in pass.findings {
                let place = composition.original(of: finding.range)
                findings.append(
                    (stages[pass.stage].name, Finding(range: place, rule: finding.rule, message: finding.message))
                )
            }
            composition.add(pass.edits)
        }
        var hunks: [Hunk] = []
        for hunk in composition.hunks {
            if let whole = hunks.last?.joined(with: hunk, in: original) {
                hunks[hunks.count - 1] = whole
            } else {
                hunks.append(hunk)
            }
        }
        self.init(
            original: original,
            hunks: hunks,
            stages: passes.map { stages[$0.stage].name },
            findings: findings.sorted { $0.finding.range.lowerBound < $1.finding.range.lowerBound }
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

public import GalleyStages
public import GalleyText

/// A stage of a pipeline with its options, ready to run.
public struct PipelineStage: Sendable {
    /// The name in the pipeline file.
    public let name: String
    /// The stage.
    public let stage: any Stage
    /// Digest of the options as written, for the record.
    public let optionsDigest: Digest
    private let hasKnownOptions: Bool

    /// Makes a stage of a pipeline.
    ///
    /// - Parameter options: its options as written; `nil` if they are not known.
    public init(_ stage: any Stage, name: String? = nil, options: String? = nil) {
        self.name = name ?? type(of: stage).card.name
        self.stage = stage
        let bytes = Array((options ?? "").utf8)
        (optionsDigest, hasKnownOptions) = (Digest(bytes.span), options != nil)
    }

    /// The same stage, with options that are known to be the same.
    func isSame(as other: PipelineStage) -> Bool {
        type(of: stage) == type(of: other.stage) && name == other.name
            && hasKnownOptions && other.hasKnownOptions && optionsDigest == other.optionsDigest
    }
}

/// What one pass of a stage did.
public struct Pass: Sendable {
    /// The number of the stage in the pipeline.
    public let stage: Int
    /// The text that the stage read; for a pass over the title, the title.
    public let before: [UInt8]
    /// What it changed.
    public let edits: EditList
    /// What it saw and left alone, in places of `before`.
    public internal(set) var findings: [Finding]
}

/// What a pipeline made of an article.
public struct Outcome {
    /// The article as the last stage left it.
    public let article: Article
    /// The passes that changed or reported something, in order.
    public let passes: [Pass]
    /// The passes over the title that came with the article, likewise.
    public let titlePasses: [Pass]
    /// The topics.
    public let tags: [Tag]
    /// What becomes of the article.
    public let verdict: Verdict
    /// What it resembles that was delivered before.
    public let resemblance: Resemblance?
    /// What it is to be known again by, where a stage has asked for that.
    public let sketch: Sketch?
}

/// Runs stages over articles: checks what they propose, applies it once, keeps everything.
public struct Engine: Sendable {
    /// The stages, in order.
    public let stages: [PipelineStage]
    /// Patterns of lines that no stage may touch.
    public let stet: [LinePattern]
    /// How long one article may take; it is looked at between stages, and `nil` is for ever.
    public var deadline: Duration?

    /// For each stage the one before it that is the same; empty if the pipeline names none twice.
    private let twins: [Int?]

    /// Makes an engine.
    public init(_ stages: [PipelineStage], stet: [LinePattern] = []) {
        (self.stages, self.stet) = (stages, stet)
        let twins = stages.indices.map { number in stages[..<number].lastIndex { $0.isSame(as: stages[number]) } }
        self.twins = twins.contains { $0 != nil } ? twins : []
    }

    /// Cleans one article.
    ///
    /// A stage that fails, takes too long or breaks the rules of `Markup` sets the article aside; what was done before it is kept.
    ///
    /// - Complexity: one pass over the text for each stage, and one copy for each stage that changes something.
    public func clean(_ article: Article) -> Outcome {
        var article = article
        let size = max(1, article.bytes.count)
        var changed = 0
        var passes: [Pass] = []
        var tags: [Tag] = []
        var protected = Stet(stet, in: article)
        var title = article.facts.title.map { TitleReview($0, of: article, stet) }
        let start = deadline.map { _ in ContinuousClock.now }
        var (resemblance, sketch): (Resemblance?, Sketch?)
        func outcome(_ verdict: Verdict) -> Outcome {
            Outcome(
                article: article,
                passes: passes,
                titlePasses: title?.passes ?? [],
                tags: tags,
                verdict: verdict,
                resemblance: resemblance,
                sketch: sketch
            )
        }
        // How many edit lists there were, which was the last, and how many when a stage last had nothing to say.
        var (revision, latest) = (0, EditList())
        var silence = [Int?](repeating: nil, count: twins.count)
        func forgetSilence() {
            for stage in silence.indices { silence[stage] = nil }
        }
        for (number, stage) in stages.enumerated() {
            if let deadline, let start, start.duration(to: .now) > deadline {
                let message = "it took longer than \(deadline.components.seconds) s before \(stage.name)"
                return outcome(.setAside(reason: "deadline", message: message))
            }
            let titlePasses = title?.passes.count
            if let verdict = title?.review(by: stage, number, article) { return outcome(verdict) }
            if title?.passes.count != titlePasses { forgetSilence() }
            let tagsBefore = tags
            // What has changed since the look before, if that reported nothing.
            var changes: EditList?
            let heard = twins.isEmpty ? nil : twins[number].flatMap { silence[$0] }
            if heard == revision {
                silence[number] = revision
                continue
            }
            for round in 0..<type(of: stage.stage).rounds {
                if round > 0 {
                    // What the stage saw in its first look, and left alone, it sees again.
                    passes[passes.count - 1].findings = []
                    tags = tagsBefore
                }
                var markup = Markup()
                do throws(StageFailure) {
                    if let changes {
                        try stage.stage.review(article, madeBy: changes, into: &markup)
                    } else if round == 0, let heard, heard == revision - 1 {
                        try stage.stage.review(article, since: latest, into: &markup)
                    } else {
                        try stage.stage.review(article, into: &markup)
                    }
                } catch {
                    return outcome(.setAside(reason: "stage-failed", message: "\(stage.name): \(error.message)"))
                }
                let (edits, dropped) = protected.filter(markup.edits)
                if let fault = edits.firstFault(in: article.bytes) {
                    return outcome(.setAside(reason: "stage-at-fault", message: "\(stage.name): \(fault)"))
                }
                let findings = dropped.isEmpty ? markup.findings : markup.findings + dropped
                tags += markup.tags
                if let language = markup.language {
                    article.settle(language)
                    forgetSilence()
                }
                resemblance = markup.resemblance ?? resemblance
                sketch = markup.sketch ?? sketch
                if !edits.isEmpty || !findings.isEmpty {
                    passes.append(Pass(stage: number, before: article.bytes, edits: edits, findings: findings))
                }
                if let verdict = markup.verdict, verdict != .deliver {
                    return outcome(verdict)
                }
                guard !edits.isEmpty else {
                    if !silence.isEmpty, markup.isEmpty { silence[number] = revision }
                    break
                }
                (revision, latest) = (revision + 1, edits)
                protected.carry(through: edits)
                changed = edits.edits.reduce(changed) { $0 + $1.range.count }
                let change = min(1, Double(changed) / Double(size))
                article = article.revised(by: edits, change: change)
                if let foreseen = markup.foreseen, dropped.isEmpty, round + 1 < type(of: stage.stage).rounds {
                    passes[passes.count - 1].findings = []
                    if !foreseen.isEmpty {
                        passes.append(
                            Pass(stage: number, before: article.bytes, edits: EditList(), findings: foreseen)
                        )
                    }
                    break
                }
                changes = findings.isEmpty ? edits : nil
            }
        }
        return outcome(.deliver)
    }
}

public import GalleyText

/// An article that went through a pipeline, with its clean copy and its record.
public struct Cleaned {
    /// What came in.
    public let source: Source
    /// What the stages made of it.
    public let outcome: Outcome
    /// The clean copy in the output format.
    ///
    /// As text and Markdown it is empty for an article that is set aside; as JSON
    /// such an article keeps its text.
    public let copy: [UInt8]
    /// The record as a file of its own; empty where the record is inside the copy, or not wanted.
    public let record: [UInt8]
    /// The digest of the copy, where the record beside it has that.
    public var digest: Digest?
}

/// A pipeline's engine with the form in which its results go out.
public struct Cleaner: Sendable {
    /// The engine.
    public let engine: Engine
    /// Which pipeline it is.
    public let pipeline: PipelineIdentity
    /// The form of the clean copy.
    public let format: DocumentFormat
    /// How much of the record goes with it.
    public let level: RecordLevel
    /// Whether the sketch of each article goes with it, in JSON.
    public var signatures = false

    /// Makes a cleaner.
    public init(_ engine: Engine, _ pipeline: PipelineIdentity, format: DocumentFormat, record level: RecordLevel) {
        (self.engine, self.pipeline, self.format, self.level) = (engine, pipeline, format, level)
    }

    /// Cleans one article.
    ///
    /// - Parameters:
    ///   - memory: what was delivered before; it takes the article, if that is delivered.
    ///   - name: what the article is called there, unless it has an id; else as its source is.
    /// - Complexity: O(*n*) for each stage.
    public func clean(_ source: Source, memory: (any ArticleMemory)? = nil, named name: String? = nil) -> Cleaned {
        let outcome = outcome(of: source, memory, name ?? source.name)
        switch format {
        case .text, .markdown:
            guard outcome.verdict == .deliver else {
                let digest = Digest { _ in }
                let writer = writer(source, outcome, digest, added: [], isInside: false)
                return Cleaned(
                    source: source,
                    outcome: outcome,
                    copy: [],
                    record: level == .none ? [] : writer.sidecar(level: level)
                )
            }
            let rendering =
                format == .text ? Rendering(text: outcome.article) : Rendering(markdown: outcome.article, outcome.tags)
            guard level != .none else {
                return Cleaned(source: source, outcome: outcome, copy: rendering.bytes, record: [])
            }
            let copy = rendering.bytes
            let digest = Digest(copy.span)
            let writer = writer(source, outcome, digest, added: rendering.added, isInside: false)
            let record = writer.sidecar(level: level)
            return Cleaned(source: source, outcome: outcome, copy: copy, record: record, digest: digest)
        case .json, .jsonl:
            var copy: [UInt8] = []
            append(source, outcome, to: &copy)
            return Cleaned(source: source, outcome: outcome, copy: copy, record: [])
        }
    }

    /// Cleans a line of JSON Lines, without its line feed, and appends what becomes of it to `lines`, with one.
    ///
    /// - Throws: `JSONFault`, with nothing appended, if the line is not an object with a string in `field`.
    public func clean(
        line: [UInt8],
        field: String = "text",
        facts: Article.Facts = Article.Facts(),
        memory: (any ArticleMemory)? = nil,
        named name: @autoclosure () -> String = "",
        into lines: inout [UInt8]
    ) throws(JSONFault) -> Verdict {
        let source = try Source(object: line, field: field, facts: facts)
        let outcome = outcome(of: source, memory, name())
        append(source, outcome, to: &lines)
        return outcome.verdict
    }

    private func outcome(
        of source: Source,
        _ memory: (any ArticleMemory)?,
        _ name: @autoclosure () -> String
    ) -> Outcome {
        var outcome: Outcome
        repeat {
            let article = source.article
            article.memory = memory
            outcome = engine.clean(article)
        } while memory?.hasWaited() == true
        if outcome.verdict == .deliver, let sketch = outcome.sketch {
            memory?.remember(sketch, as: source.facts.id ?? name())
        }
        return outcome
    }

    private func writer(
        _ source: Source,
        _ outcome: Outcome,
        _ digest: Digest,
        added: [Range<Int>],
        isInside: Bool
    ) -> RecordWriter {
        RecordWriter(
            source: source,
            outcome: outcome,
            stages: engine.stages,
            pipeline: pipeline,
            output: format,
            outputDigest: digest,
            added: added,
            isInside: isInside,
            hasSignature: signatures
        )
    }

    /// Appends the source's object with its text replaced and `galley` added, or a new object for other sources.
    private func append(_ source: Source, _ outcome: Outcome, to copy: inout [UInt8]) {
        let kept = outcome.verdict == .deliver ? outcome.article.bytes : source.text
        let text = kept.span
        let digest = level == .none ? Digest { _ in } : Digest(text)
        guard case .member(let object, let string) = source.place else {
            let writer = writer(source, outcome, digest, added: [], isInside: false)
            copy += Array("{\"text\":".utf8)
            copy.append(jsonString: text)
            copy += Array(",\"galley\":".utf8) + writer.member(level: level) + Array("}\n".utf8)
            return
        }
        let raw = source.raw
        let bytes = raw.span
        let galley = writer(source, outcome, digest, added: [], isInside: true).member(level: level)
        // The member of an earlier run may stand before the text or behind it.
        var start = 0
        for place in [object.text, object.galley].compactMap(\.self).sorted(by: { $0.lowerBound < $1.lowerBound }) {
            copy.append(copying: bytes.extracting(start..<place.lowerBound))
            if place != object.text {
                copy += galley
            } else if outcome.verdict == .deliver {
                copy.append(jsonString: text, escapes: string.escapes ?? .utf8)
            } else {
                copy.append(copying: bytes.extracting(place))
            }
            start = place.upperBound
        }
        copy.append(copying: bytes.extracting(start..<object.end))
        if object.galley == nil {
            copy += Array(",\"galley\":".utf8)
            copy += galley
        }
        copy.append(copying: bytes.extracting(object.end..<raw.count))
        if copy.last != 0x0A { copy.append(0x0A) }
    }
}

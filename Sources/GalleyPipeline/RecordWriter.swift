internal import GalleyStages
public import GalleyText

/// How much of what was done goes with the clean copy.
public enum RecordLevel: String, CaseIterable, Sendable {
    /// Nothing.
    case none
    /// How often each rule spoke.
    case summary
    /// Every edit: enough to undo it all.
    case full
}

/// Which pipeline did it.
public struct PipelineIdentity: Sendable, Equatable {
    /// The `name` of the pipeline file.
    public let name: String
    /// Digest of the pipeline file and of all that it loads.
    public let digest: Digest

    /// Names a pipeline.
    public init(name: String, digest: Digest) { (self.name, self.digest) = (name, digest) }
}

/// Galley's version.
public let galleyVersion = "0.1.0"

/// Writes what was done to one article as JSON: the record (schema version 1) and its summary.
struct RecordWriter {
    /// The record's schema.
    ///
    /// A reader of another version refuses it.
    static let schema = 1

    /// More bytes than most records have.
    private static let usualSize = 8192

    let source: Source
    let outcome: Outcome
    let stages: [PipelineStage]
    let pipeline: PipelineIdentity
    let output: DocumentFormat
    let outputDigest: Digest
    let added: [Range<Int>]
    /// Whether the clean copy is the source's own object with the record inside.
    let isInside: Bool
    let hasSignature: Bool

    /// The record as a file of its own.
    func sidecar(level: RecordLevel) -> [UInt8] {
        var json = JSONWriter(reserving: Self.usualSize)
        json.beginObject()
        record(level, into: &json)
        summary(into: &json)
        json.endObject()
        json.endLine()
        return json.finish()
    }

    /// The object that goes into JSON output as `galley`.
    func member(level: RecordLevel) -> [UInt8] {
        var json = JSONWriter(reserving: Self.usualSize)
        json.beginObject()
        summary(into: &json)
        if level != .none {
            json.key("record")
            json.beginObject()
            record(level, into: &json)
            json.endObject()
        }
        json.endObject()
        return json.finish()
    }

    private func summary(into json: inout JSONWriter) {
        if let headline = outcome.article.headline {
            json.key("headline")
            json.string(headline.text)
        }
        json.key("language")
        json.string(outcome.article.language.rawValue)
        json.topics(outcome.tags)
        json.verdict(outcome.verdict)
        if let resemblance = outcome.resemblance { json.resemblance(resemblance) }
        if hasSignature {
            json.key("signature")
            json.beginObject()
            json.sketch(Sketch(of: outcome.article))
            json.endObject()
        }
        json.key("findings")
        json.beginArray()
        for found in source.decodingFindings { finding(found, of: "decode", in: source.text, into: &json) }
        for (passes, isTitle) in [(outcome.titlePasses, true), (outcome.passes, false)] {
            for pass in passes {
                for found in pass.findings {
                    finding(found, of: stages[pass.stage].name, in: pass.before, isTitle: isTitle, into: &json)
                }
            }
        }
        json.endArray()
    }

    private func finding(
        _ finding: Finding,
        of stage: String,
        in text: [UInt8],
        isTitle: Bool = false,
        into json: inout JSONWriter
    ) {
        json.beginObject()
        json.key("stage")
        json.string(stage)
        json.key("rule")
        json.string(finding.rule)
        json.key("message")
        json.string(finding.message)
        if isTitle {
            json.key("in")
            json.string("title")
        }
        json.key("at")
        json.integer(finding.range.lowerBound)
        json.key("text")
        json.string(text.span.extracting(finding.range))
        json.endObject()
    }

    private func record(_ level: RecordLevel, into json: inout JSONWriter) {
        json.key("schema")
        json.integer(Self.schema)
        json.key("engine")
        json.string("galley \(galleyVersion)")
        json.key("pipeline")
        json.beginObject()
        json.key("name")
        json.string(pipeline.name)
        json.key("digest")
        json.digest(pipeline.digest)
        json.endObject()
        input(level, into: &json)
        json.key("output")
        json.beginObject()
        json.key("format")
        json.string(output.rawValue)
        json.key("sha256")
        json.digest(outputDigest)
        if !added.isEmpty {
            json.key("added")
            json.beginArray()
            for range in added {
                json.beginArray()
                json.integer(range.lowerBound)
                json.integer(range.count)
                json.endArray()
            }
            json.endArray()
        }
        json.endObject()
        json.key("stages")
        edits(of: outcome.passes, level, into: &json)
        // The title that came with the article is beside its text: undo needs none of this.
        if outcome.verdict == .deliver, outcome.titlePasses.contains(where: { !$0.edits.isEmpty }) {
            json.key("title")
            edits(of: outcome.titlePasses, level, into: &json)
        }
    }

    private func edits(of passes: [Pass], _ level: RecordLevel, into json: inout JSONWriter) {
        json.beginArray()
        // An article that is set aside keeps its text: nothing was done to it that could be undone.
        if outcome.verdict == .deliver {
            for pass in passes where !pass.edits.isEmpty {
                level == .full ? full(pass, into: &json) : counts(pass, into: &json)
            }
        }
        json.endArray()
    }

    private func input(_ level: RecordLevel, into json: inout JSONWriter) {
        json.key("input")
        json.beginObject()
        if !source.name.isEmpty {
            json.key("name")
            json.string(source.name)
        }
        json.key("format")
        json.string(source.format.rawValue)
        json.key("bytes")
        json.integer(source.raw.count)
        json.key("sha256")
        let raw = source.raw
        json.digest(Digest(raw.span))
        if level == .full { envelope(into: &json) }
        json.endObject()
    }

    /// What stood around the text, as far as the clean copy does not say it.
    private func envelope(into json: inout JSONWriter) {
        let raw = source.raw
        let bytes = raw.span
        switch source.place {
        case .file(let decoding, let frontMatter):
            json.key("encoding")
            json.string(decoding.encoding)
            if !decoding.isReversible {
                json.key("original")
                json.text(bytes)
            }
            if !decoding.edits.isEmpty {
                json.key("edits")
                json.edits(decoding.edits, of: raw)
            }
            if frontMatter > 0 {
                let text = decoding.text
                json.key("front-matter")
                json.string(text.span.extracting(0..<frontMatter))
            }
        case .member(let object, let string):
            json.key("field")
            json.string(object.field)
            if let escapes = string.escapes {
                json.key("escapes")
                json.string(escapes.rawValue)
            } else {
                json.key("token")
                json.string(bytes.extracting(object.text))
            }
            if isInside, let galley = object.galley {
                json.key("galley")
                json.string(bytes.extracting(galley))
            }
            if !isInside {
                json.key("before")
                json.string(bytes.extracting(0..<object.text.lowerBound))
                json.key("after")
                json.string(bytes.extracting(object.text.upperBound..<raw.count))
            }
        }
    }

    private func full(_ pass: Pass, into json: inout JSONWriter) {
        json.beginObject()
        json.key("stage")
        json.string(stages[pass.stage].name)
        json.key("options")
        json.digest(stages[pass.stage].optionsDigest)
        json.key("edits")
        json.edits(pass.edits, of: pass.before)
        json.endObject()
    }

    private func counts(_ pass: Pass, into json: inout JSONWriter) {
        json.beginObject()
        json.key("stage")
        json.string(stages[pass.stage].name)
        json.key("edits")
        json.integer(pass.edits.edits.count)
        json.key("rules")
        json.beginObject()
        var counts: [String: Int] = [:]
        for edit in pass.edits.edits { counts[edit.rule, default: 0] += 1 }
        for (rule, count) in counts.sorted(by: { $0.key < $1.key }) {
            json.key(named: rule)
            json.integer(count)
        }
        json.endObject()
        json.endObject()
    }
}

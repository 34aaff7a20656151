internal import GalleyDelivery
internal import GalleyPipeline
internal import GalleyText
internal import Glibc

/// The articles that a command reads, with the pipeline that they go through.
struct Inputs {
    let pipeline: Pipeline
    let paths: [Path]
    /// The field of JSON that holds the text.
    let field: String
    private let encoding: String?
    private let isLines: Bool

    /// Options that say how articles are read.
    static let options: [Option] = [
        .flag("jsonl", "Read JSON Lines, one article a line, whatever the file is called."),
        .value("field", "NAME", "The field of JSON that holds the text; else the pipeline's, or 'text'."),
        .value("encoding", "NAME", "The encoding of text files; else it is detected."),
    ]

    /// Loads the pipeline; without operands, standard input is read.
    init(_ arguments: Arguments, pipeline: Pipeline, _ operands: [Path], _ console: Console) throws(Failure) {
        self.pipeline = pipeline
        paths = operands.isEmpty ? [Path("-")] : operands
        if operands.isEmpty, isatty(0) == 1 { console.say("reading standard input; Ctrl-D ends it") }
        field = arguments.text("field") ?? pipeline.field
        isLines = arguments.has("jsonl")
        guard let label = arguments.text("encoding") else {
            encoding = pipeline.encoding
            return
        }
        encoding = Decoding.name(of: label)
        guard encoding == nil else { return }
        if let advice = Decoding.advice(on: label) { throw .usage(advice) }
        throw arguments.unknown("encoding", label, among: Decoding.names)
    }

    /// The form of an input: by option or name.
    func kind(of path: Path) -> DocumentFormat { isLines ? .jsonl : DocumentFormat(ofFile: path.bytes) }

    /// Reads one article.
    func read(_ path: Path, _ kind: DocumentFormat) throws(Failure) -> Source {
        let bytes = try InputFile(path).readAll(limit: pipeline.maximumSize)
        let name = path.isDash ? "" : path.last.text
        do throws(DocumentFault) {
            return try pipeline.source(bytes, name: name, kind, field: field, encoding: encoding)
        } catch {
            throw .place("\(path.display):\(error.description)")
        }
    }
}

extension Pipeline {
    /// Loads a pipeline file, with all that is wrong with it as one failure.
    static func load(_ path: Path) throws(Failure) -> Pipeline {
        do throws(PipelineErrors) { return try load(path: path.text) } catch { throw .pipeline(error) }
    }
}

extension Verdict {
    /// What to say of an article that is not delivered.
    var objection: String? {
        switch self {
        case .deliver: nil
        case .setAside(let reason, let message): "is set aside: \(reason): \(message)"
        case .duplicate(let other): "is dropped: \(other.message)"
        }
    }
}

internal import GalleyDelivery
internal import GalleyPipeline
internal import GalleyText

extension Command {
    /// Files or standard input to clean copy.
    static let clean = Command(
        "clean",
        "Cleans articles: files or standard input, to standard output or a folder.",
        operands: Operands("[FILE…]", 0...),
        options: [
            .value("pipeline", "PIPELINE", short: "p", isRequired: true, "The pipeline file."),
            .value(
                "output",
                "DIR",
                short: "o",
                "Write each copy to DIR, under its own name, with its record beside it; - is standard output."
            ),
            .flag("force", "Let copies in DIR take the place of earlier ones."),
            .choice(
                "format",
                "FORMAT",
                DocumentFormat.self,
                "The form of the copy; else that of JSON or the pipeline's."
            ),
            .choice("record", "LEVEL", RecordLevel.self, "How much of a record goes with the copy."),
            .flag("signatures", "Add the sketch of each article to JSON, by which others find duplicates."),
            .value("workers", "N", "How many lines of JSON Lines are cleaned at once, on as many processors; else 1."),
        ] + Inputs.options,
        details: """
            Without FILE, or with -, it reads standard input. Files that end in .json hold
            one object, .jsonl and .ndjson one a line, .md text with front matter.

            A copy in JSON has the fields of its input in their order, the text replaced,
            and 'galley' added: headline, language, topics, verdict, findings, record. With
            text the record is NAME.record.json beside the copy in DIR.

            An article that is set aside, or a file that cannot be read, is told on
            standard error; the others are done, and the exit code is 1. An empty file is
            an article without words: its copy is empty, and the exit code 0.
            dedupe-articles compares the articles of one run, in their order and so one
            at a time, and remembers nothing beyond it.
            """,
        examples: [
            ("galley clean -p news.yaml article.txt", "prints the clean copy"),
            ("galley clean -p news.yaml -o clean articles/*.txt", "cleans many, with records"),
            ("zcat corpus.gz | galley clean -p news.yaml --jsonl --record none --workers 8", "filters a corpus"),
        ]
    ) { arguments, console throws(Failure) in
        let cleaning = try Cleaning(arguments, console)
        return try cleaning.run()
    }
}

/// One run of `galley clean`.
private struct Cleaning {
    let console: Console
    let inputs: Inputs
    let format: DocumentFormat?
    let level: RecordLevel?
    let hasSignatures: Bool
    let workers: Int
    let folder: OutputFolder?
    /// What was cleaned before in this run, where the pipeline asks for it.
    let memory: RunMemory?
    let progress: Progress

    init(_ arguments: Arguments, _ console: Console) throws(Failure) {
        self.console = console
        let pipeline = try Pipeline.load(arguments.path("pipeline") ?? Path(""))
        inputs = try Inputs(arguments, pipeline: pipeline, arguments.operands, console)
        format = arguments.choice("format")
        level = arguments.choice("record")
        hasSignatures = arguments.has("signatures")
        workers = try arguments.workers() ?? 1
        let (paths, replaces) = (inputs.paths, arguments.has("force"))
        folder = try arguments.path("output").flatMap { (path) throws(Failure) in
            path.isDash ? nil : try OutputFolder(path, replaces: replaces, inputs: paths)
        }
        memory = try pipeline.memory.map { (_) throws(Failure) in
            try calling { () throws(SystemFailure) in try RunMemory() }
        }
        if pipeline.memory?.isNamed == true {
            console.say("dedupe-articles compares the articles of this run; its index is written by galley run alone")
        }
        progress = Progress(isWanted: folder != nil || !Terminal(descriptor: 1).isTerminal)
    }

    func run() throws(Failure) -> ExitCode {
        var tally = Tally()
        for (number, path) in inputs.paths.enumerated() {
            try tally.attempt(console) { (tally) throws(Failure) in
                let kind = inputs.kind(of: path)
                if kind == .jsonl {
                    try cleanLines(path, isLast: number + 1 == inputs.paths.count, &tally)
                } else {
                    try clean(path, kind, &tally)
                }
            }
            progress.show("\(number + 1) of \(inputs.paths.count) files")
        }
        progress.clear()
        return tally.exitCode
    }

    private func clean(_ path: Path, _ kind: DocumentFormat, _ tally: inout Tally) throws(Failure) {
        let cleaner = cleaner(for: kind)
        if folder == nil, level != nil, level != RecordLevel.none,
            cleaner.format == .text || cleaner.format == .markdown
        {
            throw .usage("the record of \(path.subject) has no place", hint: "add -o DIR or --format json")
        }
        if hasSignatures, cleaner.format == .text || cleaner.format == .markdown {
            throw .usage("the signature of \(path.subject) has no place", hint: "add --format json")
        }
        let cleaned = try cleaner.clean(inputs.read(path, kind), memory: memory, named: path.text)
        if let folder, !cleaned.copy.isEmpty || cleaned.outcome.verdict == .deliver {
            try folder.write(name(of: path), of: path, copy: cleaned.copy, record: cleaned.record)
        } else {
            try console.out.write(cleaned.copy)
        }
        tally.done += 1
        if path.isDash, cleaned.source.raw.first(where: { !$0.isASCIISpace }) == 0x7B {
            console.say("standard input begins with '{' and is read as text; --jsonl reads JSON, one article a line")
        }
        let strange = cleaned.source.decodingFindings
        if let first = strange.first {
            // The copy is whole, but a letter may be another one than was meant.
            let more = strange.count > 1 ? "; \(strange.count - 1) more places like it" : ""
            console.say("\(path.subject): \(first.message)\(more)")
        }
        if let reason = cleaned.outcome.verdict.objection {
            tally.hasTrouble = true
            console.say("\(path.subject) \(reason)")
        }
    }

    private func cleanLines(_ path: Path, isLast: Bool, _ tally: inout Tally) throws(Failure) {
        guard format == nil || format == .json || format == .jsonl else {
            throw .usage("JSON Lines go out as JSON Lines", hint: "leave --format out for \(path.subject)")
        }
        let file = try InputFile(path)
        guard let folder else {
            var hasFeed = true
            try stream(file, path, &tally) { (lines) throws(Failure) in
                try console.out.write(lines)
                hasFeed = lines.last == 0x0A
            }
            // A last line without one stays as it is, unless another file comes behind it.
            if !hasFeed, !isLast { try console.out.write([0x0A]) }
            return
        }
        try folder.write(name(of: path), of: path) { (write) throws(Failure) in
            try stream(file, path, &tally, write)
        }
    }

    private func stream(
        _ file: borrowing InputFile,
        _ path: Path,
        _ tally: inout Tally,
        _ write: ([UInt8]) throws(Failure) -> Void
    ) throws(Failure) {
        let pipeline = inputs.pipeline
        var stream = LineStream(
            cleaner(for: .jsonl),
            field: inputs.field,
            facts: pipeline.facts,
            maxSize: pipeline.maximumSize,
            name: path.isDash ? "stdin" : path.text,
            memory: memory,
            workers: workers
        )
        var hasTrouble = false
        var bytes = 0
        let name = path.isDash ? "standard input" : path.display
        try stream.run(
            read: { (buffer: inout [UInt8]) throws(Failure) in
                let count = buffer.count
                try file.read(into: &buffer)
                bytes += buffer.count - count
                progress.show("\(name): \(bytes >> 20) MiB")
            },
            write: write,
            report: { trouble in
                hasTrouble = true
                progress.clear()
                console.tell(trouble, in: name)
            },
            leave: { (_) throws(Failure) in }
        )
        tally.hasTrouble = tally.hasTrouble || hasTrouble
        if stream.written > 0 || !hasTrouble { tally.done += 1 } else { tally.fail(.badData) }
    }

    private func cleaner(for kind: DocumentFormat) -> Cleaner {
        let pipeline = inputs.pipeline
        let format = format ?? inputs.pipeline.format(of: kind)
        let isJSON = format == .json || format == .jsonl
        let standard: RecordLevel = pipeline.output.record == .none || !(isJSON || folder != nil) ? .none : .full
        var cleaner = Cleaner(pipeline.engine, pipeline.identity, format: format, record: level ?? standard)
        cleaner.signatures = hasSignatures
        return cleaner
    }

    /// What the copy of an input is called in the folder.
    private func name(of path: Path) -> Path { path.isDash ? Path("stdin") : path.last }
}

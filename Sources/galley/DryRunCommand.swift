internal import GalleyDelivery
internal import GalleyPipeline
internal import GalleyText

extension Command {
    /// What a pipeline would do, as a diff.
    static let dryRun = Command(
        "dry-run",
        "Shows what a pipeline would do to articles, with the rule at each mark.",
        operands: Operands("PIPELINE [FILE…]", 1...),
        options: [
            .flag("json", "One line of JSON an article, for programs."),
            .value("stage", "NAME", "Only the marks and findings of this stage."),
        ] + Inputs.options,
        details: """
            Without FILE it shows what waits in the pipeline's inbox now; - is standard
            input. It writes nothing anywhere.

            Line numbers are those of the original. − is a line that goes, + one that
            comes, ~ one that changes: [-gone-] {+new+}, in colour on a terminal. ¶ is a
            line end; what cannot be seen stands by its name, such as ‹U+00A0›.
            """,
        examples: [
            ("galley dry-run news.yaml article.txt", "shows every mark and its rule"),
            ("galley dry-run news.yaml --stage normalize-quotes", "what one stage would do to the inbox"),
        ]
    ) { arguments, console throws(Failure) in
        let pipeline = try Pipeline.load(arguments.operands[0])
        let stage = arguments.text("stage")
        let names = pipeline.engine.stages.map(\.name)
        if let stage, !names.contains(stage) { throw arguments.unknown("stage of the pipeline", stage, among: names) }
        var files = Array(arguments.operands.dropFirst())
        var tally = Tally()
        if files.isEmpty {
            guard let spool = pipeline.spool else {
                throw .usage(
                    "FILE is missing, and the pipeline has no spool",
                    hint: "name a file, or - for standard input"
                )
            }
            let entries = try calling { () throws(SystemFailure) in
                try Inbox.entries(of: Path(spool.path), pipeline)
            }
            if entries.isEmpty { console.say("nothing waits in '\(spool.path)/inbox'") }
            for (path, objection) in entries {
                guard let objection else {
                    files.append(path)
                    continue
                }
                console.say("\(path.quoted) would be set aside: \(objection.name): \(objection.message)")
                tally.hasTrouble = true
            }
        }
        guard !files.isEmpty else { return tally.exitCode }
        let terminal = Terminal(descriptor: 1)
        let index = try calling { () throws(SystemFailure) in try ArticleIndex(reading: pipeline) }
        var trial = Trial(
            console: console,
            inputs: try Inputs(arguments, pipeline: pipeline, files, console),
            memory: pipeline.memory.map { _ in BatchMemory(index) },
            stage: stage,
            isJSON: arguments.has("json"),
            width: terminal.width,
            usesColor: terminal.usesColor(arguments.choice("color") ?? .auto)
        )
        return try trial.run(&tally)
    }
}

/// One run of `galley dry-run`.
private struct Trial {
    let console: Console
    let inputs: Inputs
    /// What the service has delivered, and what was tried before in this run.
    let memory: BatchMemory?
    let stage: String?
    let isJSON: Bool
    let width: Int
    let usesColor: Bool
    private var totals = DryRunTotals()

    init(
        console: Console,
        inputs: Inputs,
        memory: BatchMemory?,
        stage: String?,
        isJSON: Bool,
        width: Int,
        usesColor: Bool
    ) {
        (self.console, self.inputs, self.memory, self.stage) = (console, inputs, memory, stage)
        (self.isJSON, self.width, self.usesColor) = (isJSON, width, usesColor)
    }

    mutating func run(_ tally: inout Tally) throws(Failure) -> ExitCode {
        for path in inputs.paths {
            try tally.attempt(console) { (tally) throws(Failure) in
                let kind = inputs.kind(of: path)
                if kind == .jsonl {
                    try showLines(path, &tally)
                } else {
                    try show(inputs.read(path, kind), path.isDash ? path.subject : path.text, &tally)
                }
            }
        }
        if !isJSON, totals.articles > 1 { try console.out.write("\n\(totals.text)\n") }
        return tally.exitCode
    }

    private mutating func showLines(_ path: Path, _ tally: inout Tally) throws(Failure) {
        let name = path.isDash ? path.subject : path.display
        var reader = LineReader(try InputFile(path), limit: inputs.pipeline.maximumSize)
        while let line = try reader.next() {
            guard let line else {
                console.tell(.tooLong(line: reader.number, bytes: inputs.pipeline.maximumSize), in: name)
                tally.fail(.badData)
                continue
            }
            guard line.contains(where: { !$0.isASCIISpace }) else { continue }
            let source: Source
            do throws(JSONFault) {
                source = try Source(object: line, field: inputs.field, facts: inputs.pipeline.facts)
            } catch {
                let column = line[..<min(error.offset, line.count)].count { $0 & 0xC0 != 0x80 } + 1
                console.tell(.unreadable(line: reader.number, column: column, message: error.message), in: name)
                tally.fail(.badData)
                continue
            }
            try show(source, "\(path.isDash ? name : path.text):\(reader.number)", &tally)
        }
    }

    private mutating func show(_ source: Source, _ name: String, _ tally: inout Tally) throws(Failure) {
        var run = DryRun(source, named: name, through: inputs.pipeline, memory: memory)
        tally.done += 1
        if run.verdict != .deliver || !run.isUndone { tally.hasTrouble = true }
        if let stage { run = run.only(stage) }
        if isJSON {
            var line: [UInt8] = []
            run.append(to: &line)
            return try console.out.write(line)
        }
        totals.add(run)
        if totals.articles > 1 { try console.out.write("\n") }
        try console.out.write(DryRunPage(run, width: width, usesColor: usesColor).bytes)
    }
}

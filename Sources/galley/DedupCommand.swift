internal import GalleyDelivery
internal import GalleyPipeline
internal import GalleyText

extension CommandGroup {
    /// What `dedupe-articles` remembers.
    static let dedup = CommandGroup(
        name: "dedup",
        summary: "Ask the index of delivered articles, count it, tidy it, write it out.",
        commands: [.dedupQuery, .dedupStats, .dedupCompact, .dedupExport]
    )
}

extension Command {
    /// Whether an article was delivered before.
    static let dedupQuery = Command(
        "dedup query",
        "Says which delivered article each file resembles.",
        operands: Operands("PIPELINE [FILE…]", 1...),
        options: [.flag("json", "One line of JSON an article, for programs.")] + Inputs.options,
        details: """
            Each article goes through the stages of the pipeline and is compared with the
            index; nothing is remembered. It works beside a running service.
            """,
        examples: [("galley dedup query news.yaml article.txt", "was it delivered before?")]
    ) { arguments, console throws(Failure) in
        let pipeline = try Pipeline.load(arguments.operands[0])
        let index = try index(of: pipeline)
        let inputs = try Inputs(arguments, pipeline: pipeline, Array(arguments.operands.dropFirst()), console)
        return try Query(console: console, inputs: inputs, index: index, isJSON: arguments.has("json")).run()
    }

    /// How many articles are remembered.
    static let dedupStats = Command(
        "dedup stats",
        "Counts the articles of the index, its days and bytes.",
        operands: Operands("PIPELINE", 1...1),
        options: [.flag("json", "One line of JSON, for programs.")],
        details: "It works beside a running service.",
        examples: [("galley dedup stats news.yaml", "how many articles are remembered")]
    ) { arguments, console throws(Failure) in
        let index = try index(of: Pipeline.load(arguments.operands[0]))
        let statistics = try calling { () throws(SystemFailure) in try index.statistics() }
        try write(statistics, arguments.has("json"), console)
        return .done
    }

    /// The index in fewer files.
    static let dedupCompact = Command(
        "dedup compact",
        "Joins the files of each day, and removes what is older than the window.",
        operands: Operands("PIPELINE", 1...1),
        options: [],
        details: "The service does so by itself; while it runs, this ends with 75.",
        examples: [("galley dedup compact news.yaml", "after the service was stopped")]
    ) { arguments, console throws(Failure) in
        let pipeline = try Pipeline.load(arguments.operands[0])
        let (path, days) = try memory(of: pipeline)
        return try calling { () throws(SystemFailure) in
            try ArticleIndex(path, keeping: days, of: pipeline).compact()
            return .done
        }
    }

    /// All that is remembered.
    static let dedupExport = Command(
        "dedup export",
        "Writes each article of the index as a line of JSON.",
        operands: Operands("PIPELINE", 1...1),
        options: [],
        details: """
            A line has id, time in seconds since 1970, and the members of a signature, as
            galley clean --signatures gives it. It works beside a running service.
            """,
        examples: [("galley dedup export news.yaml > seen.jsonl", "for a group-by elsewhere")]
    ) { arguments, console throws(Failure) in
        try export(index(of: Pipeline.load(arguments.operands[0])), console)
        return .done
    }

    private static func memory(of pipeline: Pipeline) throws(Failure) -> (path: Path, days: Int) {
        guard let memory = pipeline.memory, let path = memory.path else {
            throw .settings(
                "\(pipeline.path) remembers no articles; it needs a stage dedupe-articles, and a spool or an index"
            )
        }
        return (Path(path), memory.days)
    }

    private static func index(of pipeline: Pipeline) throws(Failure) -> ArticleIndex {
        let (path, _) = try memory(of: pipeline)
        guard let index = try calling({ () throws(SystemFailure) in try ArticleIndex(reading: pipeline) }) else {
            throw .noInput("there is no index yet at \(path.quoted)")
        }
        return index
    }

    private static func write(
        _ statistics: ArticleIndex.Statistics,
        _ isJSON: Bool,
        _ console: Console
    ) throws(Failure) {
        let days = statistics.days.sorted { $0.key < $1.key }
        guard isJSON else {
            try console.out.write(
                "\(counted(statistics.articles, "article")) in \(counted(statistics.segments, "segment"))"
                    + ", \(statistics.bytes) bytes"
                    + (statistics.articles > 0 ? ", \(statistics.bytes / statistics.articles) an article" : "") + "\n"
            )
            for (day, count) in days { try console.out.write("  \(day)  \(count)\n") }
            return
        }
        var json = JSONWriter()
        json.beginObject()
        json.member("articles", statistics.articles)
        json.member("segments", statistics.segments)
        json.member("bytes", statistics.bytes)
        json.key("days")
        json.beginObject()
        for (day, count) in days {
            json.key(named: day)
            json.integer(count)
        }
        json.endObject()
        json.endObject()
        try console.out.write(json.bytes + [0x0A])
    }

    private static func export(_ index: ArticleIndex, _ console: Console) throws(Failure) {
        try index.forEach { (name, time, sketch) throws(Failure) in
            var json = JSONWriter()
            json.beginObject()
            json.key("id")
            json.text(name.span)
            json.member("time", time)
            json.sketch(sketch)
            json.endObject()
            try console.out.write(json.bytes + [0x0A])
        }
    }
}

/// One run of `galley dedup query`.
private struct Query {
    let console: Console
    let inputs: Inputs
    let index: ArticleIndex
    let isJSON: Bool

    func run() throws(Failure) -> ExitCode {
        var tally = Tally()
        for path in inputs.paths {
            try tally.attempt(console) { (tally) throws(Failure) in
                let kind = inputs.kind(of: path)
                let name = path.isDash ? path.subject : path.display
                guard kind == .jsonl else {
                    try answer(inputs.read(path, kind), name)
                    return tally.done += 1
                }
                var reader = LineReader(try InputFile(path), limit: inputs.pipeline.maximumSize)
                while let line = try reader.next() {
                    guard let line, line.contains(where: { !$0.isASCIISpace }) else { continue }
                    let source: Source
                    do throws(JSONFault) {
                        source = try Source(object: line, field: inputs.field, facts: inputs.pipeline.facts)
                    } catch {
                        let column = DocumentFault(error, in: line).column
                        throw .place("\(name):\(reader.number):\(column): \(error.message)")
                    }
                    try answer(source, "\(name):\(reader.number)")
                    tally.done += 1
                }
            }
        }
        return tally.exitCode
    }

    private func answer(_ source: Source, _ name: String) throws(Failure) {
        let article = source.article
        article.memory = BatchMemory(index)
        let found = inputs.pipeline.engine.clean(article).resemblance
        guard isJSON else {
            return try console.out.write("\(name): \(found?.message ?? "nothing like it")\n")
        }
        var json = JSONWriter()
        json.beginObject()
        json.member("name", name)
        if let found { json.resemblance(found) }
        json.endObject()
        try console.out.write(json.bytes + [0x0A])
    }
}

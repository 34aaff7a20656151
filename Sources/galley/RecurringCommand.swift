internal import GalleyDelivery
internal import GalleyPipeline
internal import GalleyStages
internal import GalleyText

extension Command {
    /// Counts lines that recur.
    static let recurring = Command(
        "recurring",
        "Counts the lines that recur in the articles of a source, for strip-navigation.",
        operands: Operands("COUNTS [FILE…]", 1...),
        options: [
            .value("days", "N", "Forget what was not seen for N days; 90 if it is left out."),
            .value("most", "N", "The most lines that COUNTS may have; 5000 if it is left out."),
            .value("source", "NAME", "The source of articles that name none."),
            .flag("jsonl", "Read JSON Lines, one article a line, whatever the file is called."),
            .value("field", "NAME", "The field of JSON that holds the text, if it is not 'text'."),
        ],
        details: """
            Reads articles as they come from their sources, not cleaned, and puts what it counts into the file COUNTS, which is made if it is not there. What the stage strip-navigation takes from it is told by galley stages strip-navigation; a pipeline names it with the option recurring.

            A line counts once an article, by its letters and digits. An article's source is its field or front matter 'source'. Another version of an article that was counted in the same run is passed over, since its sentences would seem to recur. Give it many articles at a time: what one run sees only once is forgotten, and of several runs the one counts that saw a line in most articles, so that none is counted twice.

            COUNTS is JSON Lines: look at it, take lines out that are no litter. A service reads it again when it is reloaded.
            """,
        examples: [
            ("galley recurring lines.jsonl archive/2026-11-28/*", "counts a day's originals"),
            ("galley clean -p site.yaml -o clean page*.txt", "then cleans with them, if site.yaml names lines.jsonl"),
        ]
    ) { arguments, console throws(Failure) in
        let counts = arguments.operands[0]
        let days = try arguments.number("days", in: 1...36_500) ?? 90
        let most = try arguments.number("most", in: 1...1_000_000) ?? 5000
        let inputs = Array(arguments.operands.dropFirst())
        let output = try OutputFile(counts)
        var counting = try RecurringCounting(arguments, adding: rows(counts))
        var tally = Tally()
        for path in inputs.isEmpty ? [Path("-")] : inputs {
            try tally.attempt(console) { (tally) throws(Failure) in try counting.count(path, &tally, console) }
        }
        guard tally.done > 0 else { return tally.exitCode }
        let file = counting.counts.file(most: most, since: Clock.day(Clock.wall - Int64(days) * 86_400_000_000_000))
        try output.write(file)
        let versions = counting.versions
        console.say(
            "\(counts.quoted): \(counted(tally.done, "article")) counted"
                + (versions > 0 ? ", \(counted(versions, "version")) of such passed over" : "")
        )
        return tally.exitCode
    }

    /// What was counted before; nothing if there is no file yet.
    private static func rows(_ path: Path) throws(Failure) -> [RecurringFile.Row] {
        guard FileIdentity(path) != nil else { return [] }
        let bytes = try InputFile(path).readAll(limit: 1 << 30)
        do throws(RecurringFile.Fault) { return try RecurringFile.rows(bytes.span) } catch {
            throw .place("\(path.display):\(error.line): \(error.message)")
        }
    }
}

/// One run of `galley recurring`.
private struct RecurringCounting {
    private(set) var counts: RecurringCounts
    /// How many articles were versions of others.
    private(set) var versions = 0
    private let facts: Article.Facts
    private let field: String
    private let isLines: Bool
    private static let sizeLimit = 64 << 20

    init(_ arguments: Arguments, adding rows: [RecurringFile.Row]) {
        counts = RecurringCounts(rows, today: Clock.day(Clock.wall))
        facts = Article.Facts(source: arguments.text("source"))
        field = arguments.text("field") ?? "text"
        isLines = arguments.has("jsonl")
    }

    mutating func count(_ path: Path, _ tally: inout Tally, _ console: Console) throws(Failure) {
        let kind = isLines ? .jsonl : DocumentFormat(ofFile: path.bytes)
        guard kind == .jsonl else {
            let bytes = try InputFile(path).readAll(limit: Self.sizeLimit)
            do throws(DocumentFault) {
                return count(try .read(bytes, name: path.last.text, kind, field: field, facts: facts), &tally)
            } catch {
                throw .place("\(path.display):\(error)")
            }
        }
        var lines = LineReader(try InputFile(path), limit: Self.sizeLimit)
        while let line = try lines.next() {
            if let line, line.allSatisfy(\.isASCIISpace) { continue }
            try tally.attempt(console) { (tally) throws(Failure) in
                let place = "\(path.display):\(lines.number)"
                guard let line else { throw .place("\(place): the line is longer than 64 MiB; left out") }
                count(try source(line, place), &tally)
            }
        }
    }

    private func source(_ object: [UInt8], _ place: String) throws(Failure) -> Source {
        do throws(JSONFault) { return try Source(object: object, field: field, facts: facts) } catch {
            throw .place("\(place):\(error.offset + 1): \(error.message)")
        }
    }

    private mutating func count(_ source: Source, _ tally: inout Tally) {
        if counts.count(source.article) { tally.done += 1 } else { versions += 1 }
    }
}

internal import GalleyDelivery
internal import GalleyPipeline
internal import GalleyStages
internal import GalleyText

extension CommandGroup {
    /// What there is around `tag-topics`.
    static let topics = CommandGroup(
        name: "topics",
        summary: "Trains, measures and explains topics: train, eval, suggest, explain, import-iptc.",
        commands: [.trainTopics, .evaluateTopics, .suggestTopics, .explainTopics, .importTopics]
    )
}

extension Command {
    /// Learns a model.
    static let trainTopics = Command(
        "topics train",
        "Learns a model of topics from labelled articles.",
        options: [
            .value("train", "FILE", isRequired: true, "The articles to learn from, as JSON Lines."),
            .value("dev", "FILE", isRequired: true, "The articles that choices are made by, as JSON Lines."),
            .value(
                "output",
                "MODEL",
                short: "o",
                isRequired: true,
                "The file of the model; one that is there is replaced."
            ),
            .value(
                "bits",
                "N",
                "2^N buckets for words; else 18, 17 or 16, whichever serves best on the --dev articles."
            ),
            .value("ngrams", "N", "1 for words, 2 for pairs of words too; else whichever serves best."),
            .value("cost", "X", "What a mistake costs beside large weights; else 0.7. More fits the articles closer."),
            .flag("several", "An article may have several topics or none, even if none of the data has."),
        ],
        details: """
            A line is an object with 'title', 'text' and 'labels', a list of topic ids or one id; 'lang' names its language. Use the ids of your taxonomy, so that tag-topics can take both.

            Words and pairs of words are hashed, weighed by log-frequency, rarity and how much they part a topic from the rest, and told apart by one linear machine a topic. What serves best on the --dev articles is taken, confidences and thresholds are set by them, and the model then learns from both files. The same files give the same model, byte for byte.

            A model holds up to 100 phrases of the articles for each topic, and no text beyond that.
            """,
        examples: [
            ("galley topics train --train t.jsonl --dev d.jsonl -o desk.gtm", "learns a model"),
            ("galley topics eval --gold h.jsonl --model desk.gtm", "measures it on articles it has not seen"),
        ]
    ) { arguments, console throws(Failure) in
        let path = arguments.path("output") ?? Path("")
        let output = try OutputFile(path)
        let training = try arguments.articles("train", console)
        let development = try arguments.articles("dev", console)
        var options = TopicTraining.Options()
        options.bits = try arguments.number("bits", in: 8...22)
        options.ngrams = try arguments.number("ngrams", in: 1...2)
        if let text = arguments.text("cost") {
            guard let cost = Float(text), (0.001...1000).contains(cost) else {
                throw .usage("--cost takes a number from 0.001 to 1000, not '\(text)'")
            }
            options.cost = cost
        }
        if arguments.has("several") { options.isMultiLabel = true }
        let learned: TopicTraining
        do throws(TopicTraining.Fault) {
            learned = try TopicTraining(training, development: development, options)
        } catch {
            throw .data(error.message)
        }
        try output.write(learned.file)
        for (number, trial) in learned.trials.enumerated() {
            let mark = number == learned.chosen ? "  taken" : ""
            console.tell(
                "  \(trial.ngrams == 2 ? "words and pairs" : "words          ")  2^\(trial.bits) buckets"
                    + "  micro-F1 \(percent(trial.score)) on --dev\(mark)"
            )
        }
        let size = (Double(learned.file.count) / 1e5).rounded() / 10
        console.say("\(path.quoted): learned from \(training.count + development.count) articles, \(size) MB")
        return .done
    }

    /// Prints phrases.
    static let suggestTopics = Command(
        "topics suggest",
        "Prints the phrases that speak loudest in a model, as YAML to paste into a taxonomy.",
        operands: Operands("MODEL", 1...1),
        options: [
            .value("topic", "ID", "The only topic to print."),
            .value("count", "N", "How many phrases of a topic, at most 100; else 30."),
            .value("language", "TAG", "The language to print them under; else the model's."),
        ],
        details: """
            Read them before you paste them: a model takes the names of last year's news for topics. The loudest third of the scale has the weight 3, the next 2, the rest 1.
            """,
        examples: [("galley topics suggest desk.gtm --topic medtop:15000000", "prints the phrases of one topic")]
    ) { arguments, console throws(Failure) in
        let model = try TopicModel.open(arguments.operands[0])
        let count = try arguments.number("count", in: 1...100) ?? 30
        let language = arguments.text("language") ?? model.facts.languages.first ?? "en"
        var topics = model.topics[...]
        if let id = arguments.text("topic") {
            topics = topics.filter { $0.id == id }[...]
            guard !topics.isEmpty else { throw arguments.unknown("topic", id, among: model.topics.map(\.id)) }
        }
        try console.out.write(
            "# From a model of \(counted(model.facts.articles, "article")); read before use.\ntopics:\n"
        )
        for topic in topics {
            try console.out.write("  - id: \(YAML.scalar(topic.id))\n    terms:\n      \(language):\n")
            let phrases = topic.phrases.prefix(count)
            let loudest = phrases.first?.weight ?? 1
            for weight in [3, 2, 1] {
                let group = phrases.filter { max(1, min(3, Int($0.weight / loudest * 3) + 1)) == weight }
                guard !group.isEmpty else { continue }
                let list = group.map { YAML.scalar($0.text) }.joined(separator: ", ")
                try console.out.write("        - w: \(weight)\n          any: [\n")
                for line in Help.wrapped(list, width: 100) { try console.out.write("            \(line)\n") }
                try console.out.write("          ]\n")
            }
        }
        return .done
    }

    /// Shows why.
    static let explainTopics = Command(
        "topics explain",
        "Shows which topics an article is given, and the terms that spoke for each.",
        operands: Operands("FILE", 1...1),
        options: TopicTagger.options + [
            .flag("all", "Also the topics that fall short, whatever they score."), .flag("json", "JSON, for programs."),
        ],
        details: """
            FILE is an article as text, Markdown or JSON; '-' is text on standard input. It is read as it is: use galley dry-run to see what a pipeline gives it after cleaning.
            """,
        examples: [
            ("galley topics explain article.txt", "explains what the shipped taxonomy says"),
            (
                "galley topics explain --model desk.gtm --all article.json",
                "explains what a model says, and what it nearly said"
            ),
        ]
    ) { arguments, console throws(Failure) in
        let path = arguments.operands[0]
        let bytes = try InputFile(path).readAll(limit: 16 << 20)
        let kind: DocumentFormat = DocumentFormat(ofFile: path.bytes) == .json ? .json : .text
        let source: Source
        do throws(DocumentFault) { source = try .read(bytes, name: path.last.text, kind) } catch {
            throw .place("\(path.display):\(error)")
        }
        let article = source.article
        let tagger = try TopicTagger(
            arguments,
            arguments.has("all") ? ["min-score": 0, "min-margin": 0, "min-confidence": 0, "max-topics": 20] : [:]
        )
        let tags = tagger.tags(of: article)
        if arguments.has("json") {
            var json = JSONWriter()
            json.beginObject()
            json.member("language", article.language.rawValue)
            json.topics(tags)
            json.endObject()
            json.endLine()
            try console.out.write(json.bytes)
            return .done
        }
        try console.out.write("language  \(article.language)\n")
        if tags.isEmpty {
            let isKnown = tagger.knows(article.language)
            try console.out.write(
                "no topic\(isKnown ? "" : ": nothing is known of this language; --language names another")\n"
            )
        }
        for tag in tags {
            try console.out.write("\n\(tag.label)  \(tag.id)  \(tag.score)  by \(tag.source.rawValue)\n")
            for evidence in tag.evidence {
                let title = evidence.inHeadline > 0 ? ", \(evidence.inHeadline) in the headline" : ""
                try console.out.write("  \(evidence.weight)  \(evidence.term)  ×\(evidence.count)\(title)\n")
            }
        }
        return .done
    }
}

extension TopicModel {
    /// Opens a model's file.
    static func open(_ path: Path) throws(Failure) -> TopicModel {
        guard FileIdentity(path) != nil else { throw .system(SystemFailure(.read, path)) }
        do throws(LoadFailure) { return try load(path.text) } catch { throw .data("\(path.quoted): \(error.message)") }
    }
}

extension TopicTagger {
    /// Options that say who gives topics.
    static let options: [Option] = [
        .value("taxonomy", "FILE", "The taxonomy; the shipped one if neither it nor a model is named."),
        .value("model", "FILE", "A model that galley topics train made."),
        .choice("combine", "HOW", TagTopics.Combination.self, "How both share the work."),
        .value("language", "TAG", "The language of the terms to look for, whatever the article's own may be."),
    ]

    /// - Parameter more: options of the stage that no option of the command line has.
    init(
        _ arguments: Arguments,
        _ more: KeyValuePairs<String, Int> = [:],
        topics: [String] = []
    ) throws(Failure) {
        if arguments.has("combine"), !arguments.has("model") {
            throw .usage("--combine says how a model and a taxonomy share the work; there is no --model")
        }
        if arguments.text("combine") == "both", !arguments.has("taxonomy") {
            throw .usage("--combine both needs a --taxonomy beside the model")
        }
        var options: [(name: String, value: String)] = ["taxonomy", "model", "combine", "language"].compactMap { name in
            arguments.text(name).map { (name, $0) }
        }
        for (name, value) in more { options.append((name, String(value))) }
        do throws(PipelineErrors) { try self.init(options, topics: topics) } catch {
            // What is no mistake in an option is one in a taxonomy.
            guard let mistake = error.mistakes.first, mistake.file == error.file, mistake.column > 1 else {
                throw .pipeline(error)
            }
            let option = String(mistake.source.dropFirst(2).prefix { $0 != " " })
            let message = "--\(option): \(mistake.message)"
            guard option == "model" || option == "taxonomy" else { throw .usage(message, hint: mistake.hint) }
            throw arguments.path(option).flatMap(FileIdentity.init) == nil ? .noInput(message) : .data(message)
        }
    }
}

extension Arguments {
    /// A whole number.
    func number(_ name: String, in range: ClosedRange<Int>) throws(Failure) -> Int? {
        guard let text = text(name) else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw .usage(
                "--\(name) takes a whole number from \(range.lowerBound) to \(range.upperBound), not '\(text)'"
            )
        }
        return number
    }

    /// The labelled articles of a file of JSON Lines.
    func articles(_ name: String, _ console: Console) throws(Failure) -> [LabelledArticle] {
        guard let path = path(name) else { return [] }
        var articles: [LabelledArticle] = []
        var lines = LineReader(try InputFile(path), limit: 16 << 20)
        while let line = try lines.next() {
            guard let line else { throw .place("\(path.display):\(lines.number): the line is longer than 16 MiB") }
            guard !line.allSatisfy(\.isASCIISpace) else { continue }
            do throws(JSONFault) { articles.append(try LabelledArticle(line: line)) } catch {
                throw .place(
                    "\(path.display):\(lines.number):\(DocumentFault(error, in: line).column): \(error.message)"
                )
            }
        }
        guard !articles.isEmpty else { throw .data("\(path.quoted) has no article") }
        return articles
    }
}

/// A share as `97.6 %`.
func percent(_ share: Double) -> String {
    let tenths = Int((share * 1000).rounded())
    return "\(tenths / 10).\(tenths % 10) %"
}

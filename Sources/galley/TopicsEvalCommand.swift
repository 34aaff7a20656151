internal import GalleyDelivery
internal import GalleyPipeline
internal import GalleyStages
internal import GalleyText
internal import Glibc

extension Command {
    /// Measures.
    static let evaluateTopics = Command(
        "topics eval",
        "Measures topics on labelled articles, and fails under a given figure.",
        options: [.value("gold", "FILE", isRequired: true, "Articles with 'labels', as JSON Lines.")]
            + TopicTagger.options + [
                .value(
                    "map",
                    "LABEL=ID,…",
                    "The ids that a label stands for, as in world=medtop:11000000+medtop:16000000."
                ),
                .flag("first", "Give each article one topic at most, the best, however little it scores."),
                .flag("own", "Give only topics that the labels name."),
                .value("fail-under", "F1", "Fail (exit code 1) if micro-F1 is lower, such as 0.9."),
                .value("fail-under-macro", "F1", "Fail if macro-F1 is lower."),
                .flag("json", "JSON, for programs."),
            ],
        details: """
            Micro-F1 takes all topics together; macro-F1 is the mean over the topics that are labels. 'at 50 %' says how often the first topic is right on the surest half of the articles, and which score that half has. Speed is of tagging alone: words, headline and language are found before, since stages share them.

            An article without 'lang' is taken to be in the model's language, or in --language.
            """,
        examples: [
            ("galley topics eval --gold h.jsonl --model desk.gtm", "measures a model"),
            ("galley topics eval --gold h.jsonl --taxonomy t.yaml --fail-under 0.9", "holds a taxonomy to a figure"),
        ]
    ) { arguments, console throws(Failure) in
        let gold = try arguments.articles("gold", console)
        let floors = (try arguments.share("fail-under"), try arguments.share("fail-under-macro"))
        let more: KeyValuePairs<String, Int> =
            arguments.has("first")
            ? ["max-topics": 1, "min-score": 0, "min-margin": 0, "min-confidence": 0]
            : arguments.has("model") && !arguments.has("taxonomy") ? ["max-topics": 20] : [:]
        var tagger = try TopicTagger(arguments, more)
        let labels = Set(gold.flatMap(\.labels)).sorted()
        let (map, ids) = (try arguments.map("map"), Set(tagger.ids))
        let meanings = Set(gold.flatMap(\.labels)).sorted().map { (label: $0, ids: map[$0] ?? [$0]) }
        for id in map.values.joined().sorted() where !ids.contains(id) {
            throw arguments.unknown("topic", id, among: tagger.ids)
        }
        let strangers = meanings.filter { ids.isDisjoint(with: $0.ids) }
        if let first = strangers.first {
            let message = "no topic is meant by \(strangers.map { "'\($0.label)'" }.joined(separator: ", "))"
            let hint = "--map \(first.label)=ID says what it stands for"
            guard strangers.count < meanings.count, !arguments.has("own") else { throw .usage(message, hint: hint) }
            console.say("\(message); \(hint)")
        }
        if arguments.has("own") {
            tagger = try TopicTagger(arguments, more, topics: ids.intersection(meanings.flatMap(\.ids)).sorted())
        }
        var scores = TopicScores()
        var (bytes, nanoseconds) = (0, 0)
        for article in gold {
            // Other stages ask for these too.
            _ = (article.article.words, article.article.headline, article.article.language)
            let start = cpuTime()
            let tags = tagger.tags(of: article.article)
            nanoseconds += cpuTime() - start
            bytes += article.article.bytes.count + (article.article.facts.title?.utf8.count ?? 0)
            scores.add(tags, labels: article.labels.map { map[$0] ?? [$0] })
        }
        let speed = Double(bytes) / Double(max(1, nanoseconds)) * 1000
        try console.out.write(
            arguments.has("json")
                ? scores.json(speed: speed) : scores.page(speed: speed, seconds: Double(nanoseconds) / 1e9)
        )
        var code = ExitCode.done
        for (name, floor, value) in [("micro-F1", floors.0, scores.total.f1), ("macro-F1", floors.1, scores.macroF1)] {
            guard let floor, value < floor else { continue }
            console.say("\(name) is \(thousandths(value)), under \(thousandths(floor))")
            code = .partly
        }
        return code
    }
}

private func cpuTime() -> Int {
    var time = timespec()
    unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
}

private func thousandths(_ share: Double) -> String {
    let digits = String(Int((share * 1000).rounded()) + 1000)
    return digits.hasPrefix("2") ? "1.000" : "0." + digits.dropFirst()
}

extension TopicScores {
    fileprivate func page(speed: Double, seconds: Double) -> String {
        let total = total
        var page = """
            \(counted(articles, "article"))  micro-F1 \(thousandths(total.f1))  macro-F1 \(thousandths(macroF1))  \
            precision \(thousandths(total.precision))  recall \(thousandths(total.recall))
            \(Int((Double(articles) / max(seconds, 1e-9)).rounded())) articles/s, \(Int(speed.rounded())) MB/s


            """
        let rows = rows.sorted { ($1.wanted, $0.id) < ($0.wanted, $1.id) }
        let width = max(5, rows.map(\.id.count).max() ?? 0) + 2
        func line(_ name: String, _ cells: [String]) -> String {
            name + String(repeating: " ", count: width - name.count)
                + cells.map { String(repeating: " ", count: max(0, 10 - $0.count)) + $0 }.joined() + "\n"
        }
        page += line("topic", ["precision", "recall", "F1", "given", "wanted"])
        for row in rows {
            let shares = [row.precision, row.recall, row.f1].map(thousandths)
            page += line(row.id, shares + ["\(row.given)", "\(row.wanted)"])
        }
        page += "\ncoverage  first topic right  score from\n"
        for (part, score, precision) in coverage {
            let place = "at \(Int((part * 100).rounded())) %"
            page +=
                place + String(repeating: " ", count: 10 - place.count) + thousandths(precision)
                + "              \(score)\n"
        }
        let confusions = confusions.prefix(12)
        if !confusions.isEmpty { page += "\ntaken for another (wanted as given)\n" }
        for (pair, count) in confusions { page += "  \(count)  \(pair)\n" }
        return page
    }

    fileprivate func json(speed: Double) -> String {
        var json = JSONWriter()
        func share(_ name: String, _ value: Double) {
            json.key(named: name)
            json.number(value)
        }
        func count(_ name: String, _ value: Int) {
            json.key(named: name)
            json.integer(value)
        }
        func scores(_ row: Row) {
            share("precision", row.precision)
            share("recall", row.recall)
            share("f1", row.f1)
            count("given", row.given)
            count("wanted", row.wanted)
        }
        json.beginObject()
        count("articles", articles)
        share("micro-f1", total.f1)
        share("macro-f1", macroF1)
        share("mb-per-second", speed)
        json.key("topics")
        json.beginArray()
        for row in rows {
            json.beginObject()
            json.member("id", row.id)
            scores(row)
            json.endObject()
        }
        json.endArray()
        json.key("coverage")
        json.beginArray()
        for (part, score, precision) in coverage {
            json.beginObject()
            share("part", part)
            share("precision", precision)
            share("score", score)
            json.endObject()
        }
        json.endArray()
        json.key("confusions")
        json.beginArray()
        for (pair, number) in confusions {
            json.beginObject()
            json.member("pair", pair)
            count("count", number)
            json.endObject()
        }
        json.endArray()
        json.endObject()
        return String(decoding: json.bytes, as: UTF8.self) + "\n"
    }
}

extension Arguments {
    /// A share, 0 to 1.
    fileprivate func share(_ name: String) throws(Failure) -> Double? {
        guard let text = text(name) else { return nil }
        guard let share = Double(text), (0...1).contains(share) else {
            throw .usage("--\(name) takes a number from 0 to 1, not '\(text)'")
        }
        return share
    }

    /// What each label stands for.
    fileprivate func map(_ name: String) throws(Failure) -> [String: [String]] {
        var map: [String: [String]] = [:]
        for part in text(name)?.split(separator: ",") ?? [] {
            let sides = part.split(separator: "=", maxSplits: 1)
            guard sides.count == 2 else { throw .usage("--\(name) takes LABEL=ID, not '\(part)'") }
            map[String(sides[0])] = sides[1].split(separator: "+").map(String.init)
        }
        return map
    }
}

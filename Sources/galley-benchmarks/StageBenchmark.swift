import CAllocations
import GalleyPipeline
import GalleyStages
import GalleyText
import Glibc

/// Measures each stage of a pipeline alone, then the whole way of a line of JSON Lines.
///
/// Each stage reads what the stages before it make. A figure is the median of 11 rounds, in megabytes of the stage's
/// input a second of CPU time, with the allocations for one article.
enum StageBenchmark {
    struct Row {
        let name: String
        let bytes: Int
        let body: () -> Void
    }

    static func run(_ arguments: [String]) -> Int32 {
        var pipelinePath = "pipelines/news.yaml"
        var file: String?
        var check = false
        var only: String?
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            switch argument {
            case "-p": pipelinePath = rest.popFirst() ?? pipelinePath
            case "--check": check = true
            case "--only": only = rest.popFirst()
            default: file = argument
            }
        }
        let pipeline: Pipeline
        do {
            pipeline = try Pipeline.load(path: pipelinePath)
        } catch {
            print(error)
            return 78
        }
        let lines = file.map(linesOfFile) ?? exampleLines()
        guard !lines.isEmpty else {
            print(
                "there are no articles to measure with; run this in the project's folder or name a file of JSON Lines"
            )
            return 66
        }
        let rows = rows(pipeline, lines, withModel: only == nil || only == modelName).filter {
            only == nil || $0.name == only
        }
        return check ? checkAllocations(rows, articles: lines.count) : measure(rows, articles: lines.count)
    }

    private static let modelName = "tag-topics, model"

    /// - Parameter withModel: also the row for which a model is trained first, which takes longer than all others.
    private static func rows(_ pipeline: Pipeline, _ lines: [[UInt8]], withModel: Bool) -> [Row] {
        let size = lines.reduce(0) { $0 + $1.count }
        func cleaning(_ engine: Engine, _ level: RecordLevel) -> () -> Void {
            let cleaner = Cleaner(engine, pipeline.identity, format: .jsonl, record: level)
            return {
                var out: [UInt8] = []
                for line in lines {
                    _ = try? cleaner.clean(line: line, into: &out)
                    if out.count > 1 << 18 { out.removeAll(keepingCapacity: true) }
                }
            }
        }
        var reader = PipelineResources(folder: "pipelines").reader()
        var rows = [Row(name: "json alone", bytes: size, body: cleaning(Engine([]), .none))]
        var sources = lines.compactMap { try? Source(object: $0) }.map { (text: $0.text, facts: $0.facts) }
        for stage in pipeline.engine.stages {
            let engine = Engine([stage])
            let inputs = sources
            let again = rows.count { $0.name.hasPrefix(stage.name) }
            let bytes = inputs.reduce(0) { $0 + $1.text.count }
            rows.append(
                Row(name: again == 0 ? stage.name : "\(stage.name) \(again + 1)", bytes: bytes) {
                    for input in inputs { _ = engine.clean(Article(input.text, input.facts)) }
                }
            )
            sources = inputs.map { (engine.clean(Article($0.text, $0.facts)).article.bytes, $0.facts) }
        }
        // What news.yaml does without.
        let language = PipelineStage.read(DetectLanguage.self, options: nil, with: &reader)
        rows.append(row("detect-language", language, sources))
        if let topics = pipeline.engine.stages.first(where: { $0.name == "tag-topics" }) {
            rows.append(row("tag-topics, rules", known: sources, topics.stage))
        }
        if withModel { rows.append(modelRow(sources)) }
        rows.append(Row(name: "whole, no record", bytes: size, body: cleaning(pipeline.engine, .none)))
        rows.append(Row(name: "whole, full record", bytes: size, body: cleaning(pipeline.engine, .full)))
        return rows
    }

    private static func row(_ name: String, _ stage: PipelineStage, _ inputs: [(text: [UInt8], facts: Article.Facts)])
        -> Row
    {
        let engine = Engine([stage])
        return Row(name: name, bytes: inputs.reduce(0) { $0 + $1.text.count }) {
            for input in inputs { _ = engine.clean(Article(input.text, input.facts)) }
        }
    }

    /// `tag-topics` with a model of 13 topics that has learned the lines of the articles themselves, so that each of their
    /// words counts; the articles' words, headline and language are known, as other stages ask for them.
    private static func modelRow(_ inputs: [(text: [UInt8], facts: Article.Facts)]) -> Row {
        let lines = inputs.prefix(2000).flatMap { $0.text.split(separator: 0x0A) }
        let examples = lines.enumerated().map { number, line in
            LabelledArticle(Article(Array(line)), labels: ["topic-\(number % 13)"])
        }
        var options = TopicTraining.Options()
        (options.bits, options.ngrams) = (18, 2)
        let file = try? TopicTraining(examples, development: examples, options).file
        let bytes = FixedBytes(copying: file ?? [])
        var reader = SettingReader { _, _, _ throws(Mistake) in .mapped(bytes) }
        let setting = YAML.read(Array("{model: m, min-confidence: 0}".utf8)).setting
        let stage = PipelineStage.read(TagTopics.self, options: setting, with: &reader).stage
        return row(modelName, known: inputs, stage)
    }

    /// A stage that reads articles whose words, headline and language are known, as other stages ask for them.
    private static func row(_ name: String, known inputs: [(text: [UInt8], facts: Article.Facts)], _ stage: any Stage)
        -> Row
    {
        let articles = inputs.map { Article($0.text, $0.facts) }
        for article in articles { _ = (article.words, article.headline, article.language) }
        return Row(name: name, bytes: inputs.reduce(0) { $0 + $1.text.count }) {
            for article in articles {
                var markup = Markup()
                try? stage.review(article, into: &markup)
            }
        }
    }

    private static func measure(_ rows: [Row], articles: Int) -> Int32 {
        print(padded("stage", 20), padded("MB/s", 9, left: true), padded("allocations/article", 20, left: true))
        for row in rows {
            let allocations = allocations(row)
            let repeats = max(1, 4_000_000 / max(1, row.bytes))
            var seconds: [Double] = []
            for _ in 0..<11 {
                let start = cpuTime()
                for _ in 0..<repeats { row.body() }
                seconds.append((cpuTime() - start) / Double(repeats))
            }
            let speed = Double(row.bytes) / 1e6 / seconds.sorted()[5]
            print(
                padded(row.name, 20),
                padded("\(Int(speed.rounded()))", 9, left: true),
                padded("\(tenths(Double(allocations) / Double(articles)))", 20, left: true)
            )
        }
        return 0
    }

    /// Compares with what is checked in; only the examples give figures that can be compared.
    private static func checkAllocations(_ rows: [Row], articles: Int) -> Int32 {
        var status: Int32 = 0
        for row in rows {
            let count = Double(allocations(row)) / Double(articles)
            guard let limit = allocationLimits[row.name] else {
                print("\(row.name): \(tenths(count)) allocations an article, and no limit in Limits.swift")
                status = 1
                continue
            }
            if count > limit {
                print("\(row.name): \(tenths(count)) allocations an article, over the limit of \(tenths(limit))")
                status = 1
            }
        }
        if status == 0 { print("allocations of \(rows.count) rows are within their limits") }
        return status
    }

    private static func allocations(_ row: Row) -> UInt64 {
        row.body()
        let before = galley_allocations()
        row.body()
        return galley_allocations() - before
    }

    static func cpuTime() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    private static func tenths(_ value: Double) -> Double { (value * 10).rounded() / 10 }

    private static func padded(_ text: String, _ width: Int, left: Bool = false) -> String {
        let space = String(repeating: " ", count: max(0, width - text.count))
        return left ? space + text : text + space
    }

    /// The project's examples, each as a line of JSON Lines.
    private static func exampleLines() -> [[UInt8]] {
        var matches = glob_t()
        defer { globfree(&matches) }
        guard glob("examples/*/article.txt", 0, nil, &matches) == 0 else { return [] }
        return (0..<Int(matches.gl_pathc)).compactMap { number in
            guard let path = matches.gl_pathv[number] else { return nil }
            let text = Decoding(bytes(of: String(cString: path))).text
            var line = Array("{\"text\":".utf8)
            line.append(jsonString: text.span)
            return line + Array("}".utf8)
        }
    }

    /// The lines of a file; none if it cannot be read.
    static func linesOfFile(_ path: String) -> [[UInt8]] {
        bytes(of: path).split(separator: 0x0A).map(Array.init)
    }

    static func bytes(of path: String) -> [UInt8] {
        guard let file = fopen(path, "r") else { return [] }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = fread(&chunk, 1, chunk.count, file)
            guard count > 0 else { return bytes }
            bytes += chunk[..<count]
        }
    }
}

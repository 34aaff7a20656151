import GalleyPipeline
import GalleyStages
import GalleyText
import Glibc

/// Tags labelled articles by the shipped taxonomy, and counts how many get their label's topic first.
///
/// A line of the file is `{"title", "text", "labels"}`. Arguments such as `world=11,16` say which topics of the 17 a label
/// stands for; only those named are given.
enum TopicRun {
    static func run(_ arguments: [String]) -> Int32 {
        var file: String?
        var options = ["min-score: 0", "min-margin: 0", "max-topics: 1"]
        var topicsOf: [String: [String]] = [:]
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            let parts = argument.split(separator: "=", maxSplits: 1)
            switch argument {
            case "--options": options = [rest.popFirst() ?? ""]
            default:
                if parts.count == 2 {
                    topicsOf[String(parts[0])] = parts[1].split(separator: ",").map { "medtop:\($0)000000" }
                } else {
                    file = argument
                }
            }
        }
        let lines = file.map(StageBenchmark.linesOfFile) ?? []
        guard !lines.isEmpty, !topicsOf.isEmpty else {
            print(
                "name a file of JSON Lines with title, text and labels, and what each label means: sport=15 world=11,16"
            )
            return 66
        }
        let wanted = Set(topicsOf.values.joined()).sorted().joined(separator: ", ")
        guard let stage = stage("{\(options.joined(separator: ", ")), topics: [\(wanted)]}") else { return 78 }
        report(lines, topicsOf, stage)
        return 0
    }

    private static func report(_ lines: [[UInt8]], _ topicsOf: [String: [String]], _ stage: any Stage) {
        var (right, answered, total): (Int, Int, Int) = (0, 0, 0)
        var confusions: [String: Int] = [:]
        for line in lines {
            guard let value = try? JSONValue(line.span, in: 0..<line.count), let text = value["text"]?.text,
                let label = value["labels"]?.items?.first?.text, let topics = topicsOf[label]
            else { continue }
            let facts = Article.Facts(title: value["title"]?.text, language: Language(rawValue: "en"))
            var markup = Markup()
            do throws(StageFailure) { try stage.review(Article(text, facts), into: &markup) } catch { continue }
            total += 1
            let topic = markup.tags.first?.id
            if topic != nil { answered += 1 }
            if let topic, topics.contains(topic) {
                right += 1
            } else {
                confusions["\(label) as \(topic ?? "none")", default: 0] += 1
            }
        }
        for (confusion, count) in confusions.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }).prefix(12) {
            print("\(count) \(confusion)")
        }
        print(
            "\(right) of \(total) right (\(percent(right, total)) %), \(answered) tagged (\(percent(right, answered)) %)"
        )
    }

    private static func percent(_ part: Int, _ whole: Int) -> Double {
        whole == 0 ? 0 : (Double(part) / Double(whole) * 1000).rounded() / 10
    }

    private static func stage(_ options: String) -> (any Stage)? {
        let (setting, mistakes) = YAML.read(Array(options.utf8))
        var reader = PipelineResources(folder: "pipelines").reader()
        for mistake in mistakes { reader.report(mistake) }
        let stage = PipelineStage.read(TagTopics.self, options: setting, with: &reader).stage
        for mistake in reader.mistakes { print(mistake.message) }
        return reader.mistakes.isEmpty ? stage : nil
    }
}

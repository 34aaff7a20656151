import GalleyPipeline
import GalleyStages
import GalleyText
import Testing

@Suite("Examples of the cards") struct StageExampleTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let stage: any Stage.Type
        let example: Example

        var testDescription: String { "\(stage.card.name): \(example.title)" }
        var location: SourceLocation {
            SourceLocation(fileID: example.fileID, filePath: example.filePath, line: example.line, column: 1)
        }

        static let all = shippedStages.flatMap { stage in
            stage.card.examples.map { Row(stage: stage, example: $0) }
        }
    }

    @Test("every example becomes what its card says, and then stays", arguments: Row.all)
    func example(_ row: Row) throws {
        let example = row.example
        let engine = Engine([try #require(stage(of: row), "options are at fault", sourceLocation: row.location)])
        let language = example.language.map(Language.init(rawValue:))
        let facts = Article.Facts(title: example.headline, language: language)
        let outcome = engine.clean(Article(example.before, facts))

        #expect(outcome.article.text == example.after, sourceLocation: row.location)
        let findings = outcome.passes.flatMap(\.findings).map(\.rule)
        if let expected = example.findings { #expect(findings == expected, sourceLocation: row.location) }
        if let expected = example.topics { #expect(outcome.tags.map(\.id) == expected, sourceLocation: row.location) }
        if let expected = example.finds {
            #expect(outcome.article.language.rawValue == expected, sourceLocation: row.location)
        }
        switch outcome.verdict {
        case .setAside(let reason, let message):
            #expect(reason == example.setAside, "\(message)", sourceLocation: row.location)
        default:
            #expect(example.setAside == nil, sourceLocation: row.location)
        }

        // Each pass goes on from what the one before it made, and the first from the input.
        var text = Array(example.before.utf8)
        for pass in outcome.passes {
            #expect(pass.before == text, sourceLocation: row.location)
            #expect(pass.edits.firstFault(in: text) == nil, sourceLocation: row.location)
            text = pass.edits.applied(to: text)
        }
        #expect(text == outcome.article.bytes, sourceLocation: row.location)

        let again = engine.clean(Article(outcome.article.bytes, facts))
        let edits = again.passes.flatMap(\.edits.edits).map { "\($0.rule) at \($0.range)" }
        #expect(edits == [], "a second review", sourceLocation: row.location)
    }

    @Test("every stage is documented and has a name of its own")
    func cards() {
        #expect(Set(shippedStages.map { $0.card.name }).count == shippedStages.count)
        for stage in shippedStages {
            #expect(!stage.card.examples.isEmpty, "\(stage.card.name)")
            #expect(stage.card.summary.hasSuffix("."), "\(stage.card.name)")
        }
    }

    /// The row's stage with the options of its example; `nil`, with an issue recorded, if they are at fault.
    private func stage(of row: Row) -> PipelineStage? {
        let resources = PipelineResources(folder: Self.pipelines)
        var reader = resources.reader()
        var options: Setting?
        if !row.example.options.isEmpty {
            let (setting, mistakes) = YAML.read(Array(row.example.options.utf8))
            for mistake in mistakes { reader.report(mistake) }
            options = setting
        }
        let stage = PipelineStage.read(row.stage, options: options, with: &reader)
        for mistake in reader.mistakes {
            let place = "\(mistake.place.line):\(mistake.place.column)"
            Issue.record("\(place): \(mistake.message)", sourceLocation: row.location)
        }
        return reader.mistakes.isEmpty ? stage : nil
    }

    /// The shipped data, beside the sources.
    private static let pipelines: String = {
        let parts = #filePath.split(separator: "/").dropLast(3)
        return "/" + parts.joined(separator: "/") + "/pipelines"
    }()
}

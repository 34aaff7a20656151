import GalleyPipeline
@testable import GalleyStages
import GalleyText
import Testing

@Suite("Litter packs") struct LitterPackTests {
    static let names = ["en", "fr", "de", "es", "it", "pt", "nl", "pl", "tr", "ru", "ja", "ar"]

    /// An example of a rule, or a line that its pack leaves.
    struct Row: CustomTestStringConvertible, Sendable {
        let rule: LitterRule
        let text: String
        let line: Int
        var testDescription: String { "\(rule.pack): \(rule.name): \(text)" }
        var location: SourceLocation {
            let path = shippedData + "/packs/\(rule.pack).yaml"
            return SourceLocation(fileID: "packs/\(rule.pack).yaml", filePath: path, line: line, column: 1)
        }

        static func all(_ texts: (LitterRule) -> [Setting]) -> [Row] {
            LitterPackTests.names.flatMap { name in
                LitterPackTests.pack(name).rules.flatMap { rule in
                    texts(rule).map { Row(rule: rule, text: $0.text ?? "", line: $0.place.line) }
                }
            }
        }
    }

    static func pack(_ name: String) -> LitterPack {
        var reader = PipelineResources(folder: shippedData).reader()
        guard let setting = reader.yaml(name, .pack, at: .init(file: 0, line: 1, column: 1, length: 1)) else {
            return LitterPack(
                Setting(.mapping([]), at: .init(file: 0, line: 1, column: 1, length: 1)),
                name: name,
                &reader
            )
        }
        return LitterPack(setting, name: name, &reader)
    }

    /// Engines with one pack, with one pack and the kinds that stay otherwise, and with all packs.
    private static let engines: [String: Engine] = {
        var engines: [String: Engine] = [:]
        for name in names {
            engines[name] = try? Engine([stripNavigation("packs: [\(name)]")])
            engines[name + "+"] = try? Engine(
                [stripNavigation("packs: [\(name)]\nremove: [byline, credit, dateline]")]
            )
        }
        engines["all"] = try? Engine([stripNavigation("packs: [\(names.joined(separator: ", "))]")])
        return engines
    }()

    private func clean(_ text: String, by engine: String) throws -> Outcome {
        try #require(Self.engines[engine]).clean(Article(text))
    }

    private static let first = "The ferry left the harbour at nine o’clock on Monday morning, as it did on every day."
    private static let last = "It was the first time in ten years that it did not come back to the island at night."

    @Test("every shipped pack can be read", arguments: names)
    func readable(name: String) throws {
        _ = try stripNavigation("packs: [\(name)]")
        let rules = Self.pack(name).rules
        #expect(rules.count > 10)
        #expect(Set(rules.map(\.name)).count == rules.count, "rule names are unique")
        for rule in rules { #expect(!rule.examples.isEmpty, "\(rule.name) has an example") }
    }

    @Test("every example of a pack goes, by its own rule", arguments: Row.all(\.examples))
    func examples(_ row: Row) throws {
        let (first, last) = (Self.first, Self.last)
        let (before, after) =
            switch row.rule.position {
            case .anywhere: ("\(first)\n\n\(row.text)\n\n\(last)\n", "\(first)\n\n\(last)\n")
            case .top: ("Ferry lost\n\n\(row.text)\n\n\(first)\n\n\(last)\n", "Ferry lost\n\n\(first)\n\n\(last)\n")
            case .bottom, .edge: ("\(first)\n\n\(last)\n\n\(row.text)\n", "\(first)\n\n\(last)\n")
            }
        let isOptional = LitterKind.optional.contains(row.rule.kind)
        let outcome = try clean(before, by: row.rule.pack + (isOptional ? "+" : ""))
        #expect(outcome.article.text == after, sourceLocation: row.location)
        #expect(outcome.passes.first?.edits.edits.first?.rule == row.rule.name, sourceLocation: row.location)
        if isOptional {
            let kept = try clean(before, by: row.rule.pack)
            #expect(kept.passes.isEmpty, "it stays unless asked for", sourceLocation: row.location)
        }
    }

    @Test("a line of one long word is found as another is, up to the longest that is matched whole")
    func longWord() throws {
        let word = String(repeating: "会員登録が必要です", count: 8)
        let rules = """
            language: ja
            rules: [{name: long, kind: share-bar, length: any, lines: ['\(word)'], examples: ['\(word)']}]
            """
        var reader = PipelineResources(folder: shippedData).reader()
        let setting = try #require(YAML.read(Array(rules.utf8)).setting)
        let pack = LitterPack(setting, name: "own", &reader)
        let index = LitterIndex([pack], of: [.shareBar], &reader)
        var memory = LitterIndex.Memory()
        let text = Array(word.utf8)
        #expect(text.count == 216)
        let match = index.match(text.span, text.indices, &memory)
        #expect(match?.isWhole == true)
        #expect(reader.mistakes.isEmpty)
    }

    @Test("lines that a pack keeps stay, inside the article and at its end", arguments: Row.all(\.keep))
    func keep(_ row: Row) throws {
        let (first, last) = (Self.first, Self.last)
        for text in ["\(first)\n\n\(row.text)\n\n\(last)\n", "\(first)\n\n\(last)\n\n\(row.text)\n"] {
            let outcome = try clean(text, by: "all")
            #expect(outcome.article.text == text, sourceLocation: row.location)
        }
    }
}

/// The shipped data, beside the sources.
let shippedData: String = {
    let parts = #filePath.split(separator: "/").dropLast(3)
    return "/" + parts.joined(separator: "/") + "/pipelines"
}()

/// The stage with options in YAML and the shipped packs.
func stripNavigation(_ options: String = "") throws -> PipelineStage {
    var reader = PipelineResources(folder: shippedData).reader()
    let setting = options.isEmpty ? nil : YAML.read(Array(options.utf8)).setting
    let stage = PipelineStage.read(StripNavigation.self, options: setting, with: &reader)
    try #require(reader.mistakes == [])
    return stage
}

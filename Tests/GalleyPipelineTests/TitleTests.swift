import Foundation
import GalleyPipeline
import GalleyStages
import GalleyText
import Testing

/// What becomes of a title that came with an article, in a field of JSON or in front matter.
@Suite struct TitleTests {
    static let body = """
        The first boat left at noon with forty passengers and the mail of three days, said the harbour master.

        Nobody waved.

        """

    static func cleaned(
        _ title: String,
        _ text: String = body,
        _ format: DocumentFormat = .json,
        _ level: RecordLevel = .full,
        stet: [String] = []
    ) throws -> Cleaned {
        let news = try #require(PipelineLawTests.pipelines.first { $0.name == "news" })
        let stages = news.engine.stages + [try replaceStage()]
        let engine = Engine(stages, stet: news.engine.stet + stet.map { LinePattern($0) })
        let object = try JSONSerialization.data(withJSONObject: ["title": title, "text": text])
        return Cleaner(engine, news.identity, format: format, record: level).clean(try Source(object: Array(object)))
    }

    /// Writes "Ferryport" for "Old Ferryport".
    private static func replaceStage() throws -> PipelineStage {
        let folder = try Folder()
        try folder.write(
            "replace.yaml",
            """
            name: replace
            stages:
              - replace: { rules: [{ text: Old Ferryport, with: Ferryport }] }

            """
        )
        return try #require(try Pipeline.load(path: folder.path + "/replace.yaml").engine.stages.first)
    }

    struct Row: CustomTestStringConvertible, Sendable {
        let title: String
        let clean: String
        let rules: [String]
        var testDescription: String { title }
    }

    static let rows = [
        Row(title: "Ferry sails again", clean: "Ferry sails again", rules: []),
        Row(
            title: "Donâ€™t panic: Q&amp;A with  the \"harbour\" board",
            clean: "Don’t panic: Q&A with the “harbour” board",
            rules: ["mojibake-windows-1252", "entity", "straight-quote", "straight-quote", "space-run"]
        ),
        Row(
            title: "Ferry sails again after the storm | Harbour Times",
            clean: "Ferry sails again after the storm",
            rules: ["site-affix"]
        ),
        Row(title: "The boats of Old Ferryport", clean: "The boats of Ferryport", rules: ["replacement"]),
        Row(
            title: "\n  Ferry sails\n\n  again -- the  storm is over\n",
            clean: "Ferry sails again — the storm is over",
            rules: ["space-run", "double-hyphen", "space-run"]
        ),
    ]

    @Test(
        "a title is cleaned like text: copies print it once and clean, and the field stays as it came",
        arguments: rows
    )
    func clean(_ row: Row) throws {
        // The text does not say it, says it as it came, or says it clean.
        for headline in ["", row.title.contains("\n") ? "" : row.title, row.clean] {
            let text = headline.isEmpty ? Self.body : "\(headline)\n\n\(Self.body)"
            let cleaned = try Self.cleaned(row.title, text)
            let passes = cleaned.outcome.titlePasses
            #expect(passes.flatMap { $0.edits.edits.map(\.rule) }.sorted() == row.rules.sorted())
            let object = try #require(try JSONSerialization.jsonObject(with: Data(cleaned.copy)) as? [String: Any])
            #expect(object["title"] as? String == row.title)
            let galley = try #require(object["galley"] as? [String: Any])
            #expect(galley["headline"] as? String == row.clean)
            let stages = (galley["record"] as? [String: Any])?["title"] as? [[String: Any]] ?? []
            let edits = stages.flatMap { $0["edits"] as? [[String: Any]] ?? [] }
            #expect(edits.compactMap { $0["rule"] as? String }.sorted() == row.rules.sorted())
            let copy = String(decoding: try Self.cleaned(row.title, text, .text).copy, as: UTF8.self)
            #expect(copy == "\(row.clean)\n\n\(Self.body)", "\(text)")
        }
    }

    @Test("a summary counts what was done to the title")
    func summary() throws {
        let copy = try Self.cleaned(Self.rows[1].title, Self.body, .json, .summary).copy
        let object = try JSONSerialization.jsonObject(with: Data(copy)) as? [String: Any]
        let record = (object?["galley"] as? [String: Any])?["record"] as? [String: Any]
        let repairs = (record?["title"] as? [[String: Any]])?.first
        #expect(repairs?["rules"] as? [String: Int] == ["mojibake-windows-1252": 1, "entity": 1])
    }

    @Test("what is seen in a title and left alone is a finding in the title")
    func findings() throws {
        let copy = try Self.cleaned("“Nobody waved, says the board of the harbour", Self.body).copy
        let object = try JSONSerialization.jsonObject(with: Data(copy)) as? [String: Any]
        let found = (object?["galley"] as? [String: Any])?["findings"] as? [[String: Any]] ?? []
        #expect(found.map { $0["in"] as? String } == ["title"])
        #expect(found.map { $0["rule"] as? String } == ["unbalanced-quote"])
        #expect(found.map { $0["at"] as? Int } == [0])
    }

    @Test("a title that stet names stays, and that is told")
    func stet() throws {
        let row = Self.rows[1]
        let cleaned = try Self.cleaned(row.title, Self.body, stet: ["*panic*"])
        #expect(cleaned.outcome.article.headline?.text == row.title)
        let passes = cleaned.outcome.titlePasses
        #expect(passes.flatMap(\.edits.edits).map(\.rule) == [])
        #expect(Set(passes.flatMap(\.findings).map(\.rule)) == ["stet"])
    }
}

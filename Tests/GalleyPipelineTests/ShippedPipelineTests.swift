import Foundation
import GalleyPipeline
import GalleyStages
import GalleyText
import Testing

@Suite("Pipelines that ship") struct ShippedPipelineTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private static func files(in folder: String, endingIn suffix: String) -> [String] {
        let names = (try? FileManager.default.subpathsOfDirectory(atPath: root.path + "/" + folder)) ?? []
        return names.filter { $0.hasSuffix(suffix) }.sorted()
    }

    static let pipelines = files(in: "pipelines", endingIn: ".yaml").filter { !$0.contains("/") }
    static let articles =
        files(in: "examples", endingIn: "/article.txt") + files(in: "examples", endingIn: "/article.json")

    private func pipeline(_ name: String) throws -> Pipeline {
        try Pipeline.load(path: Self.root.path + "/pipelines/" + name)
    }

    @Test("there are some")
    func some() {
        #expect(Self.pipelines.contains("news.yaml"))
        #expect(Self.articles.count > 5)
    }

    @Test("each passes its own tests", arguments: pipelines)
    func tests(_ name: String) throws {
        for result in try pipeline(name).testResults() {
            #expect(result.problems == [], "\(name):\(result.test.place.line) \(result.test.name)")
        }
    }

    @Test(
        "what Markdown means stays in every shipped pipeline",
        arguments: pipelines,
        [
            "The last of the wheat was cut,  \nand the first of the rain came down.",
            "He typed this:\n\n    say \"hi\" -- it's   fine...\n\n\tand 'that'...",
            "*He typed this.*\n\n    say \"hi\" -- it's   fine...",
            "He typed this:\n\n```\nsay \"hi\" -- it's   fine...\n\n    Share\n\"that\"...",
            "These are the scores of the second day:\n\n| Name | Score |\n|:-----|------:|\n| Share | 5 - 3 |",
        ]
    )
    func markdown(_ name: String, _ text: String) throws {
        let prose = "A paragraph of prose stands here, so that there is an article, and it says so.\n"
        let markdown = "# Harvest\n\n\(prose)\n\(text)\n\n\(prose)".utf8
        let engine = try pipeline(name).engine
        #expect(engine.clean(Source(file: Array(markdown), format: .markdown).article).article.text.contains(text))
    }

    @Test("what a list of Markdown holds is set as prose is", arguments: pipelines)
    func listOfMarkdown(_ name: String) throws {
        let markdown = "# Harvest\n\n- He said it.\n\n    \"Really,\" she said.\n".utf8
        let engine = try pipeline(name).engine
        let text = engine.clean(Source(file: Array(markdown), format: .markdown).article).article.text
        #expect(text.contains("    “Really,” she said."))
    }
}

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

    @Test("the two spaces that break a line of Markdown stay in every shipped pipeline", arguments: pipelines)
    func hardBreaks(_ name: String) throws {
        let verse = "# Harvest\n\nThe last of the wheat was cut,  \nand the first of the rain came down.\n"
        let engine = try pipeline(name).engine
        let kept = engine.clean(Source(file: Array(verse.utf8), format: .markdown).article).article.text
        #expect(kept.contains("cut,  \nand"))
        #expect(!engine.clean(Source(file: Array(verse.utf8)).article).article.text.contains("  "))
    }
}

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

    private func bytes(_ path: String) throws -> [UInt8] {
        try [UInt8](Data(contentsOf: Self.root.appending(path: "examples/" + path)))
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

    @Test("clean copy of an example stays as it is", arguments: pipelines, articles)
    func laws(_ name: String, _ path: String) throws {
        let pipeline = try pipeline(name)
        let raw = try bytes(path)
        let source = try path.hasSuffix(".json") ? Source(object: raw) : Source(file: raw)
        let first = pipeline.engine.clean(source.article)
        let again = pipeline.engine.clean(Article(first.article.bytes, first.article.facts))
        let edits = again.passes.flatMap { pass in
            pass.edits.edits.map { edit in
                let text = pass.before
                return "\(pipeline.engine.stages[pass.stage].name) \(edit.rule): \(text.span.string(edit.range))"
            }
        }
        #expect(edits == [])
    }
}

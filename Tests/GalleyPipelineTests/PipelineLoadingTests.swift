import Foundation
import GalleyStages
import GalleyText
import Testing

@testable import GalleyPipeline

@Suite("Loading pipeline files") struct PipelineLoadingTests {
    @Test("every key becomes a value")
    func values() throws {
        let folder = try Folder()
        try folder.write(
            "news.yaml",
            """
            name: news
            description: Scraped news.
            spool: spool
            outbox: ../clean
            output: { format: jsonl, record: none }
            language: en-GB
            encoding: Windows-1252
            max-size: 2 MiB
            stages:
              - keep-samples
              - dedupe-samples: { similarity: 0.75 }
            stet:
              - '* stays'
              - { line: 'so does *', case: ignore }
            tests:
              - { name: one, input: a copy, output: 'a ', topics: [], findings: [x] }
              - { input-file: a.txt, output-file: /b.txt, set-aside: too-short }

            """
        )
        let pipeline = try Pipeline.load(path: folder.path + "/news.yaml", from: sampleStages)
        let parent = URL(filePath: folder.path).deletingLastPathComponent().path
        #expect(pipeline.name == "news")
        #expect(pipeline.description == "Scraped news.")
        #expect(pipeline.spool == Pipeline.Spool(path: folder.path + "/spool", outbox: parent + "/clean"))
        #expect(pipeline.output.format == .jsonl)
        #expect(pipeline.output.record == .none)
        #expect(pipeline.language == Language(rawValue: "en"))
        #expect(pipeline.encoding == "windows-1252")
        #expect(pipeline.maximumSize == 2 << 20)
        #expect(pipeline.engine.stages.map(\.name) == ["keep-samples", "dedupe-samples"])
        #expect(pipeline.engine.stet.map(\.source) == ["* stays", "so does *"])
        #expect(pipeline.engine.stet.map(\.ignoresCase) == [false, true])
        #expect(pipeline.tests.map(\.name) == ["one", "line 17"])
        #expect(pipeline.tests[0].input == .inline("a copy"))
        #expect(pipeline.tests[0].topics == [])
        #expect(pipeline.tests[0].findings == ["x"])
        #expect(pipeline.tests[1].input == .file(folder.path + "/a.txt"))
        #expect(pipeline.tests[1].output == .file("/b.txt"))
        #expect(pipeline.tests[1].setAside == "too-short")
    }

    @Test("what is left out has a default")
    func defaults() throws {
        let folder = try Folder()
        try folder.write("to night.news.yaml", "stages: []\n")
        let pipeline = try Pipeline.load(path: folder.path + "/to night.news.yaml")
        #expect(pipeline.name == "to-night")
        #expect(pipeline.spool == nil)
        #expect(pipeline.output == Pipeline.Output())
        #expect(pipeline.language == nil)
        #expect(pipeline.encoding == nil)
        #expect(pipeline.maximumSize == 16 << 20)
    }

    @Test("the digest follows the bytes of the file and of what it loads, not where they lie")
    func digest() throws {
        func digest(_ pack: String, in folder: Folder) throws -> Digest {
            try folder.write("news.yaml", "stages:\n  - dedupe-samples: { packs: [en] }\n")
            try folder.write("packs/en.yaml", pack)
            return try Pipeline.load(path: folder.path + "/news.yaml", from: sampleStages).digest
        }
        let (one, other) = (try Folder(), try Folder())
        let first = try digest("a: b\n", in: one)
        #expect(try digest("a: b\n", in: other) == first)
        #expect(try digest("a: c\n", in: other) != first)
    }

    @Test("paths count from the file that a link leads to")
    func links() throws {
        let (real, link) = (try Folder(), try Folder())
        try real.write("news.yaml", "spool: spool\nstages:\n  - dedupe-samples: { packs: [en] }\n")
        try real.write("packs/en.yaml", "a: b\n")
        try FileManager.default.createSymbolicLink(
            atPath: link.path + "/linked.yaml",
            withDestinationPath: real.path + "/news.yaml"
        )
        let pipeline = try Pipeline.load(path: link.path + "/linked.yaml", from: sampleStages)
        #expect(pipeline.folder == real.path)
        #expect(pipeline.spool?.path == real.path + "/spool")
    }

    @Test("a pack beside the pipeline goes before the shipped one")
    func packs() throws {
        let (own, shipped) = (try Folder(), try Folder())
        try own.write("packs/en.yaml", "from: own\n")
        try shipped.write("packs/en.yaml", "from: shipped\n")
        try shipped.write("packs/fr.yaml", "from: shipped\n")
        let resources = PipelineResources(folders: [own.path, shipped.path])
        var reader = resources.reader()
        let place = Setting.Place(file: 0, line: 1, column: 1, length: 1)
        #expect(reader.yaml("en", .pack, at: place)?["from"]?.text == "own")
        #expect(reader.yaml("fr", .pack, at: place)?["from"]?.text == "shipped")
        #expect(reader.yaml("fr", .pack, at: place)?["from"]?.place.file == 1)
        #expect(reader.mistakes == [])
    }

    @Test("a file with random changes loads, or is refused with places that are in it", .timeLimit(.minutes(10)))
    func randomChanges() throws {
        let right = Array(
            """
            name: news # é
            spool: spool
            outbox: 'out'
            output: { format: jsonl, record: none }
            max-size: 2 MiB
            stages:
              - keep-samples
              - dedupe-samples: { similarity: 0.75, pattern: 'é(a|b)', strict: true }
            stet: ['* stays', { line: "so \\u00e9 *", case: ignore }]
            tests:
              - name: one
                input: |
                  a copy

                output: a

            """.utf8
        )
        let path = try Folder().path + "/a.yaml"
        let alphabet = Array(":-{}[]'\"|>&*!#%@,()\n \t\\aé".utf8)
        var generator = Generator(state: 11)
        for _ in 0..<2000 {
            var bytes = right
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let index = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: bytes.remove(at: index)
                case 1: bytes.insert(alphabet.randomElement(using: &generator) ?? 0, at: index)
                default: bytes[index] = alphabet.randomElement(using: &generator) ?? 0
                }
            }
            do throws(PipelineErrors) {
                _ = try Pipeline.load(bytes, path: path, from: sampleStages)
            } catch {
                let source = SourceFile(name: path, bytes)
                #expect(!error.mistakes.isEmpty)
                #expect(error.description.hasPrefix(path))
                for mistake in error.mistakes {
                    let line = source.line(mistake.line - 1).unicodeScalars
                    #expect((1...source.lineCount).contains(mistake.line))
                    #expect((1...line.count + 1).contains(mistake.column), "\(error)")
                    #expect((1...max(1, line.count - mistake.column + 1)).contains(mistake.length), "\(error)")
                }
            }
        }
    }

    @Test("mistakes are also there for programs")
    func json() throws {
        let folder = try Folder()
        try folder.write("a.yaml", "stages: [tidy]\n")
        let errors = #expect(throws: PipelineErrors.self) { try Pipeline.load(path: folder.path + "/a.yaml") }
        var json = JSONWriter()
        errors?.write(into: &json)
        let text = String(decoding: json.bytes, as: UTF8.self).replacing(folder.path + "/", with: "")
        #expect(
            text.hasPrefix(#"[{"file":"a.yaml","line":1,"column":10,"length":4,"message":"no stage is named 'tidy'""#)
        )
    }

    @Test(
        "a place inside a text is found however the text is written",
        arguments: [
            "plain text of words\n",
            "plain text\n  that goes on\n\n\n  and on\n",
            "'it''s quoted ''twice'''\n",
            "'quoted over\n\n  lines  \n  with gaps'\n",
            "\"escapes \\u00e9\\x41 \\\\ \\t end\"\n",
            "\"escapes over \\\n   lines \\\n   and\n   more\"\n",
            "|\n  block\n    of lines\n\n  é end\n",
            "|-\n  block\n  end\n",
            ">\n  folded\n  lines\n\n  end\n",
        ]
    )
    func placesInTexts(_ text: String) throws {
        let file = SourceFile(name: "", Array("key: \(text)".utf8))
        var reader = YAMLReader(file, file: 0)
        let value = try #require(reader.read().setting?["key"])
        let scalars = Array(try #require(value.text).unicodeScalars)
        for (offset, scalar) in scalars.enumerated() {
            let place = file.place(of: offset, in: value.place)
            let line = Array(file.line(place.line - 1).unicodeScalars)
            let written = place.column - 1 < line.count ? line[place.column - 1] : "\n"
            // A line break reads as a space or stands for itself, and an escape begins with its backslash.
            guard scalar != " ", scalar != "\n", written != "\\" else { continue }
            #expect(written == scalar, "offset \(offset)")
        }
    }
}

import Foundation
import GalleyPipeline
import GalleyText
import Testing

/// What must hold for every shipped pipeline, over every example and over texts made from them.
@Suite struct PipelineLawTests {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    static func files(_ folder: String) -> [URL] {
        let found = try? FileManager.default.contentsOfDirectory(
            at: root.appending(path: folder),
            includingPropertiesForKeys: nil
        )
        return (found ?? []).sorted { $0.path < $1.path }
    }

    static let pipelines: [Pipeline] = files("pipelines").filter { $0.pathExtension == "yaml" }.compactMap {
        do { return try Pipeline.load(path: $0.path) } catch { Issue.record("\(error)") }
        return nil
    }

    struct Sample: CustomTestStringConvertible, Sendable {
        let name: String
        let source: Source
        let stays: [String]
        var testDescription: String { name }
    }

    static let samples: [Sample] = files("examples").compactMap { folder in
        let stays = (try? String(contentsOf: folder.appending(path: "stays.txt"), encoding: .utf8)) ?? ""
        let lines = stays.split(separator: "\n").map(String.init)
        if let raw = try? Data(contentsOf: folder.appending(path: "article.txt")) {
            return Sample(name: folder.lastPathComponent, source: Source(file: Array(raw)), stays: lines)
        }
        guard let raw = try? Data(contentsOf: folder.appending(path: "article.json")),
            let source = try? Source(object: Array(raw))
        else { return nil }
        return Sample(name: folder.lastPathComponent, source: source, stays: lines)
    }

    @Test("there are pipelines and at least nine examples with what must stay")
    func something() {
        #expect(!Self.pipelines.isEmpty)
        #expect(Self.samples.filter { !$0.stays.isEmpty }.count >= 9)
    }

    func cleaner(_ pipeline: Pipeline, _ format: DocumentFormat = .text) -> Cleaner {
        Cleaner(pipeline.engine, pipeline.identity, format: format, record: .full)
    }

    /// Checks all laws for one source.
    func check(_ pipeline: Pipeline, _ source: Source, _ format: DocumentFormat, _ what: String) throws {
        let cleaned = cleaner(pipeline, format).clean(source)
        if case .setAside(let reason, let message) = cleaned.outcome.verdict {
            #expect(reason != "stage-at-fault" && reason != "stage-failed", "\(what): \(message)")
            return
        }
        #expect(cleaned.copy.span.firstInvalidUTF8() == nil, "\(what): the copy is UTF-8")
        var composition = Composition(count: source.text.count)
        for pass in cleaned.outcome.passes { composition.add(pass.edits) }
        var result: [UInt8] = []
        var start = 0
        for hunk in composition.hunks {
            result += source.text[start..<hunk.original.lowerBound] + hunk.replacement
            start = hunk.original.upperBound
        }
        result += source.text[start...]
        #expect(result == cleaned.outcome.article.bytes, "\(what): the composed changes make the result")
        let undone =
            cleaned.record.isEmpty
            ? try Undo.original(of: cleaned.copy)
            : try Undo.original(of: cleaned.copy, by: JSONValue(cleaned.record.span, in: 0..<cleaned.record.count))
        #expect(undone == source.raw, "\(what): undo gives the input back")
        let again = try cleaner(pipeline, format).clean(self.source(cleaned.copy, format, source.facts))
        // A copy in JSON tells also what was done, and that is nothing the second time.
        let isJSON = format == .json || format == .jsonl
        let (once, twice) =
            isJSON ? (cleaned.outcome.article.bytes, again.outcome.article.bytes) : (cleaned.copy, again.copy)
        #expect(
            String(decoding: twice, as: UTF8.self) == String(decoding: once, as: UTF8.self),
            "\(what): cleaning clean copy changes nothing; \(again.outcome.passes.flatMap { $0.edits.edits.map(\.rule) })"
        )
    }

    /// Reads a copy in its format.
    private func source(_ copy: [UInt8], _ format: DocumentFormat, _ facts: Article.Facts) throws -> Source {
        var facts = facts
        // The copy says its title itself.
        facts.title = nil
        switch format {
        case .json, .jsonl: return try Source(object: copy, facts: facts)
        case .text, .markdown: return Source(file: copy, format: format, facts: facts)
        }
    }

    @Test("the laws hold for every example in every format", arguments: samples, DocumentFormat.allCases)
    func examples(_ sample: Sample, _ format: DocumentFormat) throws {
        for pipeline in Self.pipelines {
            try check(pipeline, sample.source, format, "\(pipeline.name), \(sample.name)")
        }
    }

    @Test("what must stay in an example stays", arguments: samples)
    func stays(_ sample: Sample) throws {
        let news = try #require(Self.pipelines.first { $0.name == "news" })
        let copy = String(decoding: cleaner(news).clean(sample.source).copy, as: UTF8.self)
        for line in sample.stays { #expect(copy.contains(line), "\(sample.name) lost: \(line)") }
    }

    @Test("the record that is kept beside an example gives the article back")
    func keptRecord() throws {
        let folder = Self.root.appending(path: "examples/treaty")
        let bytes = { (name: String) throws in Array(try Data(contentsOf: folder.appending(path: name))) }
        let record = try bytes("clean.txt.record.json")
        let original = try Undo.original(
            of: bytes("clean.txt"),
            by: JSONValue(record.span, in: 0..<record.count)
        )
        #expect(try original == bytes("article.txt"))
    }

    @Test("the laws hold for mutated examples", arguments: samples)
    func mutated(_ sample: Sample) throws {
        var random = SeededGenerator(state: UInt64(sample.source.raw.count))
        for round in 0..<30 {
            let raw = random.mutate(
                sample.source.text,
                with: Self.samples[Int(random.next() % UInt64(Self.samples.count))].source.text
            )
            for pipeline in Self.pipelines {
                try check(pipeline, Source(file: raw), .text, "\(pipeline.name), \(sample.name) \(round)")
            }
        }
    }

    private static func quoted(_ text: [UInt8]) -> String {
        var json: [UInt8] = []
        json.append(jsonString: text.span, escapes: .utf8)
        return String(decoding: json, as: UTF8.self)
    }

    /// Titles as sources give them.
    static let titles = [
        "Donâ€™t panic: Q&amp;A with  the \"harbour\" board", "Ferry sails again - after the storm | Harbour Times",
        "The the ferry's 'long' night...", "“Nobody waved: an open quotation.", "L’\u{202F}été : « Ã©tude »",
        "\u{200B}Ferry\u{A0}sails \t again ", "Ferry sails\nagain", "&nbsp;", "Boats, ,and teh sea",
    ]

    @Test(
        "the laws hold for every example under a title that needs repair",
        arguments: samples,
        DocumentFormat.allCases
    )
    func titled(_ sample: Sample, _ format: DocumentFormat) throws {
        for title in Self.titles {
            let (text, escaped) = (sample.source.text, Self.quoted(Array(title.utf8)))
            let object = try Source(object: Array("{\"title\":\(escaped),\"text\":\(Self.quoted(text))}".utf8))
            let file = Source(file: Array("---\ntitle: \(title)\n---\n\n".utf8) + text)
            for pipeline in Self.pipelines {
                try check(pipeline, object, format, "\(pipeline.name), \(sample.name), JSON titled \(title)")
                try check(pipeline, file, format, "\(pipeline.name), \(sample.name), titled \(title)")
            }
        }
    }

    @Test("lines of one width that show only when litter is gone are joined the first time")
    func widthBehindLitter() throws {
        let news = try #require(Self.pipelines.first { $0.name == "news" })
        let text = """
            Harbour board votes

            The harbour board voted on Monday to keep the ferry running
            through the winter, after ten years in which it had stopped
            in November. Its head said that the money was there and the
            crews had agreed, and that nobody would have to drive round
            any more.

            © 2024 Harbour Times Media. All rights reserved.
            © 2024 Harbour Radio Group. All rights reserved.
            © 2024 Harbour Press House. All rights reserved.
            © 2024 Harbour Film Office. All rights reserved.

            """
        #expect(news.engine.clean(Article(text)).article.text.contains("running through the winter"))
        for pipeline in Self.pipelines { try check(pipeline, Source(file: Array(text.utf8)), .text, pipeline.name) }
    }

    static let hostileTexts: [(String, [UInt8])] = [
        ("nothing", []), ("one line feed", [0x0A]), ("NUL", [0, 0, 0x61, 0]), ("all bytes", [UInt8](0...255)),
        ("a long line of words", Array(String(repeating: "word ", count: 200_000).utf8)),
        ("a long line of quotes", Array(String(repeating: "\"'“", count: 100_000).utf8)),
        ("a long line of stops", Array(String(repeating: ". .,", count: 100_000).utf8)),
        ("a long line of ampersands", Array(String(repeating: "&amp;&", count: 100_000).utf8)),
        ("a long line of mojibake", Array(String(repeating: "Ã©â€", count: 50_000).utf8)),
        ("100,000 empty lines", [UInt8](repeating: 0x0A, count: 100_000)),
        ("100,000 equal lines", Array(String(repeating: "the same short line\n", count: 100_000).utf8)),
        (
            "a paragraph far below a name, and often below another",
            Array(
                ("Anna Smith\n" + String(repeating: "\n", count: 200_000)
                    + String(
                        repeating: "He pleaded guilty to driving without insurance on the road to the harbour, "
                            + "and was fined.\nTom Jones\n",
                        count: 4_000
                    )).utf8
            )
        ),
        ("100,000 dashes", Array(String(repeating: "-\n", count: 100_000).utf8)),
        ("encoded surrogates", [0xED, 0xA0, 0x80, 0xED, 0xB0, 0x80, 0x41]),
        ("10,000 combining marks", Array(("e" + String(repeating: "\u{301}\u{316}", count: 5_000)).utf8)),
    ]

    @Test("no input, however broken, does harm", .timeLimit(.minutes(10)), arguments: hostileTexts.indices)
    func hostile(_ number: Int) throws {
        let (name, raw) = Self.hostileTexts[number]
        for pipeline in Self.pipelines { try check(pipeline, Source(file: raw), .text, "\(pipeline.name), \(name)") }
    }
}

/// Chance that repeats itself: Knuth's MMIX generator.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ state >> 29
    }

    /// `text` with lines moved, doubled and lost, bytes changed, and parts of `other` put in.
    mutating func mutate(_ text: [UInt8], with other: [UInt8]) -> [UInt8] {
        var lines = text.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
        let others = other.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
        for _ in 0..<Int.random(in: 1...6, using: &self) {
            let at = Int.random(in: 0..<lines.count, using: &self)
            switch Int.random(in: 0..<8, using: &self) {
            case 0: lines.insert(lines[at], at: Int.random(in: 0...lines.count, using: &self))
            case 1 where lines.count > 1: lines.remove(at: at)
            case 2: lines.insert(others.randomElement(using: &self) ?? [], at: at)
            case 3: lines[at] += lines[Int.random(in: 0..<lines.count, using: &self)]
            case 4 where !lines[at].isEmpty:
                lines[at].removeLast(Int.random(in: 0...min(9, lines[at].count), using: &self))
            case 5:
                let noise = [
                    "\"", "'", " - ", "...", "&quot;", "Ã©", "\u{AD}", "  ", "the the", "“", "»", "\u{200B}", ",,",
                    "\r",
                ]
                let place = Int.random(in: 0...lines[at].count, using: &self)
                lines[at].insert(contentsOf: Array((noise.randomElement(using: &self) ?? "").utf8), at: place)
            case 6 where !lines[at].isEmpty:
                lines[at][Int.random(in: 0..<lines[at].count, using: &self)] = UInt8.random(in: 0...255, using: &self)
            default: lines.swapAt(at, Int.random(in: 0..<lines.count, using: &self))
            }
        }
        return Array(lines.joined(separator: [0x0A]))
    }
}

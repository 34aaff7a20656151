import GalleyText
import Testing

@testable import galley

/// What holds for every page, whatever the article and the edits.
@Suite struct DryRunLawTests {
    struct Generator: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ state >> 29
        }
    }

    private static let bits = [
        "a", "word ", " ", "\n", "\n\n", "é", "e\u{301}", "語", "👩‍🚀", "\u{A0}", "\r\n", "\u{200B}", "\u{202E}", "\t", "“",
        "\u{1B}[31m",
        "some longer words of a sentence that goes on. ",
    ]

    private static func text(_ random: inout Generator, _ count: Int) -> [UInt8] {
        (0..<Int.random(in: 0...count, using: &random)).flatMap { _ in
            Array((bits.randomElement(using: &random) ?? "").utf8)
        }
    }

    @Test("every mark is shown once, and nothing that a terminal would obey", arguments: 0..<200)
    func laws(_ seed: Int) {
        var random = Generator(state: UInt64(seed) &* 7919 &+ 13)
        let original = Self.text(&random, 60)
        var current = original
        var composition = Composition(count: original.count)
        var passes = 0
        for _ in 0..<Int.random(in: 1...3, using: &random) {
            var edits = EditList()
            var place = 0
            let boundaries = (0...current.count).filter { current.span.isScalarBoundary($0) }
            while let start = boundaries.filter({ $0 >= place }).randomElement(using: &random), edits.edits.count < 6 {
                let end = boundaries.filter { $0 >= start }.prefix(9).randomElement(using: &random) ?? start
                let new = Self.text(&random, 3)
                guard end > start || !new.isEmpty else { break }
                edits.append(start..<end, with: new.span, rule: "p\(passes)r\(edits.edits.count)")
                place = end + 1
            }
            composition.add(edits)
            current = edits.applied(to: current)
            passes += 1
        }
        let hunks = composition.hunks
        let run = DryRun(
            name: "x",
            original: original,
            hunks: hunks,
            stages: (0..<passes).map { "s\($0)" },
            findings: [],
            tags: [],
            verdict: .deliver,
            isUndone: true
        )
        for width in [60, 120] {
            let page = String(decoding: DryRunPage(run, width: width, usesColor: false).bytes, as: UTF8.self)
            for hunk in hunks where Array(original[hunk.original]) != hunk.replacement {
                for mark in hunk.marks {
                    let label = "s\(mark.pass) › \(mark.rule)"
                    #expect(page.contains(label + "\n") || page.contains(label + " ×"), "\(seed): \(label)\n\(page)")
                }
            }
            #expect(!page.utf8.contains { ($0 < 0x20 && $0 != 0x0A) || $0 == 0x7F })
            #expect(!page.unicodeScalars.contains("\u{202E}"))
        }
        #expect(run.words.kept >= 0)
    }

    @Test("hostile articles take no time", arguments: ["one long line", "empty lines", "marks", "changes everywhere"])
    func hostile(_ kind: String) {
        var original: [UInt8]
        switch kind {
        case "one long line": original = Array(String(repeating: "word \"word\" ", count: 20_000).utf8)
        case "empty lines": original = Array(repeating: 0x0A, count: 100_000)
        case "marks": original = Array(("e" + String(repeating: "\u{301}", count: 10_000) + "x").utf8)
        default: original = Array(String(repeating: "\"\n", count: 50_000).utf8)
        }
        var edits = EditList()
        let new = Array("”".utf8)
        for (offset, byte) in original.enumerated()
        where byte == 0x22 || (byte == 0x0A && kind == "empty lines" && offset % 3 == 0) || byte == 0x78 {
            edits.append(offset..<offset + 1, with: new.span, rule: "r")
        }
        var composition = Composition(count: original.count)
        composition.add(edits)
        let run = DryRun(
            name: "x",
            original: original,
            hunks: composition.hunks,
            stages: ["s"],
            findings: [],
            tags: [],
            verdict: .deliver,
            isUndone: true
        )
        #expect(DryRunPage(run, width: 100, usesColor: false).bytes.count > 10)
    }
}

import GalleyText
import Testing

@Suite("A sketch")
struct SketchTests {
    /// Text of made-up words that is the same every time.
    static func prose(_ count: Int, seed: UInt64) -> [String] {
        var state = seed
        return (0..<count).map { number in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let word = "word\(state >> 53)"
            return number % 12 == 11 ? word + "." : word
        }
    }

    private static func sketch(_ words: [String], title: String? = nil, source: String? = nil) -> Sketch {
        Sketch(of: Article(words.joined(separator: " ") + "\n", Article.Facts(title: title, source: source)))
    }

    @Test("does not see typography")
    func typography() {
        let one = Sketch(of: Article("\"It's late,\" she said -- and 'left'. The end was near."))
        let other = Sketch(of: Article("“It’s late,” she said—and ‘left’.\n\nTHE END was near…"))
        #expect(one.traits.exact == other.traits.exact)
        #expect(one.sample == other.sample)
    }

    @Test("is the same whether the text or the source says the headline")
    func headline() {
        let body = Self.prose(80, seed: 1).joined(separator: " ") + "\n"
        let one = Sketch(of: Article("The bridge is open again\n\n" + body))
        let other = Sketch(of: Article(body, Article.Facts(title: "The bridge is open again")))
        #expect(one == other)
        #expect(one.traits.title != 0)
    }

    @Test(
        "takes as many shingles as it needs, and no more than it may",
        arguments: [5, 20, 36, 100, 500, 3000, 40_000]
    )
    func sample(_ words: Int) {
        let sketch = Self.sketch(Self.prose(words, seed: 7))
        #expect(sketch.traits.words == words)
        #expect(sketch.sample.allSatisfy { $0 & UInt32(sketch.step - 1) == 0 })
        #expect(sketch.sample == Set(sketch.sample).sorted())
        #expect(sketch.sample.count <= Sketch.most)
        #expect(sketch.step == 1 || sketch.sample.count >= Sketch.fewest)
        if sketch.step < 16 { #expect(sketch.count(at: sketch.step * 2) < Sketch.fewest) }
    }

    struct Pair: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let one: Sketch
        let other: Sketch
        let relation: Relation?

        static let all: [Pair] = {
            let text = prose(600, seed: 3)
            let other = prose(600, seed: 4)
            func row(_ name: String, _ one: Sketch, _ other: Sketch, _ relation: Relation?) -> Pair {
                Pair(testDescription: name, one: one, other: other, relation: relation)
            }
            var updated = text
            updated.replaceSubrange(100..<140, with: other[100..<140])
            let half = Array(text[..<300] + other[300...])
            let notice = (0..<60).map { "of \($0 % 7) a b c shares \(text[$0]) \(text[$0 + 1]) \(text[$0 + 2])" }
            func filled(_ seed: Int) -> [String] {
                notice.enumerated().map { $0 % 6 == 0 ? "\($1) \($0 * 37 + seed)" : $1 }
            }
            return [
                row("a copy", sketch(text), sketch(text), .exact),
                row("a paragraph replaced", sketch(updated, title: "A"), sketch(text, title: "A"), .revision),
                row(
                    "the same source, and another headline",
                    sketch(updated, title: "A", source: "X"),
                    sketch(text, title: "B", source: "x"),
                    .revision
                ),
                row("another headline", sketch(text, title: "A"), sketch(text, title: "B"), .syndicated),
                row(
                    "another source",
                    sketch(updated, title: "A", source: "X"),
                    sketch(text, title: "A", source: "Y"),
                    .syndicated
                ),
                row("the first third", sketch(Array(text[..<200])), sketch(text), .excerpt),
                row("thrice as long", sketch(text), sketch(Array(text[..<200])), .extended),
                row("two thirds are the same", sketch(text), sketch(Array(text[..<400] + other[400...])), .related),
                row("a third is the same", sketch(Array(half[200...])), sketch(Array(other[..<400])), nil),
                row("nothing in common", sketch(text), sketch(other), nil),
                row("numbers filled in", sketch(filled(1), title: "A"), sketch(filled(2000), title: "B"), .template),
            ]
        }()
    }

    @Test("tells how two articles relate", arguments: Pair.all)
    func relation(_ pair: Pair) {
        let (containment, shared) = pair.one.overlap(with: pair.other)
        let found = Relation(pair.one.traits, to: pair.other.traits, containment: containment, shared: shared)
        #expect(found == pair.relation, "\(containment) of \(shared)")
    }

    @Test("compares texts of any length: a fifth of a text is in it")
    func lengths() {
        for words in [100, 200, 400, 800, 2000, 8000] {
            let text = Self.prose(words, seed: UInt64(words))
            let part = Self.sketch(Array(text[..<(words / 5)]))
            let (containment, shared) = part.overlap(with: Self.sketch(text))
            #expect(containment == 1 && shared >= Relation.leastShared, "\(words): \(shared)")
        }
    }
}

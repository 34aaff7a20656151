import GalleyText
import Testing

@Suite struct CompositionTests {
    struct Generator: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ state >> 29
        }
    }

    func result(of hunks: [Hunk], on original: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var start = 0
        for hunk in hunks {
            result += original[start..<hunk.original.lowerBound] + hunk.replacement
            start = hunk.original.upperBound
        }
        return result + original[start...]
    }

    @Test("the composed changes turn the original into what the passes made", arguments: 0..<400)
    func composes(_ seed: Int) {
        var random = Generator(state: UInt64(seed) &* 7919 &+ 13)
        let original = (0..<Int.random(in: 0...60, using: &random)).map { _ in
            UInt8.random(in: 97...122, using: &random)
        }
        var text = original
        var composition = Composition(count: original.count)
        for _ in 0..<Int.random(in: 1...5, using: &random) {
            var edits = EditList()
            var place = 0
            while place <= text.count, Bool.random(using: &random) || place == 0 {
                let start = Int.random(in: place...text.count, using: &random)
                let end = min(text.count, start + Int.random(in: 0...6, using: &random))
                let put = [UInt8](
                    repeating: UInt8.random(in: 65...90, using: &random),
                    count: Int.random(in: 0...4, using: &random)
                )
                guard end > start || !put.isEmpty else { break }
                edits.append(start..<end, with: put.span, rule: "r\(edits.edits.count)")
                place = end
            }
            composition.add(edits)
            text = edits.applied(to: text)
            let hunks = composition.hunks
            #expect(result(of: hunks, on: original) == text)
            #expect(zip(hunks, hunks.dropFirst()).allSatisfy { $0.original.upperBound <= $1.original.lowerBound })
            #expect(hunks.allSatisfy { !$0.marks.isEmpty })
        }
    }

    @Test("a place that two passes changed names both rules")
    func namesBoth() {
        let original = Array("one two three".utf8)
        var composition = Composition(count: original.count)
        var first = EditList()
        let two = Array("2".utf8)
        first.append(4..<7, with: two.span, rule: "digits")
        composition.add(first)
        var second = EditList()
        let both = Array("zwei".utf8)
        second.append(4..<5, with: both.span, rule: "german")
        composition.add(second)
        #expect(composition.hunks.map(\.original) == [4..<7])
        #expect(composition.hunks.first?.marks.map(\.rule) == ["digits", "german"])
        #expect(composition.original(of: 5..<9) == 4..<8)
    }
}

import GalleyStages
import GalleyText
import Testing

@Suite struct PatternTests {
    private func ranges(_ source: String, in text: String, ignoringCase: Bool = false) throws -> [Range<Int>] {
        let bytes = Array(text.utf8)
        var ranges: [Range<Int>] = []
        try Pattern(source, ignoringCase: ignoringCase).forEachMatch(in: bytes.span) { ranges.append($0.range) }
        return ranges
    }

    @Test func matchesComeFromLeftToRightWithoutOverlap() throws {
        #expect(try ranges("aa", in: "aaaaa") == [0..<2, 2..<4])
        #expect(try ranges("é", in: "été") == [0..<2, 3..<5])
        #expect(try ranges("É", in: "été", ignoringCase: true) == [0..<2, 3..<5])
        #expect(try ranges(#"\bl\w+"#, in: "la lá el") == [0..<2, 3..<6])
    }

    @Test func emptyMatchesAdvanceByTheScalar() throws {
        #expect(try ranges("x*", in: "éxx") == [0..<0, 2..<4, 4..<4])
        #expect(try ranges("", in: "") == [0..<0])
        #expect(try ranges("$", in: "a\n") == [1..<1, 2..<2])
    }

    @Test func groupsHaveTheirRanges() throws {
        let bytes = Array("on 3 May".utf8)
        let pattern = try Pattern(#"(?<day>\d+)|(?<month>M\w+)"#)
        var matches: [Pattern.Match] = []
        try pattern.forEachMatch(in: bytes.span) { matches.append($0) }
        #expect(pattern.groupCount == 2)
        #expect(pattern.number(ofGroup: "month") == 2)
        #expect(pattern.number(ofGroup: "year") == nil)
        #expect(matches.map(\.groups) == [[3..<4, nil], [nil, 5..<8]])
    }

    @Test func aLineMatchesAsAWhole() throws {
        let bytes = Array("Page 12 of 20".utf8)
        let pattern = try Pattern(#"\d+|Page \d+"#)
        #expect(try pattern.matches(bytes.span, 0..<7))
        #expect(try pattern.matches(bytes.span, 5..<7))
        #expect(try !pattern.matches(bytes.span, 0..<8))
        #expect(try !pattern.matches(bytes.span, 4..<4))
    }

    @Test(
        "a fault says where it stands, in scalars",
        arguments: [("a(b", 3), ("éé)", 2), ("[z-a]", 3), (#"\Cx"#, 2)]
    )
    func fault(source: String, offset: Int) throws {
        let fault = #expect(throws: Pattern.Fault.self) { try Pattern(source) }
        #expect(fault?.offset == offset)
        #expect(fault?.message.isEmpty == false)
    }

    @Test(
        "a mistake points into a scalar that stands on one line",
        arguments: [(false, 7, 12, 1), (true, 5, 11, 1), (false, 9, 8, 9)]
    )
    func place(plain: Bool, length: Int, column: Int, underlined: Int) throws {
        var reader = SettingReader { (_, _, place) throws(Mistake) in throw Mistake(at: place, "no files") }
        let place = Setting.Place(file: 0, line: 4, column: 8, length: length)
        let setting = Setting(.scalar("éé+)a", plain: plain), at: place)
        #expect(Pattern(setting, &reader) == nil)
        let mistake = try #require(reader.mistakes.first)
        #expect((mistake.place.line, mistake.place.column, mistake.place.length) == (4, column, underlined))
    }

    @Test(.timeLimit(.minutes(10))) func endlessBacktrackingFails() throws {
        let bytes = Array((String(repeating: "a", count: 5000) + "b").utf8)
        let pattern = try Pattern("(a+)+$")
        #expect(throws: StageFailure.self) { try pattern.forEachMatch(in: bytes.span) { _ in } }
    }

    @Test(.timeLimit(.minutes(10))) func manyMatchesInALongTextTakeLinearTime() throws {
        let text = String(repeating: "été, ", count: 200_000)
        #expect(try ranges("t", in: text).count == 200_000)
    }

    @Test func threadsShareAPattern() async throws {
        let pattern = try Pattern(#"(\w+)@(\w+)"#)
        await withTaskGroup(of: Int.self) { group in
            for number in 0..<8 {
                group.addTask {
                    let bytes = Array(String(repeating: "a\(number)@b ", count: 500).utf8)
                    var count = 0
                    try? pattern.forEachMatch(in: bytes.span) { if $0.groups.count == 2 { count += 1 } }
                    return count
                }
            }
            for await count in group { #expect(count == 500) }
        }
    }
}

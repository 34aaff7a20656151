import Foundation
import GalleyText
import Testing

@testable import GalleyDelivery

/// Of a long file most articles are written before its batch is committed.
@Suite("The articles of a long file")
struct ArticlePartsTests {
    private typealias Desk = ArticleIndexTests.Desk

    /// A batch of three files with twenty articles each, of which one may go back.
    private static func threeFiles(_ index: ArticleIndex, forgetting forgotten: Int? = nil) -> BatchMemory {
        let memory = BatchMemory(index, partsOf: 8)
        for file in 0..<3 {
            memory.begin(file)
            for number in file * 20..<file * 20 + 20 {
                memory.remember(ArticleIndexTests.sketch(number), as: "\(number).txt")
            }
            if file == forgotten { memory.forget() }
        }
        return memory
    }

    /// Notes articles in a memory that writes eight at a time.
    private static func memory(_ index: ArticleIndex, _ numbers: Range<Int>) -> BatchMemory {
        let memory = BatchMemory(index, partsOf: 8)
        for number in numbers { memory.remember(ArticleIndexTests.sketch(number), as: "\(number).txt") }
        return memory
    }

    /// How many of some articles an index knows, each by its own name.
    private static func count(_ numbers: Range<Int>, in index: ArticleIndex) -> Int {
        numbers.count { ArticleIndexTests.found($0, in: index) == "\($0).txt" }
    }

    private static func kinds(_ desk: Desk) -> [String] {
        Set(desk.names.compactMap { $0.split(separator: ".").last.map(String.init) }).sorted()
    }

    @Test("are seen by those behind them, and count when the batch is committed")
    func committed() throws {
        let desk = Desk()
        do {
            let index = try desk.open()
            let memory = Self.memory(index, 0..<100)
            #expect(memory.entries.count < 8 && memory.parts.count < 5)
            for number in [0, 50, 95, 99] {
                #expect(memory.closest(to: ArticleIndexTests.sketch(number), days: 14)?.other == "\(number).txt")
                // The other batch waits.
                let other = BatchMemory(index)
                #expect(other.closest(to: ArticleIndexTests.sketch(number), days: 14) == nil)
            }
            try index.log("a", memory)
            #expect(Self.count(0..<100, in: index) == 0)
            try index.committed("a")
            try index.committed("a")
            memory.end()
            #expect(Self.count(0..<100, in: index) == 100)
            #expect(Self.kinds(desk) == ["log", "part"])
            try index.finished("a")
            #expect(Self.count(0..<100, in: index) == 100)
            #expect(Self.kinds(desk) == ["log", "long"])
        }
        for _ in 0..<3 {
            let index = try desk.open()
            #expect(Self.count(0..<100, in: index) == 100)
            #expect(try index.statistics().articles == 100)
            #expect(Self.kinds(desk) == ["articles", "long"])
        }
    }

    @Test("count for nothing where the batch was not committed, or its file went back")
    func void() throws {
        let desk = Desk()
        do {
            let index = try desk.open()
            let memory = Self.threeFiles(index, forgetting: 1)
            #expect(memory.closest(to: ArticleIndexTests.sketch(5), days: 14) != nil)
            #expect(memory.closest(to: ArticleIndexTests.sketch(25), days: 14) == nil)
            try index.log("a", memory)
            try index.committed("a")
            // This one is never logged, that one is cleaned again, and the last is never committed.
            do { _ = Self.memory(index, 100..<130) }
            try index.log("c", Self.memory(index, 200..<230))
            try index.log("c", Self.memory(index, 300..<330))
            try index.committed("c")
            try index.log("d", Self.memory(index, 400..<430))
            try index.void("d")
            try index.log("e", Self.memory(index, 500..<530))
        }
        for _ in 0..<2 {
            let index = try desk.open(uncommitted: ["e"])
            #expect(
                [0, 20, 40, 100, 200, 300, 400, 500].map { Self.count($0..<$0 + 20, in: index) }
                    == [20, 0, 20, 0, 0, 20, 0, 0]
            )
            #expect(try index.statistics().articles == 70)
            #expect(!Self.kinds(desk).contains("part"))
        }
    }

    @Test("are forgotten with the copy that was damaged, also in an index that was opened again", arguments: 0...2)
    func forgotten(_ openings: Int) throws {
        let desk = Desk()
        do {
            let index = try desk.open()
            let memory = Self.threeFiles(index)
            try index.log("a", memory)
            try index.committed("a")
        }
        for _ in 0..<openings {
            #expect(Self.count(0..<60, in: try desk.open(unfinished: ["a"])) == 60)
        }
        do {
            let index = try desk.open(unfinished: ["a"])
            try index.committed("a")
            try index.forget("a", copy: 1)
            #expect([0, 20, 40].map { Self.count($0..<$0 + 20, in: index) } == [20, 0, 20])
            try index.finished("a")
            #expect([0, 20, 40].map { Self.count($0..<$0 + 20, in: index) } == [20, 0, 20])
        }
        let index = try desk.open()
        #expect([0, 20, 40].map { Self.count($0..<$0 + 20, in: index) } == [20, 0, 20])
        #expect(try index.statistics().articles == 40)
        #expect(Self.kinds(desk) == ["articles", "long"])
    }

    @Test("are each there once wherever the process ended behind the commit", arguments: 0...4)
    func ended(_ moved: Int) throws {
        let desk = Desk()
        do {
            let index = try desk.open()
            for batch in 0..<2 { try index.log("\(batch)", Self.memory(index, batch * 100..<batch * 100 + 59)) }
        }
        let parts = desk.names.filter { $0.hasSuffix(".part") }.sorted { ($0.count, $0) < ($1.count, $1) }
        #expect(parts.count == 6)
        if moved == 4 {
            // Somebody looks at it meanwhile.
            let index = try #require(try ArticleIndex(reading: Path(desk.folder.path), uncommitted: ["1"]))
            #expect(Self.count(0..<59, in: index) == 59)
            #expect(try index.statistics().articles == 59)
        }
        // Those of the second batch, which was committed first.
        let day = Clock.day(Clock.wall)
        for (number, part) in parts.suffix(3)
            .prefix(moved).enumerated()
        {
            try FileManager.default.moveItem(
                at: desk.folder.appending(path: part.replacing("DAY", with: day)),
                to: desk.folder.appending(path: "\(day).\(20 + number).long")
            )
        }
        for _ in 0..<3 {
            let index = try desk.open()
            #expect(Self.count(0..<59, in: index) == 59 && Self.count(100..<159, in: index) == 59)
            #expect(try index.statistics().articles == 118)
            try index.compact()
        }
    }

    @Test("stay apart from those of logs, also when they are merged")
    func merged() throws {
        let desk = Desk()
        do {
            let index = try desk.open()
            // One is on its way all the time, and committed last.
            let slow = Self.memory(index, 900..<950)
            for batch in 0..<6 {
                try index.log("\(batch)", Self.memory(index, batch * 50..<batch * 50 + 45))
                try index.committed("\(batch)")
                try index.finished("\(batch)")
                if batch == 3 { try index.compact() }
            }
            try index.log("slow", slow)
            try index.committed("slow")
            try index.finished("slow")
        }
        for _ in 0..<2 {
            let index = try desk.open()
            for batch in 0..<6 { #expect(Self.count(batch * 50..<batch * 50 + 45, in: index) == 45) }
            #expect(Self.count(900..<950, in: index) == 50)
            #expect(try index.statistics().articles == 6 * 45 + 50)
            #expect(index.closest(to: ArticleIndexTests.sketch(920, words: 100..<200), days: 14)?.other == "920.txt")
            try index.compact()
        }
        #expect(Self.kinds(desk) == ["articles", "long"])
    }
}

import Foundation
import GalleyText
import Testing

@testable import GalleyDelivery

@Suite("An index of articles")
struct ArticleIndexTests {
    final class Desk {
        let folder = FileManager.default.temporaryDirectory.appending(path: "galley-\(UUID().uuidString)")
        deinit { try? FileManager.default.removeItem(at: folder) }

        func open(uncommitted: Set<String> = [], unfinished: Set<String> = []) throws -> ArticleIndex {
            try ArticleIndex(Path(folder.path), keeping: 14, uncommitted: uncommitted, unfinished: unfinished)
        }

        /// Makes a segment of today one of another day.
        func move(_ number: Int, to day: String) throws {
            let name = "\(Clock.day(Clock.wall)).\(number).articles"
            try FileManager.default.moveItem(
                at: folder.appending(path: name),
                to: folder.appending(path: "\(day).\(number).articles")
            )
        }

        var names: [String] {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
            return names.filter { $0 != ".lock" }.map { $0.replacing(Clock.day(Clock.wall), with: "DAY") }.sorted()
        }
    }

    /// An article of 300 words that no other number has.
    static func sketch(_ number: Int, words: Range<Int> = 0..<300) -> Sketch {
        var state = UInt64(number) &* 0x9E37_79B9_7F4A_7C15
        let all = (0..<300).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return "w\(state >> 48)"
        }
        return Sketch(of: Article(all[words].joined(separator: " ") + "\n"))
    }

    private static func entry(_ number: Int, copy: Int = 0) -> ArticleEntry {
        let sketch = sketch(number)
        let article = StoredArticle(sketch, time: ArticleIndex.now)
        return ArticleEntry(article: article, sample: sketch.sample, name: Array("\(number).txt".utf8), copy: copy)
    }

    static func found(_ number: Int, in index: ArticleIndex) -> String? {
        let found = index.closest(to: sketch(number), days: 14)
        return found?.relation == .exact ? found?.other : nil
    }

    @Test("remembers what was committed, and nothing else, across any number of openings")
    func committed() throws {
        let desk = Desk()
        do {
            let index = try desk.open()
            try index.log("a", [Self.entry(1)])
            #expect(Self.found(1, in: index) == nil)
            try index.committed("a")
            try index.committed("a")
            try index.log("b", [Self.entry(2)])
            try index.log("c", [Self.entry(3)])
            try index.void("c")
            try index.log("d", [Self.entry(4)])
            try index.log("d", [Self.entry(5)])
            #expect(Self.found(1, in: index) == "1.txt")
            #expect(try index.statistics().articles == 1)
        }
        for _ in 0..<2 {
            let index = try desk.open(uncommitted: ["b"])
            #expect((1...5).map { Self.found($0, in: index) } == ["1.txt", nil, nil, nil, "5.txt"])
            #expect(try index.statistics().articles == 2)
            #expect(desk.names == ["DAY.1.articles"])
        }
    }

    @Test("forgets one copy of a batch")
    func forgets() throws {
        let desk = Desk()
        do {
            let index = try desk.open()
            try index.log("a", [Self.entry(1, copy: 0), Self.entry(2, copy: 1)])
            try index.committed("a")
            try index.forget("a", copy: 0)
            #expect(Self.found(1, in: index) == nil)
        }
        let index = try desk.open()
        #expect(Self.found(1, in: index) == nil)
        #expect(Self.found(2, in: index) == "2.txt")
    }

    @Test("forgets a copy until its batch is finished, across any number of openings and segments", arguments: 0...2)
    func forgetsLater(_ openings: Int) throws {
        let desk = Desk()
        do {
            let index = try desk.open()
            try index.log("a", [Self.entry(1, copy: 0), Self.entry(2, copy: 1), Self.entry(3, copy: 2)])
            try index.committed("a")
            for batch in ["b", "c"] {
                try index.log(batch, [Self.entry(batch == "b" ? 10 : 20)])
                try index.committed(batch)
                try index.finished(batch)
                try index.compact()
            }
        }
        for _ in 0..<openings {
            let index = try desk.open(unfinished: ["a"])
            #expect([1, 2, 3, 10, 20].allSatisfy { Self.found($0, in: index) == "\($0).txt" })
            #expect(try index.statistics().articles == 5)
        }
        do {
            let index = try desk.open(unfinished: ["a"])
            try index.committed("a")
            try index.forget("a", copy: 0)
            #expect([1, 2, 3].map { Self.found($0, in: index) } == [nil, "2.txt", "3.txt"])
        }
        do {
            let index = try desk.open(unfinished: ["a"])
            #expect([1, 2, 3].map { Self.found($0, in: index) } == [nil, "2.txt", "3.txt"])
            try index.forget("a", copy: 1)
            try index.finished("a")
            try index.forget("a", copy: 2)
        }
        for _ in 0..<2 {
            let index = try desk.open()
            #expect([1, 2, 3, 10].map { Self.found($0, in: index) } == [nil, nil, "3.txt", "10.txt"])
            #expect(try index.statistics().articles == 3)
            #expect(!desk.names.contains { $0.hasSuffix(".log") })
        }
    }

    @Test("reads a log up to where it is torn, at every byte")
    func torn() throws {
        let desk = Desk()
        do {
            let index = try desk.open()
            for number in 1...2 {
                try index.log("\(number)", [Self.entry(number)])
                try index.committed("\(number)")
            }
        }
        let log = desk.folder.appending(path: "\(Clock.day(Clock.wall)).1.log")
        let whole = try Data(contentsOf: log)
        var counts: [Int] = []
        for size in stride(from: 0, through: whole.count, by: 7) {
            try whole.prefix(size).write(to: log)
            let index = try #require(try ArticleIndex(reading: Path(desk.folder.path)))
            counts.append(try index.statistics().articles)
        }
        #expect(counts == counts.sorted() && counts.first == 0 && Set(counts).isSuperset(of: [0, 1]))
        try (whole + Data([1, 2, 3])).write(to: log)
        let index = try desk.open()
        #expect(Self.found(2, in: index) == "2.txt")
    }

    @Test("finds the same in segments that were merged as in memory")
    func segments() throws {
        let desk = Desk()
        for part in 0..<5 {
            let index = try desk.open()
            let entries = (0..<40 << part).map { Self.entry(part * 10_000 + $0) }
            try index.log("\(part)", entries)
            try index.committed("\(part)")
        }
        let index = try desk.open()
        for part in 0..<5 {
            for number in [0, 1, 39].map({ part * 10_000 + $0 }) {
                #expect(Self.found(number, in: index) == "\(number).txt")
                let excerpt = index.closest(to: Self.sketch(number, words: 100..<200), days: 14)
                #expect(excerpt?.relation == .excerpt && excerpt?.other == "\(number).txt" && excerpt?.words == 300)
                #expect(excerpt?.containment == 1)
            }
        }
        #expect(index.closest(to: Self.sketch(77), days: 14) == nil)
        try index.compact()
        #expect(desk.names.count == 1)
        var names: Set<String> = []
        index.forEach { name, _, sketch in
            let name = String(decoding: name, as: UTF8.self)
            names.insert(name)
            #expect(Int(name.dropLast(4)).map { Self.sketch($0) } == sketch)
        }
        #expect(names.count == 40 * 31)
        #expect(try index.statistics().articles == 40 * 31)
    }

    @Test("goes on without a segment that is damaged, and without one that a merge has replaced")
    func damage() throws {
        let desk = Desk()
        for number in 1...2 {
            let index = try desk.open()
            try index.log("a", [Self.entry(number)])
            try index.committed("a")
            try FileManager.default.copyItem(
                at: desk.folder.appending(path: "\(Clock.day(Clock.wall)).\(number).log"),
                to: desk.folder.appending(path: "kept.\(number)")
            )
        }
        // The segment was written, and its log not yet removed.
        do { _ = try desk.open() }
        try FileManager.default.copyItem(
            at: desk.folder.appending(path: "kept.1"),
            to: desk.folder.appending(path: "\(Clock.day(Clock.wall)).1.log")
        )
        #expect(try desk.open().statistics().articles == 2)
        let segment = desk.folder.appending(path: "\(Clock.day(Clock.wall)).2.articles")
        try Data(try Data(contentsOf: segment).dropLast()).write(to: segment)
        let index = try desk.open()
        #expect(try index.statistics().articles == 0)
        #expect(desk.names.contains("DAY.2.articles.damaged"))
    }

    @Test("removes days before the window, and keeps a second process out")
    func window() throws {
        let desk = Desk()
        for number in 1...4 {
            let index = try desk.open()
            try index.log("\(number)", [Self.entry(number)])
            try index.committed("\(number)")
            if number == 1 { continue }
            // Days on which the clock has gone on.
            try desk.move(number - 1, to: Clock.day(Clock.wall - Int64(number - 1) * 86_400_000_000_000))
        }
        do { _ = try desk.open() }
        try desk.move(4, to: "2001-01-01")
        let index = try desk.open()
        #expect(try index.statistics().articles == 3)
        #expect(!desk.names.contains { $0.hasPrefix("2001") })
        let failure = #expect(throws: SystemFailure.self) { try desk.open() }
        #expect(failure?.attempt == .lock)
        withExtendedLifetime(index) {}
    }
}

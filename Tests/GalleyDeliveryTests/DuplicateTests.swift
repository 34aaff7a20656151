import Foundation
import GalleyText
import Testing

@testable import GalleyDelivery

@Suite("Delivery of articles that were delivered before")
struct DuplicateTests {
    private static let text =
        "The mayor opened the new bridge over the river on Monday, and thousands came to see it.\n"

    private func fixture(_ options: String, delivery: String = "") throws -> SpoolFixture {
        try SpoolFixture(delivery: delivery, stage: "dedupe-articles: { \(options) }")
    }

    @Test("delivers a copy with what it is in its record, unless it is asked for more")
    func tags() throws {
        let fixture = try fixture("window: 3")
        try fixture.put(Self.text, "inbox/a.txt")
        try fixture.drain()
        try fixture.put(Self.text, "inbox/b.txt")
        #expect(try fixture.drain().files == 1)
        let record = try #require(fixture.text("outbox/b.txt.record.json"))
        #expect(record.contains("\"resembles\":{\"relation\":\"exact\",\"of\":\"a.txt\""))
        #expect(record.contains("\"rule\":\"exact\""))
        #expect(fixture.text("outbox/a.txt.record.json")?.contains("resembles") == false)
    }

    @Test("drops copies, also within a batch, and keeps each original with its record", arguments: ["keep", "delete"])
    func drops(_ originals: String) throws {
        let fixture = try fixture("exact: drop", delivery: "originals: \(originals)")
        try fixture.put(Self.text, "inbox/a.txt")
        try fixture.put(Self.text, "inbox/b.txt")
        let delivered = try fixture.drain()
        #expect(delivered.files == 1 && delivered.dropped == 1)
        try fixture.put(Self.text, "inbox/b.txt")
        #expect(try fixture.drain().dropped == 1)
        let dropped = [
            "archive/DAY/b.txt", "archive/DAY/b.txt.record.json", "archive/DAY/b~1.txt",
            "archive/DAY/b~1.txt.record.json",
        ]
        let kept = originals == "keep" ? ["archive/DAY/a.txt"] : []
        #expect(fixture.files == kept + dropped + ["outbox/a.txt", "outbox/a.txt.record.json"])
        let record = try #require(
            fixture.text("archive/DAY/b~1.txt.record.json".replacing("DAY", with: Clock.day(Clock.wall)))
        )
        #expect(record.contains("\"verdict\":{\"action\":\"duplicate\",\"relation\":\"exact\",\"of\":\"a.txt\"}"))
        #expect(record.contains("\"containment\":1,\"shared\":"))
        #expect(fixture.reported.filter { $0.name.description == "dropped" }.count == 2)
    }

    @Test("sets copies aside, and lets the longer one pass")
    func setsAside() throws {
        let fixture = try fixture("exact: set-aside, extended: drop, excerpt: drop, keep: longest")
        let more = (0..<40).map { "And then came number\($0) of word\($0 * 7)." }.joined(separator: " ") + "\n"
        try fixture.put(more, "inbox/a.txt")
        try fixture.put(more, "inbox/b.txt")
        #expect(try fixture.drain().setAside == 1)
        #expect(fixture.text("quarantine/b.txt.reason.json")?.contains("\"reason\":\"exact\"") == true)
        try fixture.put(more + more.replacing("came", with: "went"), "inbox/c.txt")
        try fixture.put(String(more.prefix(400)), "inbox/d.txt")
        let delivered = try fixture.drain()
        #expect(delivered.files == 1 && delivered.dropped == 1)
    }

    @Test("remembers the lines of JSON Lines, each by its id or number")
    func lines() throws {
        let fixture = try fixture("exact: drop")
        let line = "{\"text\": \"\(Self.text.dropLast())\"}"
        try fixture.put(
            "{\"id\": \"x7\", \"text\": \"Something else altogether.\"}\n\(line)\n\(line)\n",
            "inbox/a.jsonl"
        )
        try fixture.put("{\"text\": \"Something else altogether.\"}\n\(line)\n", "inbox/b.jsonl")
        #expect(try fixture.drain().files == 2)
        let verdicts = ["a", "b"].flatMap { name in
            (fixture.text("outbox/\(name).jsonl") ?? "").split(separator: "\n").map { line in
                line.contains("\"of\":\"x7\"") ? "x7" : line.contains("\"of\":\"a.jsonl:2\"") ? "2" : "-"
            }
        }
        #expect(verdicts == ["-", "-", "2", "x7", "2"])
    }

    @Test("does not remember what was claimed, logged and never committed")
    func uncommitted() throws {
        let fixture = try fixture("exact: drop")
        do {
            let spool = try fixture.open()
            let index = try #require(try spool.index(for: fixture.pipeline))
            let memory = BatchMemory(nil)
            memory.remember(Sketch(of: Article(Self.text)), as: "a.txt")
            try index.log("0-0-0", memory.entries)
        }
        try fixture.put(Self.text, "work/0-0-0.1/a.txt")
        let delivered = try fixture.drain()
        #expect(delivered.files == 1 && delivered.dropped == 0)
        try fixture.put(Self.text, "inbox/a.txt")
        #expect(try fixture.drain().dropped == 1)
    }

    /// A batch that was committed, and whose copies were not published when the process ended.
    private func staged(_ fixture: SpoolFixture, _ texts: [String]) throws {
        try fixture.put("Something of its own, about a harbour and its ships.\n", "inbox/own.txt")
        try fixture.drain()
        let spool = try fixture.open()
        let index = try #require(try spool.index(for: fixture.pipeline))
        let memory = BatchMemory(index)
        for (number, text) in texts.enumerated() {
            memory.begin(number)
            memory.remember(Sketch(of: Article(text)), as: "\(number).txt")
            try fixture.put(text, "staged/0-0-0/\(number).txt")
            try fixture.put(text, "outbox/.galley/0-0-0/\(number)")
        }
        let outbox = try spool.outbox(at: Path(fixture.spoolPath.path).file(Path("outbox")))
        let manifest = Manifest(
            outbox: Path(fixture.spoolPath.path).file(Path("outbox")),
            id: outbox.id,
            copies: texts.enumerated().map { number, text in
                Manifest.Copy(
                    name: Path("\(number).txt"),
                    digest: Digest(Array(text.utf8).span).description,
                    record: nil
                )
            }
        )
        try fixture.put(String(decoding: manifest.bytes, as: UTF8.self), "staged/0-0-0/\(Manifest.name.text)")
        try index.log("0-0-0", memory)
    }

    @Test("cleans a copy again that was damaged before it was published, and takes it for no duplicate of itself")
    func damaged() throws {
        let fixture = try fixture("exact: drop")
        let other = "The bishop closed the old church at the market on Friday, and nobody came at all.\n"
        try staged(fixture, [Self.text, other])
        try fixture.put(String(Self.text.prefix(10)), "outbox/.galley/0-0-0/0")
        try fixture.put(Self.text, "inbox/later.txt")
        try fixture.put(other, "inbox/more.txt")
        let delivered = try fixture.drain()
        #expect(fixture.reported.contains { $0.name.description == "damaged" })
        // The copy that was whole, and one of the two with the words of the other.
        #expect(delivered.files == 2 && delivered.dropped == 2)
        #expect(fixture.text("outbox/1.txt") == other)
        #expect([fixture.text("outbox/0.txt"), fixture.text("outbox/later.txt")].count { $0 == Self.text } == 1)
        try fixture.put(Self.text, "inbox/0.txt")
        #expect(try fixture.drain().dropped == 1)
    }

    @Test("remembers nothing of a batch whose files have to be moved to the inbox by hand")
    func noManifest() throws {
        let fixture = try fixture("exact: drop")
        try staged(fixture, [Self.text])
        try fixture.put("{", "staged/0-0-0/\(Manifest.name.text)")
        let waits = try fixture.drain()
        #expect(waits.kept != nil || waits.obstacle != nil)
        try FileManager.default.removeItem(at: fixture.spoolPath.appending(path: "staged/0-0-0"))
        try fixture.put(Self.text, "inbox/0.txt")
        #expect(try fixture.drain().files == 1)
    }

    @Test("delivers one of many that are on their way at once, and drops the others", arguments: ["txt", "jsonl"])
    func together(_ ending: String) throws {
        for _ in 0..<3 {
            let fixture = try fixture("exact: drop")
            let text = ending == "txt" ? Self.text : "{\"text\": \"\(Self.text.dropLast())\"}\n"
            for number in 0..<8 { try fixture.put(text, "inbox/a\(number).\(ending)") }
            let delivered = try fixture.drain(workers: 8)
            #expect(ending == "jsonl" || delivered.files == 1 && delivered.dropped == 7)
            #expect(delivered.putBack.isEmpty)
            let copies = fixture.files.filter { $0.hasPrefix("outbox/") }.compactMap { fixture.text($0) }
            #expect(copies.filter { $0.contains("\"action\":\"deliver\"") }.count == 1)
        }
    }

    @Test("waits for a batch with a copy, and gives way where that waits for it", .timeLimit(.minutes(10)))
    func entangled() async throws {
        let index = try ArticleIndex(Path(try fixture("window: 3").folder.path).file(Path("index")), keeping: 3)
        let (one, two) = ("The mayor opened the bridge on Monday.\n", "The bishop closed the church on Friday.\n")
        let first = BatchMemory(index)
        func judge(_ text: String, _ memory: BatchMemory) -> Resemblance? {
            memory.closest(to: Sketch(of: Article(text)), days: 3)
        }
        #expect(judge(one, first) == nil && !first.hasWaited())
        first.remember(Sketch(of: Article(one)), as: "one")
        first.begin(1)
        let waits = AsyncStream<Void>.makeStream()
        let other = Task.detached {
            let second = BatchMemory(index)
            _ = second.closest(to: Sketch(of: Article(two)), days: 3)
            second.remember(Sketch(of: Article(two)), as: "two")
            _ = second.closest(to: Sketch(of: Article(one)), days: 3)
            waits.continuation.finish()
            let hasWaited = second.hasWaited()
            return (hasWaited, second.closest(to: Sketch(of: Article(one)), days: 3)?.other)
        }
        for await _ in waits.stream {}
        // Until the other one waits, this one could.
        while !first.isEntangled {
            _ = judge(two, first)
            try await Task.sleep(for: .milliseconds(5))
            guard index.inFlight.isWaited(for: 1) else { continue }
            #expect(!first.hasWaited())
        }
        first.forget()
        try index.log("a", first.entries)
        try index.committed("a")
        first.end()
        let found = await other.value
        #expect(found == (true, "one"))
    }

    @Test("waits where the index cannot be written, and forgets nothing")
    func blocked() throws {
        let fixture = try fixture("exact: drop")
        try fixture.put(Self.text, "inbox/a.txt")
        let other = try ArticleIndex(Path(fixture.spoolPath.path).file(Path("articles")), keeping: 14)
        let obstacle = #expect(throws: Obstacle.self) { try fixture.drain() }
        #expect(obstacle?.message.contains("another process has this index") == true)
        withExtendedLifetime(other) {}
    }
}

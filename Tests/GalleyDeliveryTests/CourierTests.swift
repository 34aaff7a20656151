import Foundation
import GalleyDelivery
import GalleyPipeline
import Testing

@Suite("A courier")
struct CourierTests {
    @Test("delivers a copy with its record, and keeps the original")
    func delivers() throws {
        let fixture = try SpoolFixture()
        try fixture.put("It's two words.\n", "inbox/a.txt")
        #expect(try fixture.drain().files == 1)
        #expect(fixture.text("outbox/a.txt") == "It’s two words.\n")
        #expect(fixture.files == ["archive/DAY/a.txt", "outbox/a.txt", "outbox/a.txt.record.json"])
        #expect(fixture.text("outbox/a.txt.record.json")?.contains("normalize-quotes") == true)
    }

    @Test("gives copy and record one number where the name is taken")
    func collides() throws {
        let fixture = try SpoolFixture()
        for count in 0..<20 {
            try fixture.put("Article number \(count).\n", "inbox/a.txt")
            try fixture.drain()
        }
        let names = ["a.txt"] + (1..<20).map { "a~\($0).txt" }
        for (count, name) in names.enumerated() {
            #expect(fixture.text("outbox/\(name)") == "Article number \(count).\n")
        }
        let all = names.flatMap { ["archive/DAY/\($0)", "outbox/\($0)", "outbox/\($0).record.json"] }
        #expect(fixture.files == all.sorted())
    }

    @Test("sets an article aside with the reason beside it")
    func setsAside() throws {
        let fixture = try SpoolFixture()
        try fixture.put("Short.\n", "inbox/a.txt")
        try fixture.put("{\"text\": 3}\n", "inbox/b.json")
        #expect(try fixture.drain().setAside == 2)
        #expect(
            fixture.files == [
                "quarantine/a.txt", "quarantine/a.txt.reason.json", "quarantine/b.json",
                "quarantine/b.json.reason.json",
            ]
        )
        #expect(fixture.text("quarantine/a.txt") == "Short.\n")
        #expect(fixture.text("quarantine/b.json.reason.json")?.contains("\"reason\":\"not-an-article\"") == true)
    }

    @Test("sets aside what is no text, whatever it is called")
    func setsNoTextAside() throws {
        let fixture = try SpoolFixture()
        try fixture.put("%PDF-1.4\n%\u{E2}\n1 0 obj\n", "inbox/a.txt")
        #expect(try fixture.drain().setAside == 1)
        #expect(fixture.files == ["quarantine/a.txt", "quarantine/a.txt.reason.json"])
        let reason = try #require(fixture.text("quarantine/a.txt.reason.json"))
        #expect(reason.contains("\"reason\":\"not-an-article\"") && reason.contains("looks like a PDF document"))
    }

    @Test("never takes an article in the quarantine for a reason")
    func setsAsideBesideReasons() throws {
        let fixture = try SpoolFixture()
        try fixture.put("One.\n", "inbox/a.txt.reason.json")
        try fixture.drain()
        try fixture.put("Short.\n", "inbox/a.txt")
        try fixture.drain()
        #expect(fixture.text("quarantine/a.txt.reason.json") == "One.\n")
        #expect(fixture.text("quarantine/a~1.txt") == "Short.\n")
        let quarantine = try Quarantine(of: Path(fixture.spoolPath.path))
        let entries = try quarantine.entries()
        #expect(entries.map(\.name.text) == ["a.txt.reason.json", "a~1.txt"])
        #expect(try Census(of: Path(fixture.spoolPath.path)).quarantine == 2)
        #expect(entries.map(\.reason?.name) == ["not-an-article", "too-short"])
        for entry in entries { #expect(try quarantine.giveBack(entry) == entry.origin) }
        #expect(fixture.files == ["inbox/a.txt", "inbox/a.txt.reason.json"])
    }

    @Test("gives a file back to where it came from, also when that was begun before")
    func givesBack() throws {
        let fixture = try SpoolFixture(delivery: "subfolders: true")
        for _ in 0..<2 {
            try fixture.put("Short.\n", "inbox/world/a.txt")
            try fixture.drain()
        }
        // The process ended behind the first of two moves.
        let folder = fixture.spoolPath.appending(path: "quarantine")
        try FileManager.default.moveItem(
            at: folder.appending(path: "a~1.txt.reason.json"),
            to: folder.appending(path: ".a~1.txt.reason.json")
        )
        let quarantine = try Quarantine(of: Path(fixture.spoolPath.path))
        let entries = try quarantine.entries()
        #expect(entries.map(\.name.text) == ["a.txt", "a~1.txt"])
        #expect(entries.map(\.reason?.name) == ["too-short", "too-short"])
        for name in ["world/a.txt", "world/a~1.txt"] {
            #expect(try quarantine.giveBack(#require(try quarantine.entries().first)) == Path(name))
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
    }

    @Test("leaves a file in the inbox whose copy has no room, and delivers the others")
    func noRoom() throws {
        let first = try SpoolFixture()
        let free = try Folder(Path(first.folder.path)).freeSpace() >> 20
        try #require(free > 600, "there is too little room on the disk to leave some")
        // Room for 150 MiB above what is asked for, and a sparse file that has as much.
        let fixture = try SpoolFixture(freeSpace: free - 150)
        try fixture.put("Two words.\n", "inbox/small.txt")
        try fixture.put("", "inbox/large.jsonl")
        let large = fixture.spoolPath.appending(path: "inbox/large.jsonl")
        try FileHandle(forWritingTo: large).truncate(atOffset: 150 << 20)
        let delivered = try fixture.drain()
        #expect(delivered.files == 1)
        #expect(
            delivered.stuck.map { "\($0.key.name.text): \($0.value.reason)" } == [
                "large.jsonl: no space left on device"
            ]
        )
        #expect(FileManager.default.fileExists(atPath: large.path))
    }

    @Test("leaves the drafts alone of the spool that its own is a copy of")
    func copiedSpool() throws {
        let fixture = try SpoolFixture()
        try fixture.drain()
        let copy = fixture.folder.appending(path: "copy")
        try FileManager.default.copyItem(at: fixture.spoolPath, to: copy)
        let ids = try [fixture.spoolPath, copy].map { (path) throws in
            _ = try Spool(Path(path.path))
            let lock = try String(decoding: Data(contentsOf: path.appending(path: ".lock")), as: UTF8.self)
            return String(lock.prefix(32))
        }
        #expect(ids[0].hasPrefix("galley spool 1 ") && ids[1].hasPrefix("galley spool 1 ") && ids[0] != ids[1])
    }

    @Test("says how many articles of JSON Lines are held back, whose lines are delivered with the verdict")
    func heldBack() throws {
        let fixture = try SpoolFixture(stage: "dedupe-articles: { exact: drop }")
        let lines = ["Two words here.", "One", "Two words here.", "Other", "And two more."]
        try fixture.put(lines.map { "{\"text\": \"\($0)\"}\n" }.joined(), "inbox/a.jsonl")
        try fixture.drain()
        #expect(fixture.text("outbox/a.jsonl")?.split(separator: "\n").count == 5)
        let event = fixture.reported.first { if case .heldBack = $0 { true } else { false } }
        #expect(event?.isWarning == true)
        #expect(
            event?.message
                == "'a.jsonl': 2 set aside and 1 dropped of its articles, whose lines are delivered as they were, with the "
                + "verdict; the first is line 2: too-short: 1 word, fewer than 2"
        )
    }

    @Test("leaves bad lines of JSON Lines out, and keeps them in the quarantine")
    func leavesOut() throws {
        let fixture = try SpoolFixture()
        try fixture.put("{\"text\": \"Two  words here.\"}\nnonsense\n{\"text\": \"And  two more.\"}\n", "inbox/a.jsonl")
        try fixture.drain()
        let names = [
            "archive/DAY/a.jsonl", "outbox/a.jsonl", "quarantine/a.jsonl.rejects.jsonl",
            "quarantine/a.jsonl.rejects.jsonl.reason.json",
        ]
        #expect(fixture.files == names)
        #expect(fixture.text("quarantine/a.jsonl.rejects.jsonl") == "nonsense\n")
        #expect(fixture.text("outbox/a.jsonl")?.split(separator: "\n").count == 2)
    }

    @Test("says of each line that it leaves out what is the matter, and gives them back to where they came from")
    func reasonsOfLines() throws {
        let fixture = try SpoolFixture(delivery: "subfolders: true")
        let bad = (0..<120).map { "{\"text\": \($0)}" } + ["{\"text\": \"One  more.\"}", "  nonsense"]
        for _ in 0..<2 {
            try fixture.put(bad.joined(separator: "\n"), "inbox/world/a.jsonl")
            try fixture.drain()
        }
        let quarantine = try Quarantine(of: Path(fixture.spoolPath.path))
        let entries = try quarantine.entries()
        #expect(entries.map(\.name.text) == ["a.jsonl.rejects.jsonl", "a.jsonl.rejects~1.jsonl"])
        for entry in entries {
            #expect(entry.reason?.name == "left-out" && !entry.time.isEmpty)
            let fault = "1:10: the field 'text' is not a string"
            #expect(entry.reason?.message == "121 lines are no articles; the first is line \(fault)")
            #expect(entry.reason?.lines.count == 100 && entry.reason?.lines.first == fault)
            #expect(try quarantine.giveBack(entry)?.text.hasPrefix("world/a.jsonl.rejects") == true)
        }
        #expect(!fixture.files.contains { $0.hasPrefix("quarantine/") })
    }

    @Test("takes files of folders below the inbox to folders of the same names")
    func subfolders() throws {
        let fixture = try SpoolFixture(delivery: "subfolders: true")
        try fixture.put("Two words here.\n", "inbox/a.txt")
        try fixture.put("Two words here.\n", "inbox/world/asia/a.txt")
        #expect(try fixture.drain().files == 2)
        #expect(
            fixture.files == [
                "archive/DAY/a.txt", "archive/DAY/world/asia/a.txt", "outbox/a.txt", "outbox/a.txt.record.json",
                "outbox/world/asia/a.txt", "outbox/world/asia/a.txt.record.json",
            ]
        )
    }

    @Test("makes folders as open as the one above them, whatever the umask, also where a file goes back")
    func openFolders() throws {
        let fixture = try SpoolFixture(delivery: "subfolders: true")
        let manager = FileManager.default
        try fixture.put("It's one.\n", "inbox/world/a.txt")
        try fixture.put("Short.\n", "inbox/world/b.txt")
        try fixture.drain()
        try manager.removeItem(at: fixture.spoolPath.appending(path: "outbox/world"))
        try manager.removeItem(at: fixture.spoolPath.appending(path: "inbox/world"))
        for name in ["inbox", "outbox"] { chmod(fixture.spoolPath.appending(path: name).path, 0o2775) }
        let quarantine = try Quarantine(of: Path(fixture.spoolPath.path))
        #expect(try quarantine.giveBack(#require(try quarantine.entries().first)) == Path("world/b.txt"))
        let inbox = fixture.spoolPath.appending(path: "inbox/world").path
        #expect(try manager.attributesOfItem(atPath: inbox)[.posixPermissions] as? Int == 0o2775)
        try fixture.put("It's two.\n", "inbox/world/a.txt")
        #expect(try fixture.drain().files == 1)
        let outbox = fixture.spoolPath.appending(path: "outbox/world").path
        #expect(try manager.attributesOfItem(atPath: outbox)[.posixPermissions] as? Int == 0o2775)
    }

    @Test("counts what was set aside before an obstacle came in the way")
    func countsBefore() throws {
        let fixture = try SpoolFixture()
        try fixture.put("Short.\n", "inbox/a.txt")
        try fixture.put("It's two.\n", "inbox/b.txt")
        let spool = try fixture.open()
        let drafts = fixture.spoolPath.appending(path: "outbox/.galley")
        let courier = Courier(spool, fixture.pipeline, worker: 0) { event in
            // The copy of the other one cannot be written any more.
            if case .setAside = event { try? FileManager.default.removeItem(at: drafts) }
        }
        #expect(courier.recover().obstacle == nil)
        var inbox = Inbox(spool, fixture.pipeline.delivery)
        try inbox.scan()
        let delivered = courier.deliver(inbox.next())
        #expect(delivered.obstacle != nil && delivered.setAside == 1 && delivered.files == 0)
    }

    @Test("takes up a batch that was claimed and never committed")
    func resumesClaimed() throws {
        let fixture = try SpoolFixture()
        try fixture.drain()
        try fixture.put("Two words here.\n", "work/0-0-0.1/a.txt")
        try fixture.put("half", "work/0-0-0.1/.manifest")
        try fixture.put("half", "outbox/.galley/0-0-0/0")
        try fixture.drain()
        #expect(fixture.files == ["archive/DAY/a.txt", "outbox/a.txt", "outbox/a.txt.record.json"])
    }

    @Test("keeps a second process out of the spool")
    func locks() throws {
        let fixture = try SpoolFixture()
        let spool = try fixture.open()
        #expect(throws: SpoolError.taken(Path(fixture.spoolPath.path), process: Int(getpid()))) { try fixture.open() }
        withExtendedLifetime(spool) {}
    }

    @Test("waits for an outbox that is gone, and makes no new one")
    func outboxGone() throws {
        let fixture = try SpoolFixture()
        try fixture.put("Two words here.\n", "inbox/a.txt")
        try fixture.drain()
        try FileManager.default.removeItem(at: fixture.spoolPath.appending(path: "outbox"))
        try FileManager.default.createDirectory(
            at: fixture.spoolPath.appending(path: "outbox"),
            withIntermediateDirectories: true
        )
        try fixture.put("Two more words.\n", "inbox/b.txt")
        let obstacle = #expect(throws: Obstacle.self) { try fixture.drain() }
        #expect(obstacle?.name == "outbox-missing")
        #expect(fixture.files == ["archive/DAY/a.txt", "inbox/b.txt"])
    }
}

import Foundation
import GalleyDelivery
import GalleyPipeline
@testable import GalleyService
import Testing

@Suite("A station", .timeLimit(.minutes(10)))
struct StationTests {
    /// A station on a spool of its own, and the task in which it works.
    struct Running {
        let folder: URL
        let station: Station
        let task: Task<Station.Ending, Never>

        static let yaml = """
            name: test
            spool: spool
            delivery: { free-space: 0, settle: 0.05, rescan: 1 }
            stages: [normalize-quotes]
            """

        init(isOnce: Bool = false, _ fill: (URL) throws -> Void = { _ in }) async throws {
            folder = FileManager.default.temporaryDirectory.appending(path: "galley-\(UUID().uuidString)")
            let inbox = folder.appending(path: "spool/inbox")
            try FileManager.default.createDirectory(at: inbox, withIntermediateDirectories: true)
            try Data(Self.yaml.utf8).write(to: folder.appending(path: "test.yaml"))
            try fill(inbox)
            let pipeline = try Pipeline.load(path: folder.appending(path: "test.yaml").path)
            let spool = try Spool(Path(folder.appending(path: "spool").path))
            let journal = Journal(descriptor: try #require(FileHandle(forWritingAtPath: "/dev/null")).keptOpen)
            let station = Station(pipeline, spool, workers: 2, isOnce: isOnce, journal)
            self.station = station
            let (ready, continuation) = AsyncStream<Void>.makeStream()
            task = Task { await station.run { continuation.finish() } }
            for await _ in ready {}
        }

        func put(_ text: String, _ name: String) throws {
            let draft = folder.appending(path: "spool/\(name)")
            try Data(text.utf8).write(to: draft)
            try FileManager.default.moveItem(at: draft, to: folder.appending(path: "spool/inbox/\(name)"))
        }

        /// The text of a file in the spool, once it is there; the suite's limit ends a wait in vain.
        func text(_ path: String) async throws -> String {
            while true {
                if let bytes = try? Data(contentsOf: folder.appending(path: "spool/\(path)")) {
                    return String(decoding: bytes, as: UTF8.self)
                }
                try await Task.sleep(for: .milliseconds(5))
            }
        }

        func end() async throws -> Station.Ending {
            await station.stop()
            let ending = await task.value
            try FileManager.default.removeItem(at: folder)
            return ending
        }
    }

    @Test("delivers what arrives while it runs, and ends when it is asked to")
    func arrives() async throws {
        let running = try await Running()
        for number in 1...20 { try running.put("It's number \(number).\n", "a\(number).txt") }
        for number in 1...20 {
            #expect(try await running.text("outbox/a\(number).txt") == "It’s number \(number).\n")
        }
        #expect(try await running.end() == .done(setAside: 0))
    }

    @Test("takes a file that its writer keeps open only when it is closed")
    func slowWriter() async throws {
        let running = try await Running()
        let path = running.folder.appending(path: "spool/inbox/slow.txt").path
        // Made and opened in one call: once closed, it would count as complete.
        let descriptor = open(path, O_CREAT | O_WRONLY, 0o600)
        try #require(descriptor >= 0)
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        try file.write(contentsOf: Data("It's ".utf8))
        try running.put("It's another.\n", "other.txt")
        _ = try await running.text("outbox/other.txt")
        #expect(FileManager.default.fileExists(atPath: path))
        try file.write(contentsOf: Data("whole.\n".utf8))
        try file.close()
        #expect(try await running.text("outbox/slow.txt") == "It’s whole.\n")
        #expect(try await running.end() == .done(setAside: 0))
    }

    @Test("waits for an outbox that is gone, and goes on when it is back")
    func outboxGone() async throws {
        let running = try await Running()
        try running.put("First.\n", "a.txt")
        _ = try await running.text("outbox/a.txt")
        let (outbox, aside) = (
            running.folder.appending(path: "spool/outbox"), running.folder.appending(path: "spool/elsewhere")
        )
        try FileManager.default.moveItem(at: outbox, to: aside)
        try FileManager.default.createDirectory(at: outbox, withIntermediateDirectories: false)
        try running.put("Second.\n", "b.txt")
        while true {
            if case .paused(let obstacle) = await running.station.phase {
                #expect(obstacle.name == "outbox-missing")
                break
            }
            try await Task.sleep(for: .milliseconds(5))
        }
        #expect(try await running.text("inbox/b.txt") == "Second.\n")
        try FileManager.default.removeItem(at: outbox)
        try FileManager.default.moveItem(at: aside, to: outbox)
        #expect(try await running.text("outbox/b.txt") == "Second.\n")
        #expect(await running.station.totals.notes.last?.message == "it goes on")
        #expect(try await running.end() == .done(setAside: 0))
    }

    @Test("says once of a batch that waits by itself why it does, however often it is tried")
    func kept() async throws {
        let running = try await Running { inbox in
            let archive = inbox.deletingLastPathComponent().appending(path: "archive")
            try FileManager.default.createDirectory(at: archive, withIntermediateDirectories: true)
            // Whatever the day is, its folder cannot be made.
            for day in [0, 86_400] {
                let name = Date(timeIntervalSinceNow: TimeInterval(day)).formatted(.iso8601.year().month().day())
                try Data().write(to: archive.appending(path: name))
            }
        }
        try running.put("First.\n", "a.txt")
        _ = try await running.text("outbox/a.txt")
        // Two tries or three; a slow machine makes fewer.
        try await Task.sleep(for: .seconds(2.5))
        let notes = await running.station.totals.notes
        #expect(notes.count { $0.message.contains("waits to be delivered") } <= 1)
        _ = try await running.end()
    }

    @Test("cleans with the new pipeline after a reload, and keeps the old one where the new is wrong")
    func reloads() async throws {
        let running = try await Running()
        let file = running.folder.appending(path: "test.yaml")
        try Data(Running.yaml.replacing("[normalize-quotes]", with: "[nonsense]").utf8).write(to: file)
        #expect(await running.station.reload(from: file.path)?.contains("nonsense") == true)
        #expect(await running.station.totals.notes.map(\.isRefusal) == [true])
        try running.put("It's old.\n", "a.txt")
        #expect(try await running.text("outbox/a.txt") == "It’s old.\n")
        try Data(Running.yaml.replacing("[normalize-quotes]", with: "[repair-text]").utf8).write(to: file)
        #expect(await running.station.reload(from: file.path) == nil)
        #expect(await running.station.totals.notes.isEmpty)
        try running.put("It's new.\n", "b.txt")
        #expect(try await running.text("outbox/b.txt") == "It's new.\n")
        #expect(try await running.end() == .done(setAside: 0))
    }

    @Test("ends by itself when it runs once and the inbox is empty")
    func once() async throws {
        let running = try await Running(isOnce: true) { inbox in
            for number in 1...200 {
                try Data("It's number \(number).\n".utf8).write(to: inbox.appending(path: "a\(number).txt"))
            }
        }
        #expect(await running.task.value == .done(setAside: 0))
        #expect(try await running.text("outbox/a200.txt") == "It’s number 200.\n")
        try FileManager.default.removeItem(at: running.folder)
    }
}

extension FileHandle {
    /// The descriptor, which stays open as long as the process.
    fileprivate var keptOpen: Int32 { dup(fileDescriptor) }
}

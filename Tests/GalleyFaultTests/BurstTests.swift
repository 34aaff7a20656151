import Foundation
import Synchronization
import Testing

@Suite("A flood of articles", .serialized, .timeLimit(.minutes(30)))
struct BurstTests {
    private static let limit = "/proc/sys/fs/inotify/max_queued_events"

    @Test("is delivered whole though the system loses hints", .enabled(if: geteuid() == 0, "it takes root"))
    func overflow() throws {
        let before = try String(contentsOfFile: Self.limit, encoding: .utf8)
        defer { try? before.write(toFile: Self.limit, atomically: false, encoding: .utf8) }
        try "16".write(toFile: Self.limit, atomically: false, encoding: .utf8)
        let serving = Serving(delivery: "rescan: 600")
        let service = serving.start()
        service.waitUntilReady()
        try before.write(toFile: Self.limit, atomically: false, encoding: .utf8)
        let names = (0..<(Sweep.isWhole ? 20_000 : 2000)).map { "a\($0)" }
        let start = ContinuousClock.now
        for name in names { serving.drop(name) }
        let isDone = Serving.wait(Sweep.isWhole ? 300 : 60) {
            !service.isRunning || serving.archived.count >= names.count
        }
        print("burst: \(names.count) files in \(ContinuousClock.now - start)")
        #expect(isDone, "only \(serving.archived.count) were taken")
        #expect(service.stop().code == 0)
        #expect(serving.faults(names).prefix(5) == [])
    }

    @Test("is delivered once each, whatever writers do, and nothing that was taken back")
    func race() {
        let serving = Serving()
        let staging = serving.root.appending(path: "staging")
        try? FileManager.default.createDirectory(at: staging, withIntermediateDirectories: true)
        let service = serving.start()
        service.waitUntilReady()
        let each = (Sweep.isWhole ? 100_000 : 2000) / 5
        let backs = Mutex<Set<String>>([])
        let start = ContinuousClock.now
        DispatchQueue.concurrentPerform(iterations: 5) { writer in
            for number in 0..<each {
                let name = "w\(writer)-\(number)"
                Self.bring(name, writer, number, serving, staging)
                guard number % 7 == 0 else { continue }
                let path = serving.inbox.appending(path: name).path
                // Taken back is what its writer found still there.
                let isBack =
                    number % 2 == 0
                    ? unlink(path) == 0 : rename(path, staging.appending(path: name + ".back").path) == 0
                if isBack { backs.withLock { _ = $0.insert(name) } }
            }
        }
        let back = backs.withLock { $0 }
        let names = Set((0..<5).flatMap { writer in (0..<each).map { "w\(writer)-\($0)" } }).subtracting(back)
        let isDone = Serving.wait(Sweep.isWhole ? 600 : 60) {
            !service.isRunning || serving.archived.count >= names.count
        }
        print("race: \(5 * each) files, \(back.count) taken back, in \(ContinuousClock.now - start)")
        #expect(isDone, "only \(serving.archived.count) of \(names.count) were taken")
        #expect(service.stop().code == 0)
        #expect(serving.faults(names).prefix(5) == [])
        #expect(Set(serving.archived) == names)
        #expect(serving.quarantined == [])
    }

    /// Brings an article in the way of this writer.
    private static func bring(_ name: String, _ writer: Int, _ number: Int, _ serving: Serving, _ staging: URL) {
        let path = serving.inbox.appending(path: name).path
        let text = Serving.article(name)
        switch writer {
        case 0, 1: serving.drop(name)
        case 2:
            // Piece by piece, sometimes with a pause.
            guard let file = fopen(path, "w") else { return }
            fputs(String(text.prefix(5)), file)
            fflush(file)
            if number % 50 == 0 { usleep(30_000) }
            fputs(String(text.dropFirst(5)), file)
            fclose(file)
        case 3:
            let draft = staging.appending(path: name).path
            _ = FileManager.default.createFile(atPath: draft, contents: Data(text.utf8))
            link(draft, path)
            unlink(draft)
        default:
            // A file without a name, which gets one before it gets its content (open(2), O_TMPFILE).
            let descriptor = open(serving.inbox.path, O_WRONLY | 0o20200000, 0o644)
            guard descriptor >= 0 else { return serving.drop(name) }
            linkat(AT_FDCWD, "/proc/self/fd/\(descriptor)", AT_FDCWD, path, AT_SYMLINK_FOLLOW)
            _ = text.withCString { write(descriptor, $0, strlen($0)) }
            close(descriptor)
        }
    }
}

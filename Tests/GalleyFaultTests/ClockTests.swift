import Foundation
import Testing

@Suite("A service whose clock jumps", .serialized, .timeLimit(.minutes(10)))
struct ClockTests {
    private static let day = 86_400.0

    /// A service and the clock that it sees; the monotonic clock goes on, as it does when somebody sets the system's.
    private struct Clocked {
        let serving = Serving(delivery: "archive-days: 30")
        var clock: URL { serving.root.appending(path: "clock") }
        var environment: [String] { [Program.preload, "GALLEY_CLOCK=\(clock.path)"] }

        func set(_ seconds: Double) {
            let draft = clock.appendingPathExtension("new").path
            _ = FileManager.default.createFile(atPath: draft, contents: Data("\(Int(seconds))\n".utf8))
            rename(draft, clock.path)
        }

        /// Drops an article whose time is that of the clock, in the way of careful producers, or by hand.
        func drop(_ name: String, _ seconds: Double, byHand: Bool = false) {
            let path = serving.inbox.appending(path: byHand ? name : ".\(name).tmp").path
            let text = Serving.article(name)
            let descriptor = open(path, O_WRONLY | O_CREAT, 0o644)
            _ = text.withCString { write(descriptor, $0, strlen($0)) }
            if byHand { usleep(400_000) }
            var times = [timespec(), timespec()]
            for index in times.indices { times[index].tv_sec = time(nil) + Int(seconds) }
            futimens(descriptor, times)
            close(descriptor)
            if !byHand { rename(path, serving.inbox.appending(path: name).path) }
        }

        func name(of seconds: Double) -> String {
            let date = Date(timeIntervalSinceNow: seconds)
            return String(date.ISO8601Format().prefix(10))
        }

        var days: Set<String> { Set(Serving.names(in: serving.spool.appending(path: "archive"))) }

        /// What `galley status --json` says.
        func status() throws -> [String: Any] {
            let file = serving.root.appending(path: "status").path
            let line = "\(environment.joined(separator: " ")) '\(Program.galley)' status --json '\(serving.pipeline)'"
            #expect(Program.shell("\(line) > '\(file)'"))
            let text = try Data(contentsOf: URL(fileURLWithPath: file))
            return try #require(try JSONSerialization.jsonObject(with: text) as? [String: Any])
        }
    }

    @Test("delivers each article once, before, at and after each jump", arguments: [-365, 3650, -9131, 2] as [Double])
    func jumps(_ days: Double) throws {
        let clocked = Clocked()
        let serving = clocked.serving
        clocked.set(0)
        let service = serving.start(environment: clocked.environment)
        service.waitUntilReady()
        var names: [String] = []
        func drop(_ offset: Double, byHand: Bool = false) {
            names.append("a\(names.count)")
            clocked.drop(names[names.count - 1], offset, byHand: byHand)
        }
        for offset in [0, days * Self.day, 0, -days * Self.day, 0] {
            drop(0)
            clocked.set(offset)
            for _ in 0..<20 { drop(offset) }
            drop(offset, byHand: true)
            #expect(Serving.wait { serving.archived.count == names.count })
            let status = try clocked.status()
            #expect(status["state"] as? String == "running")
            #expect(status["delivered"] as? Int == names.count)
            #expect((status["lastMinute"] as? Int ?? 0) == names.count)
            let files = try #require(status["files"] as? [String: Int])
            #expect(files["inbox"] == 0)
        }
        #expect(service.stop().code == 0)
        #expect(serving.faults(names) == [])
        #expect(serving.archived.sorted() == names.sorted())
        let wanted = Set([0, days, -days].map { clocked.name(of: $0 * Self.day) })
        #expect(clocked.days == wanted || clocked.days.count == wanted.count)
    }

    @Test(
        "removes no young originals, whoever starts it while the clock is wrong",
        arguments: [-365, 40, 3650] as [Double]
    )
    func keepsArchive(_ days: Double) throws {
        let clocked = Clocked()
        let serving = clocked.serving
        for day in 0..<33 {
            let folder = serving.spool.appending(path: "archive/\(clocked.name(of: -Double(day) * Self.day))")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            _ = FileManager.default.createFile(atPath: folder.appending(path: "old\(day)").path, contents: Data())
        }
        func run(_ name: String, _ offset: Double) {
            clocked.set(offset)
            clocked.drop(name, offset)
            let service = serving.start(environment: clocked.environment)
            service.waitUntilReady()
            #expect(Serving.wait { serving.archived.contains(name) })
            #expect(service.stop().code == 0)
        }
        for number in 0..<4 { run("before\(number)", 0) }
        #expect(Serving.wait { !serving.archived.contains("old31") })
        for number in 0..<4 { run("wrong\(number)", days * Self.day) }
        for number in 0..<4 { run("after\(number)", 0) }
        let left = Set(serving.archived)
        // One day may go too early.
        #expect((0..<29).allSatisfy { left.contains("old\($0)") })
        for name in ["before", "wrong", "after"] { #expect((0..<4).allSatisfy { left.contains("\(name)\($0)") }) }
        #expect(!left.contains("old31") && !left.contains("old32"))
    }
}

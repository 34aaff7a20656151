import Foundation
import Testing

@Suite("A service under load", .serialized, .timeLimit(.minutes(3)))
struct SignalTests {
    @Test("takes 300 SIGHUPs and 5 SIGTERMs, and nothing is lost or comes twice")
    func storm() {
        let serving = Serving(delivery: "batch-files: 8")
        let service = serving.start("--workers", "2")
        service.waitUntilReady()
        let names = (0..<400).map { "a\($0)" }
        for (number, name) in names.enumerated() {
            serving.drop(name)
            if number < 300 { service.send(SIGHUP) }
        }
        for _ in 0..<5 { service.send(SIGTERM) }
        #expect(Serving.wait(20) { !service.isRunning })
        let result = service.wait()
        // The second SIGTERM ends it at once, if what is in flight is not done before.
        #expect([0, 128 + SIGTERM].contains(result.code), "\(result.errors.suffix(300))")
        #expect(result.errors.contains("runs its new file"))
        #expect(Program.run(Program.galley, ["run", "--once", serving.pipeline]).code == 0)
        #expect(serving.faults(names) == [])
        #expect(serving.archived.sorted() == names.sorted())
        #expect(Serving.names(in: serving.inbox) == [])
    }

    @Test("finishes what is in flight on one SIGTERM, and takes no more")
    func drains() {
        let serving = Serving(delivery: "batch-files: 8")
        for number in 0..<400 { serving.drop("a\(number)") }
        let service = serving.start()
        #expect(Serving.wait { serving.archived.count > 8 })
        #expect(service.stop().code == 0)
        #expect(Set(serving.archived) == Set(serving.delivered))
        for folder in ["work", "staged"] { #expect(Serving.names(in: serving.spool.appending(path: folder)) == []) }
        #expect(serving.archived.count + Serving.names(in: serving.inbox).count == 400)
    }

    /// Debian's package faketime.
    private static let faketime = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"

    /// Some of its versions hide a Swift program's arguments from it.
    private static let canFakeTime =
        FileManager.default.fileExists(atPath: faketime)
        && Running(Program.galley, ["stages"], environment: ["LD_PRELOAD=\(faketime)"]).wait().code == 0

    @Test(
        "goes on when the clock jumps",
        .enabled(if: canFakeTime, "it takes the package faketime, in a version that works with Swift programs"),
        arguments: ["+2y", "-30d"]
    )
    func clock(_ jump: String) throws {
        let serving = Serving()
        let time = serving.root.appending(path: "time")
        try "+0".write(to: time, atomically: true, encoding: .utf8)
        // The monotonic clock goes on, as it does when somebody sets the system's.
        let service = serving.start(
            environment: [
                "LD_PRELOAD=\(Self.faketime)", "FAKETIME_TIMESTAMP_FILE=\(time.path)", "FAKETIME_NO_CACHE=1",
                "FAKETIME_DONT_FAKE_MONOTONIC=1", "FAKETIME_DONT_RESET=1", "NO_FAKE_STAT=1",
            ]
        )
        service.waitUntilReady()
        serving.drop("a")
        #expect(Serving.wait { serving.archived == ["a"] })
        try jump.write(to: time, atomically: true, encoding: .utf8)
        serving.drop("b")
        // By hand, so that it must settle.
        let name = serving.inbox.appending(path: "c").path
        let descriptor = open(name, O_WRONLY | O_CREAT, 0o644)
        let text = Serving.article("c")
        _ = text.withCString { write(descriptor, $0, strlen($0)) }
        usleep(500_000)
        close(descriptor)
        #expect(Serving.wait { serving.archived.count == 3 })
        try "+0".write(to: time, atomically: true, encoding: .utf8)
        serving.drop("d")
        #expect(Serving.wait { serving.archived.count == 4 })
        #expect(service.stop().code == 0)
        #expect(serving.faults(["a", "b", "c", "d"]) == [])
    }
}

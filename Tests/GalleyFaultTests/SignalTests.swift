import Foundation
import Testing

@Suite("A service under load", .serialized, .timeLimit(.minutes(10)))
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
}

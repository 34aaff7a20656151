import Foundation
import Testing

@Suite("An outbox that goes away", .serialized, .timeLimit(.minutes(10)))
struct OutboxTests {
    @Test("is waited for from the start, and delivery goes on by itself when it is back")
    func notMounted() {
        let serving = Serving()
        let away = serving.root.appending(path: "away")
        serving.drop("a")
        Program.run(Program.galley, ["run", "--once", serving.pipeline])
        rename(serving.outbox.path, away.path)
        // What is there now is a mount point with nothing mounted.
        mkdir(serving.outbox.path, 0o755)
        serving.drop("b")
        let service = serving.start()
        #expect(Serving.wait { service.said.contains("waits: outbox") })
        #expect(serving.archived == ["a"])
        #expect(Serving.names(in: serving.outbox) == [])
        rmdir(serving.outbox.path)
        rename(away.path, serving.outbox.path)
        #expect(Serving.wait { serving.archived.count == 2 })
        #expect(service.said.contains("goes on"))
        #expect(service.stop().code == 0)
        #expect(serving.faults(["a", "b"]) == [])
    }

    enum Way: String, CaseIterable {
        case renamed = "renamed away"
        case replaced = "renamed away, and an empty one in its place"
        case other = "renamed away, and the outbox of another spool in its place"
    }

    @Test("keeps originals while it is gone under load, and gets each copy once", arguments: Way.allCases)
    func comesAndGoes(_ way: Way) {
        let serving = Serving(delivery: "batch-files: 5")
        let away = serving.root.appending(path: "away")
        let foreign = Serving()
        if way == .other {
            foreign.drop("z")
            Program.run(Program.galley, ["run", "--once", foreign.pipeline])
        }
        let service = serving.start("--workers", "2")
        service.waitUntilReady()
        let names = (0..<(Sweep.isWhole ? 600 : 150)).map { "a\($0)" }
        for (number, name) in names.enumerated() {
            serving.drop(name)
            usleep(1000)
            switch number % 75 {
            case 24:
                rename(serving.outbox.path, away.path)
                switch way {
                case .renamed: break
                case .replaced: mkdir(serving.outbox.path, 0o755)
                case .other: rename(foreign.outbox.path, serving.outbox.path)
                }
            case 49:
                #expect(Serving.wait { service.said.contains("waits: outbox") })
                // No original is in the archive whose copy is not there.
                #expect(Set(serving.archived).isSubset(of: Serving.names(in: away)))
                switch way {
                case .renamed: break
                case .replaced: #expect(rmdir(serving.outbox.path) == 0, "something was put into the empty folder")
                case .other: rename(serving.outbox.path, foreign.outbox.path)
                }
                rename(away.path, serving.outbox.path)
            default: break
            }
        }
        #expect(Serving.wait { serving.archived.count == names.count })
        #expect(service.stop().code == 0)
        #expect(serving.faults(names) == [])
        #expect(way != .other || foreign.delivered == ["z"])
    }

    @Test("waits, and says so, when it was removed with what was to be published")
    func removed() {
        let serving = Serving()
        let service = serving.start()
        service.waitUntilReady()
        serving.drop("a")
        #expect(Serving.wait { serving.archived == ["a"] })
        try? FileManager.default.removeItem(at: serving.outbox)
        serving.drop("b")
        #expect(Serving.wait { service.said.contains("waits: outbox") })
        #expect(service.stop().code == 0)
        #expect(serving.archived == ["a"])
        #expect(Serving.names(in: serving.inbox) == ["b"])
    }

    @Test(
        "gets what was committed for it, though the pipeline file names another since",
        .enabled(if: Program.noFaults == nil, "system calls cannot be made to fail here")
    )
    func changed() {
        let serving = Serving()
        let names = ["a", "b", "c"]
        for name in names { serving.drop(name) }
        let fault = Program.Fault(call: 2, name: "renameat2", part: "/outbox/.galley/")
        let arguments = ["run", "--once", "--workers", "1", serving.pipeline]
        let killed = Program.galley(arguments, fault, below: [serving.root.path])
        #expect(killed.code == 128 + SIGKILL)
        #expect(Serving.names(in: serving.spool.appending(path: "staged")).count == 1)
        let next = serving.root.appending(path: "next")
        serving.configure(outbox: next)
        // The old one is gone for now: nothing of its batch may count as published.
        let away = serving.root.appending(path: "away")
        rename(serving.outbox.path, away.path)
        serving.drop("d")
        let waiting = Program.run(Program.galley, arguments)
        #expect(waiting.code == 75)
        #expect(waiting.errors.contains("waits to be delivered: outbox"))
        #expect(serving.archived == ["d"])
        rename(away.path, serving.outbox.path)
        #expect(Program.run(Program.galley, arguments).code == 0)
        #expect(serving.faults(names) == [])
        #expect(Serving.names(in: next) == ["d"])
        #expect(serving.archived.sorted() == ["a", "b", "c", "d"])
    }
}

import Foundation
import Testing

@Suite(
    "A disk that fails",
    .serialized,
    .timeLimit(.minutes(10)),
    .enabled(if: Disk.unavailable == nil, "no disk of its own can be mounted here; that takes root")
)
struct DiskTests {
    @Test(
        "fills up, and delivery goes on by itself when there is room again",
        arguments: ["size=200k", "size=16m,nr_inodes=60"]
    )
    func full(_ options: String) throws {
        let disk = try #require(Disk(image: nil, options: options))
        let serving = Serving(in: disk.root.path, delivery: "batch-files: 8")
        let service = serving.start()
        service.waitUntilReady()
        // Producers hit the limit too: each name counts only when it has come whole.
        var names: [String] = []
        for number in 0..<60 {
            let name = "a\(number)"
            serving.drop(name)
            if Serving.text(serving.inbox.appending(path: name)) == Serving.article(name) || serving.knows(name) {
                names.append(name)
            }
        }
        // It waits as a whole, or for a file whose copy would have no room.
        let full = ["waits: ", "cannot be taken: cannot write the copy of"]
        #expect(Serving.wait(10) { full.contains(where: service.said.contains) }, "it was never full")
        #expect(Set(serving.archived).isSubset(of: serving.delivered))
        disk.remount("size=64m,nr_inodes=10000")
        #expect(Serving.wait { Set(serving.archived).isSuperset(of: names) })
        #expect(service.stop().code == 0)
        let left = Set(serving.faults(names)).filter { !$0.hasPrefix("also") }
        #expect(left == [])
        #expect(serving.delivered.count == serving.archived.count)
        #expect(serving.quarantined == [])
    }

    @Test("has less free space than is wanted, and takes nothing until it has more")
    func floor() throws {
        let disk = try #require(Disk(image: nil, options: "size=8m"))
        let serving = Serving(in: disk.root.path, delivery: "batch-files: 8")
        serving.configure(outbox: serving.outbox, delivery: "")
        let yaml = try String(contentsOfFile: serving.pipeline, encoding: .utf8)
        try yaml.replacing("free-space: 0", with: "free-space: 16").write(
            toFile: serving.pipeline,
            atomically: false,
            encoding: .utf8
        )
        serving.drop("a")
        let service = serving.start()
        #expect(Serving.wait { service.said.contains("of free-space") })
        #expect(Serving.names(in: serving.inbox) == ["a"])
        disk.remount("size=64m")
        #expect(Serving.wait { serving.archived == ["a"] })
        #expect(service.stop().code == 0)
        #expect(serving.faults(["a"]) == [])
    }

    @Test("becomes read-only, and delivery goes on by itself when it can be written again")
    func readOnly() throws {
        let disk = try #require(Disk(image: nil, options: "size=16m"))
        let serving = Serving(delivery: "batch-files: 8", outbox: disk.root.appending(path: "outbox"))
        let service = serving.start()
        service.waitUntilReady()
        serving.drop("a")
        #expect(Serving.wait { serving.archived == ["a"] })
        #expect(Serving.wait(5) { disk.remount("ro") })
        let names = (0..<40).map { "b\($0)" }
        for name in names { serving.drop(name) }
        #expect(Serving.wait { service.said.contains("waits: ") })
        #expect(serving.archived == ["a"])
        disk.remount("rw")
        #expect(Serving.wait { serving.archived.count == 41 })
        #expect(service.stop().code == 0)
        #expect(serving.faults(["a"] + names) == [])
    }
}

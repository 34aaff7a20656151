import Foundation
import Testing

@Suite(
    "A file that ends the process",
    .enabled(if: Program.noFaults == nil, "system calls cannot be made to fail here")
)
struct PoisonTests {
    @Test("is set aside after the second time, and the others are delivered")
    func setsAside() {
        let newsroom = Newsroom(.plain)
        var ends = 0
        var code: Int32 = 0
        repeat {
            code = newsroom.drain(Program.Fault(call: 1, name: "read", part: "/a3.txt")).code
            ends += code == 128 + SIGKILL ? 1 : 0
        } while code == 128 + SIGKILL && ends < 5
        newsroom.consume()
        #expect(ends == 2)
        #expect(code == 1)
        let files = newsroom.files
        #expect(files["spool/quarantine/a3.txt.reason.json"] == "ended-the-process")
        #expect(files["spool/quarantine/a3.txt"]?.hasPrefix("It's article 3") == true)
        for number in [1, 2, 4, 5, 6] { #expect(files["consumed/a\(number).txt"] != nil) }
        #expect(files.count == 2 + 5 * 3)
    }

    @Test("keeps its own reason where it is being set aside", arguments: ["short.txt", "none.json"])
    func isNotBlamed(_ name: String) {
        let newsroom = Newsroom(.mixed)
        for _ in 1...2 {
            #expect(newsroom.drain(Program.Fault(call: 1, part: "/quarantine/\(name)")).code == 128 + SIGKILL)
        }
        #expect(newsroom.drain().code == 1)
        newsroom.consume()
        #expect(Newsroom.difference(newsroom.files, Newsroom.reference(.mixed)) == nil)
    }
}

@Suite("A dry run", .enabled(if: Program.noFaults == nil, "system calls cannot be watched here"))
struct DryRunTraceTests {
    @Test("makes, writes, moves and removes nothing", arguments: [Newsroom.Kind.plain, .mixed])
    func changesNothing(_ kind: Newsroom.Kind) throws {
        let newsroom = Newsroom(kind)
        let before = newsroom.files
        let list = NSTemporaryDirectory() + "galley-calls-\(UUID().uuidString)"
        defer { unlink(list) }
        let pipeline = newsroom.root.appending(path: "pipeline.yaml").path
        let result = Program.galley(["dry-run", pipeline], Program.Fault(list: list), below: [newsroom.root.path])
        let calls = try String(contentsOfFile: list, encoding: .utf8).split(separator: "\n")
        #expect(result.code <= 1, "\(result.errors)")
        #expect(calls.contains { $0.contains("/inbox/") })
        #expect(calls.filter { $0.contains(" ! ") } == [])
        #expect(newsroom.files == before)
    }
}

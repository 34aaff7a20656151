import Foundation
import Testing

@Suite("An inbox with everything in it that can be", .timeLimit(.minutes(10)))
struct HostileInboxTests {
    @Test("delivers the good articles, and answers each of the others", .enabled(if: geteuid() == 0, "it takes root"))
    func hostile() throws {
        let serving = Serving(delivery: "attempts: 2", more: "max-size: 1 MiB")
        let inbox = serving.inbox.path
        // The service is not root, to whom everything is readable.
        Program.shell("chown -R nobody '\(serving.root.path)' && chmod 777 '\(inbox)'")
        func shell(_ line: String) { #expect(Program.shell("cd '\(inbox)' && " + line)) }
        shell("ln -s /etc/passwd link; mkfifo fifo; mknod device c 1 3; mkdir folder && echo It is. > folder/inner")
        shell("python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind(\"socket\")' || mkfifo socket")
        shell("echo It is. > ../two && ln ../two hard; truncate -s 10G huge; : > empty")
        shell("echo It is. > unreadable && chmod 0 unreadable")
        shell("echo It is. > draft.part; echo It is. > .hidden; echo It is. > -rf; echo It is. > trailing~1.txt")
        let odd = ["line\nbreak", "bell\u{7}", String(repeating: "n", count: 255)]
        for name in odd { serving.write(Array(name.utf8)) }
        serving.write(Array("latin-".utf8) + [0xE9, 0xFF])
        let fixed = Program.shell("cd '\(inbox)' && echo It is. > immutable && chattr +i immutable")
        defer { Program.shell("chattr -i '\(inbox)/immutable'") }
        let names = (0..<200).map { "good\($0)" }
        for name in names { serving.drop(name) }
        Program.shell("chown nobody '\(inbox)'/good*")
        let service = Running(
            "/usr/bin/setpriv",
            ["--reuid=65534", "--regid=65534", "--clear-groups", Program.galley, "run", serving.pipeline]
        )
        defer { service.end() }
        // Somebody writes all the while, with pauses shorter than it takes a file to settle.
        let slow = FileManager.default.createFile(atPath: inbox + "/slow", contents: nil)
        let writer = try #require(FileHandle(forWritingAtPath: inbox + "/slow"))
        for _ in 0..<20 where slow {
            writer.write(Data("It grows.\n".utf8))
            usleep(50_000)
        }
        try writer.close()
        let delivered =
            names + odd + ["-rf", "trailing~1.txt", "empty", "slow"]
        let aside = [
            "link": "symbolic-link", "fifo": "not-a-file", "device": "not-a-file", "socket": "not-a-file",
            "hard": "hard-link", "huge": "too-large", "unreadable": "unreadable",
        ]
        Serving.wait(40) {
            serving.quarantined.count >= 2 * aside.count && serving.delivered.count >= delivered.count + 1
        }
        let outbox = Set(serving.delivered)
        #expect(delivered.filter { !outbox.contains($0) } == [])
        #expect(outbox.count == delivered.count + 1, "\(outbox.subtracting(delivered))")
        #expect(Program.shell("cd '\(serving.outbox.path)' && test -f $'latin-\\xe9\\xff'"))
        #expect(names.filter { Serving.text(serving.outbox.appending(path: $0)) != Serving.copy($0) } == [])
        #expect(
            Serving.text(serving.outbox.appending(path: "slow")) == String(repeating: "It grows.\n", count: 20)
        )
        let quarantine = serving.spool.appending(path: "quarantine")
        for (name, reason) in aside {
            let said = Serving.text(quarantine.appending(path: name + ".reason.json")) ?? "nothing"
            #expect(said.contains("\"reason\":\"\(reason)\""), "\(name): \(said)")
            var facts = stat()
            #expect(lstat(quarantine.appending(path: name).path, &facts) == 0, "\(name) is not there")
        }
        #expect(serving.quarantined.count == 2 * aside.count)
        let left = ["draft.part", "folder"] + (fixed ? ["immutable"] : [])
        #expect(Serving.names(in: serving.inbox).sorted() == left)
        if fixed { #expect(service.said.contains("immutable' cannot be taken")) }
        #expect(service.isRunning)
        #expect(service.stop().code == 0)
    }
}

extension Serving {
    /// Drops an article under a name that may be no text.
    fileprivate func write(_ name: [UInt8]) {
        let path = Array(inbox.path.utf8) + [0x2F] + name
        let descriptor = (path.map { CChar(bitPattern: $0) } + [0]).withUnsafeBufferPointer {
            open($0.baseAddress.unsafelyUnwrapped, O_WRONLY | O_CREAT, 0o644)
        }
        let text = Array("It is.\n".utf8)
        #expect(Foundation.write(descriptor, text, text.count) == text.count)
        close(descriptor)
    }
}

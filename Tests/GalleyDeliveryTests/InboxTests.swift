import Foundation
import GalleyPipeline
import Testing

@testable import GalleyDelivery

@Suite("An inbox", .timeLimit(.minutes(10)))
struct InboxTests {
    private func fill(_ fixture: SpoolFixture, _ names: [String]) {
        for name in names {
            let file = fixture.spoolPath.appending(path: "inbox/\(name)")
            if name.hasSuffix("f1.txt") {
                try? FileManager.default.createDirectory(
                    at: file.deletingLastPathComponent(),
                    withIntermediateDirectories: true
                )
            }
            // Data.write syncs each file.
            close(open(file.path, O_CREAT | O_WRONLY, 0o600))
        }
    }

    /// Everything that is taken, in batches, until nothing is found any more.
    private func drain(_ inbox: inout Inbox, _ each: (inout Inbox) throws -> Void) throws -> [String] {
        var taken: [String] = []
        repeat {
            try each(&inbox)
            let batch = inbox.next()
            inbox.done(batch, Delivered())
            taken += batch.map(\.path.text)
        } while inbox.isScanning || !inbox.isEmpty
        return taken
    }

    @Test("is gone through in short turns, folders too, and each file is found once")
    func turns() throws {
        let fixture = try SpoolFixture(delivery: "subfolders: true")
        var names: [String] = []
        for folder in ["", "a/", "a/b/", "c/"] {
            names += (1...150).map { "\(folder)f\($0).txt" }
        }
        fill(fixture, names)
        let spool = try fixture.open()
        var inbox = Inbox(spool, fixture.pipeline.delivery)
        var turns = 0
        try inbox.beginScan()
        let taken = try drain(&inbox) { inbox in
            try inbox.goOn(at: Clock.monotonic, for: 0)
            turns += 1
        }
        #expect(taken.sorted() == names.sorted())
        #expect(inbox.folders == [Path("a"), Path("a/b"), Path("c")])
        #expect(turns > 8)
    }

    @Test("keeps a bounded number ready, and goes on where it was when some are taken")
    func bounded() throws {
        let fixture = try SpoolFixture()
        let names = (1...5000).map { "f\($0).txt" }
        fill(fixture, names)
        let spool = try fixture.open()
        var inbox = Inbox(spool, fixture.pipeline.delivery)
        try inbox.scan()
        #expect(inbox.isScanning && inbox.isFull && !inbox.hasMore)
        let taken = try drain(&inbox) { try $0.goOn(at: Clock.monotonic) }
        #expect(taken.sorted() == names.sorted())
    }

    @Test("waits for room where too many are about to be complete, unless the next scan is due")
    func settling() throws {
        let fixture = try SpoolFixture()
        fill(fixture, (1...5000).map { "f\($0).txt" })
        let spool = try fixture.open()
        // As where the files are others': nothing shows that they are complete but that they stay as they are.
        var inbox = Inbox(spool, fixture.pipeline.delivery, asksForLeases: false)
        let now = Clock.monotonic
        try inbox.scan(at: now)
        #expect(inbox.isScanning && !inbox.hasRoom && !inbox.isFull && inbox.waitingCount == 4096)
        try inbox.goOn(at: now, waits: false)
        #expect(!inbox.isScanning && inbox.isCrowded)
        try inbox.lookAgain(at: now + 2_000_000_000)
        #expect(inbox.waitingCount == 0 && !inbox.isEmpty)
    }
}

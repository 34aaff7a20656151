import Foundation
import Synchronization
import Testing

/// Cuts the power at a call: the disk is copied right then, and the copy is taken up.
///
/// Another program's fsync comes first. It writes the journal down, and with it names of files whose content the
/// system still holds back; without it ext4 just goes back to a state of before, and the test is blind.
@Suite(
    "A drain that loses power",
    .serialized,
    .enabled(if: Program.noFaults == nil, "system calls cannot be made to fail here"),
    .enabled(if: Disk.noImages == nil, "images of disks cannot be mounted here; that takes root")
)
struct PowerLossTests {
    @Test("delivers each article when it is taken up again", arguments: Sweep.powerLoss.kinds)
    func survives(_ kind: Newsroom.Kind) {
        let wanted = Newsroom.reference(kind)
        let points = Sweep.some(Newsroom.points(kind), sample: 8)
        Sweep.powerLoss.over(kind, points.map { Program.Fault(call: $0) }) { fault in
            Self.cut(kind, fault, wanted)
        }
    }

    @Test("shows damage where fsync does nothing", arguments: [Newsroom.Kind.plain, .together])
    func isNotBlind(_ kind: Newsroom.Kind) {
        let wanted = Newsroom.reference(kind)
        let moves = Newsroom(kind).calls().filter { $0.contains(" renameat2 ! ") }.compactMap { line in
            line.split(separator: " ").first.flatMap { Int($0) }
        }
        let bad = Mutex(0)
        let points = Sweep.some(moves, sample: 8)
        DispatchQueue.concurrentPerform(iterations: points.count) { number in
            let fault = Program.Fault(call: points[number], lies: true)
            if Self.cut(kind, fault, wanted) != nil { bad.withLock { $0 += 1 } }
        }
        let count = bad.withLock { $0 }
        print("power loss with a false fsync, \(kind.rawValue): \(points.count) points, \(count) damaged")
        #expect(count > 0, "the test of power loss is blind")
    }

    private static func cut(_ kind: Newsroom.Kind, _ fault: Program.Fault, _ wanted: [String: String]) -> String? {
        guard let image = Image(), let disk = Disk(image: image.path, options: "loop,commit=300") else {
            return "no disk"
        }
        let newsroom = Newsroom(kind, in: disk.root.path)
        let dropped = newsroom.inbox
        Program.shell("sync -f '\(disk.root.path)'")
        newsroom.drain(fault)
        // Whoever looks finds whole files only.
        for (path, text) in newsroom.files where path.hasPrefix("outbox/") && !path.hasPrefix("outbox/.galley/") {
            guard wanted["consumed/" + path.dropFirst("outbox/".count)] == text else { return "\(path) is not whole" }
        }
        Program.shell("echo u > '\(disk.root.path)/unrelated' && sync '\(disk.root.path)/unrelated'")
        let copy = image.copy()
        // At the same place, since a manifest names its outbox by its path.
        guard disk.change(to: copy) else { return "no disk afterwards" }
        defer { withExtendedLifetime((image, disk, copy)) {} }
        let next = Newsroom(at: newsroom.root, kind)
        let homeless = next.homeless(dropped)
        guard homeless.isEmpty else { return homeless.joined(separator: "; ") }
        let result = next.drain()
        next.consume()
        guard result.code <= 1 else { return "ended with \(result.code): \(result.errors.suffix(300))" }
        return Newsroom.difference(next.files, wanted)
    }
}

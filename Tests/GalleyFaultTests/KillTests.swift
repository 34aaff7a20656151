import Foundation
import Testing

@Suite(
    "A drain that is killed",
    .serialized,
    .enabled(if: Program.noFaults == nil, "system calls cannot be made to fail here")
)
struct KillTests {
    @Test("delivers each article once when it is taken up again, wherever it ended", arguments: Sweep.killed.kinds)
    func once(_ kind: Newsroom.Kind) {
        let wanted = Newsroom.reference(kind)
        let count = Newsroom.calls(kind)
        let points = Sweep.some(Newsroom.points(kind), sample: kind == .long ? 6 : 14)
        Sweep.killed.over(kind, points.map { Program.Fault(call: $0) }) { fault in
            let newsroom = Newsroom(kind)
            let dropped = newsroom.inbox
            // It looks at files that settle as often as it has time for; and at its end a process closes what it has in
            // any order, or not at all.
            guard newsroom.drain(fault).code == 128 + SIGKILL || fault.call > count * 3 / 4 else {
                return "it was not killed"
            }
            let homeless = newsroom.homeless(dropped)
            guard homeless.isEmpty else { return homeless.joined(separator: "; ") }
            newsroom.consume()
            let result = newsroom.drain()
            newsroom.consume()
            guard result.code == (kind == .mixed ? 1 : 0) || result.code == 0 else { return result.errors }
            return Newsroom.difference(newsroom.files, wanted)
        }
    }

    /// Where a drain is killed, and where the next one.
    struct Twice: Sendable, CustomStringConvertible {
        let first: Int
        let second: Int
        var description: String { "killed at calls \(first) and \(second)" }
    }

    @Test("does so also when it is killed again while it recovers", arguments: Sweep.killedTwice.kinds)
    func twice(_ kind: Newsroom.Kind) {
        let wanted = Newsroom.reference(kind)
        let count = Newsroom.calls(kind)
        // What is recovered comes early in the second run; later calls are as those of a first.
        let pairs = (1...count).flatMap { first in
            (0..<3).map { Twice(first: first, second: 25 + ($0 * 61 + first * 37) % 180) }
        }
        Sweep.killedTwice.over(kind, Sweep.some(pairs, sample: 30)) { point in
            let newsroom = Newsroom(kind)
            newsroom.drain(Program.Fault(call: point.first))
            newsroom.consume()
            newsroom.drain(Program.Fault(call: point.second))
            newsroom.consume()
            let name = newsroom.interruptedTwice
            newsroom.drain()
            newsroom.consume()
            return Newsroom.difference(newsroom.files, name.map { Self.settingAside($0, wanted) } ?? wanted)
        }
    }

    /// What is wanted where the process ended twice at the same article, which then is not tried a third time.
    private static func settingAside(_ name: String, _ wanted: [String: String]) -> [String: String] {
        let places = ["", ".record.json", ".rejects.jsonl", ".rejects.jsonl.reason.json"].map { "/\(name)\($0)" }
        var left = wanted.filter { path, _ in !places.contains { path.hasSuffix($0) } }
        left["spool/quarantine/\(name)"] =
            wanted.first { path, _ in
                path.hasPrefix("spool/archive/") && path.hasSuffix("/\(name)")
            }?.value ?? wanted["spool/quarantine/\(name)"]
        // Of two files with one name, both of which are set aside, it is one.
        let twin = name == "short.txt" ? wanted["spool/quarantine/\(name).reason.json"] : nil
        let reasons = ["ended-the-process"] + (twin.map { [String($0.prefix($0.count / 2))] } ?? [])
        left["spool/quarantine/\(name).reason.json"] = reasons.sorted().joined()
        return left
    }
}

import Foundation
import Testing

@Suite(
    "A call that fails",
    .serialized,
    .enabled(if: Program.noFaults == nil, "system calls cannot be made to fail here")
)
struct ErrorTests {
    static let errors = [ENOSPC, EIO, EINTR, EDQUOT, EMFILE, ENFILE, EACCES, EXDEV, EROFS]

    @Test("loses nothing and halves nothing, and the next run completes", arguments: Sweep.failingCalls.kinds)
    func errors(_ kind: Newsroom.Kind) {
        let wanted = Newsroom.reference(kind)
        let points = Newsroom.points(kind).flatMap { call in
            Self.errors.flatMap { error in
                // An interruption that never ends is none; twenty in a row are many.
                [1, error == EINTR ? 20 : 1 << 30].map { Program.Fault(call: call, error: error, count: $0) }
            }
        }
        Sweep.failingCalls.over(kind, Sweep.some(points, sample: 50)) { fault in
            let newsroom = Newsroom(kind)
            let dropped = newsroom.inbox
            let result = newsroom.drain(fault)
            let homeless = newsroom.homeless(dropped)
            guard homeless.isEmpty else { return homeless.joined(separator: "; ") }
            newsroom.consume()
            switch result.code {
            case 0, 1:
                if let difference = Newsroom.difference(newsroom.files, Self.allowing(newsroom, wanted)) {
                    return "ended with \(result.code), but \(difference)"
                }
            case 66, 71, 73, 74, 75, 77:
                guard !result.errors.isEmpty else { return "ended with \(result.code) and no word" }
            case let code: return "ended with \(code): \(result.errors.suffix(300))"
            }
            let next = newsroom.drain()
            newsroom.consume()
            guard next.code <= 1 else { return "the next run ended with \(next.code): \(next.errors.suffix(300))" }
            return Newsroom.difference(newsroom.files, Self.allowing(newsroom, wanted))
        }
    }

    @Test("on the way out of the inbox leaves a file there, and --once ends with 75")
    func stuck() {
        let newsroom = Newsroom(.plain)
        let result = newsroom.drain(Program.Fault(call: 1, error: EACCES, name: "renameat2", part: "/spool/inbox/"))
        #expect(result.code == 75)
        #expect(result.errors.contains("cannot be taken"))
        #expect(newsroom.inbox.count == 1)
        #expect(newsroom.drain().code == 0)
        newsroom.consume()
        #expect(Newsroom.difference(newsroom.files, Newsroom.reference(.plain)) == nil)
    }

    @Test("on a folder in the inbox leaves what is in it there, and --once ends with 75")
    func closed() {
        let newsroom = Newsroom(.mixed)
        let result = newsroom.drain(Program.Fault(call: 1, error: EACCES, name: "getdents64", part: "/inbox/world"))
        #expect(result.code == 75)
        #expect(newsroom.inbox.keys.filter { !$0.contains("/world/") } == [])
        #expect(newsroom.drain().code == 1)
        newsroom.consume()
        #expect(Newsroom.difference(newsroom.files, Newsroom.reference(.mixed)) == nil)
    }

    /// A file that could not be read again and again may be set aside, if the reason says so.
    private static func allowing(_ newsroom: Newsroom, _ wanted: [String: String]) -> [String: String] {
        let found = newsroom.files
        var wanted = wanted
        for (path, reason) in found where path.hasSuffix(".reason.json") && reason == "unreadable" {
            let beside = String(path.dropLast(".reason.json".count))
            guard let name = beside.split(separator: "/").last else { continue }
            wanted = wanted.filter { path, _ in
                !path.hasSuffix("/\(name)") && !path.hasSuffix("/\(name).record.json")
                    && !path.hasSuffix("/\(name).reason.json")
                    && !path.contains("/\(name).rejects.jsonl")
            }
            (wanted[beside], wanted[path]) = (found[beside], reason)
        }
        return newsroom.kind == .again ? allowing(twins: found, wanted) : wanted
    }

    /// Of an article that comes twice the second may be delivered and the first dropped, where the first had to wait.
    private static func allowing(twins found: [String: String], _ wanted: [String: String]) -> [String: String] {
        var wanted = wanted
        for number in 1...3 {
            let (one, two) = ("a\(number).txt", "a\(number + 3).txt")
            let copy = "It’s article \(number), with “two” marks" + String(repeating: "!", count: number + 3) + "\n"
            guard found["consumed/\(one)"] == nil, found["consumed/\(two)"] == copy else { continue }
            for name in [one, "\(one).record.json"] { wanted["consumed/\(name)"] = nil }
            wanted["spool/archive/DAY/\(two).record.json"] = nil
            let records = ["consumed/\(two).record.json", "spool/archive/DAY/\(one).record.json"]
            for path in ["consumed/\(two)"] + records { wanted[path] = found[path] ?? "missing" }
            wanted["remembered"] = wanted["remembered"]?.split(separator: " ").map { $0 == one ? two : String($0) }
                .sorted().joined(separator: " ")
        }
        return wanted
    }
}

import Foundation
import Synchronization

/// A pipeline with its spool and outbox in folders of its own, a drop of articles, and somebody who takes the copies.
final class Newsroom: Sendable {
    /// What lies in it at first, and how it is set up.
    enum Kind: String, CaseIterable, Sendable {
        /// Six articles in two batches.
        case plain = "six articles in two batches"
        /// The same, to an outbox on another filesystem.
        case elsewhere = "the outbox on another filesystem"
        /// Twelve in two batches, one of which is large enough to be synced with its filesystem.
        case together = "twelve articles, one sync for many"
        /// Six whose names are taken in the outbox, from which nobody takes them.
        case taken = "names that are taken in the outbox"
        /// An article that is too short, one that is none, lines that are none, and folders.
        case mixed = "some to be set aside, and folders"
        /// Three articles, and each of them again in a second batch, which is dropped.
        case again = "articles that come again, and are dropped"
        /// A file of so many articles that most are remembered before it is committed.
        case long = "a long file, with articles that come again"

        var remembers: Bool { self == .again || self == .long }
    }

    let kind: Kind
    let root: URL
    let spool: URL
    let outbox: URL
    private let other: URL?

    /// A folder in memory, where there is one: what is synced there takes no time.
    private static let memory =
        FileManager.default.isWritableFile(atPath: "/dev/shm") ? "/dev/shm" : NSTemporaryDirectory()

    init(_ kind: Kind, in folder: String = memory, delivery: String = "") {
        self.kind = kind
        let name = "galley-\(UUID().uuidString)"
        root = URL(fileURLWithPath: folder).appending(path: name)
        spool = root.appending(path: "spool")
        other = kind == .elsewhere ? URL(fileURLWithPath: NSTemporaryDirectory()).appending(path: name) : nil
        outbox = (other ?? root).appending(path: "outbox")
        if other != nil {
            // By a link, so that the pipeline file, and with it the records, are the same everywhere.
            for folder in [root, outbox] {
                try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            }
            symlink(outbox.path, root.appending(path: "outbox").path)
        }
        let settings = "free-space: 0, settle: 0.05" + (kind == .mixed ? ", subfolders: true" : "") + delivery
        write(
            """
            name: test
            spool: spool
            outbox: outbox
            delivery: { batch-files: \(kind == .together ? 8 : 3), \(settings) }
            stages:
              - repair-text
              - normalize-quotes
              - gate: { min-words: 2 }
            \(kind.remembers ? "  - dedupe-articles: { exact: drop }" : "")
            """,
            "pipeline.yaml"
        )
        drop()
    }

    /// One that is there already, without an outbox elsewhere.
    init(at root: URL, _ kind: Kind) {
        (self.kind, self.root, other) = (kind, root, nil)
        (spool, outbox) = (root.appending(path: "spool"), root.appending(path: "outbox"))
    }

    deinit {
        try? FileManager.default.removeItem(at: root)
        if let other { try? FileManager.default.removeItem(at: other) }
    }

    private func drop() {
        if kind == .long {
            let lines = (1...4200).map { "{\"text\": \"It's line \($0 > 4150 ? $0 - 4000 : $0).\"}\n" }
            return write(lines.joined(), "spool/inbox/long.jsonl")
        }
        for number in 1...(kind == .together ? 12 : 6) {
            // Of different lengths, so that none can be taken for another.
            // An article that comes again has the words of the first, and other marks.
            let words = kind == .again ? (number - 1) % 3 + 1 : number
            let text = "It's article \(words), with \"two\" marks" + String(repeating: "!", count: number) + "\n"
            write(text, "spool/inbox/\(kind == .mixed && number > 3 ? "world/" : "")a\(number).txt")
            if kind == .taken, number < 5 { write("of old \(number)\n", "outbox/a\(number).txt") }
        }
        switch kind {
        case .plain, .elsewhere, .together, .again, .long: break
        case .taken:
            write("of old\n", "outbox/a1~1.txt.record.json")
            write("of old\n", "outbox/a5.txt.record.json")
        case .mixed:
            write("Short.\n", "spool/inbox/short.txt")
            write("Brief.\n", "spool/inbox/world/short.txt")
            write("{\"text\": 3}\n", "spool/inbox/none.json")
            write("{\"text\": \"It's a line.\"}\nnonsense\n{\"text\": \"It's two.\"}\n", "spool/inbox/lines.jsonl")
        }
    }

    func write(_ text: String, _ path: String) {
        let file = root.appending(path: path)
        try? FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        Running.gate.withLock { _ in _ = try? Data(text.utf8).write(to: file) }
    }

    /// Empties the inbox, as far as the fault lets it.
    @discardableResult
    func drain(_ fault: Program.Fault = Program.Fault()) -> Program.Result {
        let arguments = ["run", "--once", "--workers", "1", root.appending(path: "pipeline.yaml").path]
        guard fault.call > 0 || fault.list != nil else { return Program.run(Program.galley, arguments) }
        return Program.galley(arguments, fault, below: [spool.path, outbox.path])
    }

    /// The calls that a drain makes in spool and outbox, as `NUMBER NAME PATH`.
    func calls() -> [String] {
        let list = root.appending(path: "calls").path
        drain(Program.Fault(list: list))
        let text = (try? String(contentsOfFile: list, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").map(String.init)
    }

    /// The numbers of the calls that a drain makes in spool and outbox, or of those that are to be tried.
    static func points(_ kind: Kind) -> [Int] {
        let calls = Newsroom(kind).calls()
        return calls.indices.filter { Sweep.isWanted(calls[$0]) }.map { $0 + 1 }
    }

    /// How many calls a drain makes in spool and outbox.
    static func calls(_ kind: Kind) -> Int { Newsroom(kind).calls().count }

    /// Takes all that was published, at once; except from where names are to stay taken.
    func consume() {
        guard kind != .taken else { return }
        for path in Self.files(in: outbox).keys where !path.hasPrefix(".galley/") {
            let from = outbox.appending(path: path)
            var target = root.appending(path: "consumed/\(path)")
            // What came twice shows as a name of its own.
            while FileManager.default.fileExists(atPath: target.path) {
                target = URL(fileURLWithPath: target.path + "+")
            }
            try? FileManager.default.createDirectory(
                at: target.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            rename(from.path, target.path)
        }
    }

    /// The article at which the process ended that had been at it before, as it noted in its lock file.
    var interruptedTwice: String? {
        guard let bytes = try? Data(contentsOf: spool.appending(path: ".lock")), bytes.count > 512 else { return nil }
        let note = String(decoding: bytes[512...].prefix { $0 != 0 }, as: UTF8.self)
        return note.firstMatch(of: /\.2\/(.+)/).map { String($0.1) }
    }

    // MARK: What is where

    /// Every file with its content, but for what is Galley's own; days are called DAY, and a reason has only its name.
    var files: [String: String] {
        var files: [String: String] = [:]
        for (prefix, folder) in [("", root), ("", other)] {
            guard let folder else { continue }
            for (path, text) in Self.files(in: folder) { files[prefix + path] = text }
        }
        if kind.remembers { files["remembered"] = remembered }
        for path in ["pipeline.yaml", "calls", "seen.jsonl", "spool/.lock", "spool/.outbox", "outbox/.galley/id"] {
            files[path] = nil
        }
        return Dictionary(
            files.filter { !$0.key.hasPrefix("spool/articles/") }.map { path, text in
                guard path.hasSuffix(".reason.json") else { return (Self.timeless(path: path), Self.timeless(text)) }
                return (Self.timeless(path: path), Self.member("reason", of: text) ?? "no reason")
            },
            uniquingKeysWith: { [$0, $1].sorted().joined() }
        )
    }

    // By hand, since regular expressions took most of a sweep's time.

    private static func timeless(path: String) -> String {
        var parts = path.components(separatedBy: "/")
        if parts.count > 3, parts[1] == "archive" { parts[2] = "DAY" }
        // Which of two files with one name was set aside first is nobody's business.
        if parts.count > 2, parts[1] == "quarantine", let name = parts.popLast() {
            let pieces = name.components(separatedBy: "~")
            parts.append(pieces[0] + pieces.dropFirst().map { $0.dropFirst() }.joined())
        }
        return parts.joined(separator: "/")
    }

    /// A record without the time of the article that it resembles.
    private static func timeless(_ text: String) -> String {
        let pieces = text.components(separatedBy: "\"time\":")
        return pieces[0] + pieces.dropFirst().map { $0.drop { $0.isNumber }.dropFirst() }.joined()
    }

    /// The value of the first member of a name, if that is a string without escapes.
    private static func member(_ name: String, of text: some StringProtocol) -> String? {
        let pieces = text.components(separatedBy: "\"\(name)\":\"")
        return pieces.count > 1 ? String(pieces[1].prefix { $0 != "\"" }) : nil
    }

    /// The names of the articles that the index remembers, one for each time.
    private var remembered: String {
        let list = root.appending(path: "seen.jsonl").path
        Program.shell("'\(Program.galley)' dedup export '\(root.path)/pipeline.yaml' > '\(list)'")
        let lines = (try? String(contentsOfFile: list, encoding: .utf8))?.split(separator: "\n") ?? []
        return lines.compactMap { Self.member("id", of: $0) }.sorted().joined(separator: " ")
    }

    private static func files(in folder: URL) -> [String: String] {
        var files: [String: String] = [:]
        for path in FileManager.default.enumerator(atPath: folder.path)?.compactMap({ $0 as? String }) ?? [] {
            var isFolder: ObjCBool = false
            let file = folder.appending(path: path).path
            guard FileManager.default.fileExists(atPath: file, isDirectory: &isFolder), !isFolder.boolValue else {
                continue
            }
            files[path] = FileManager.default.contents(atPath: file).map { String(decoding: $0, as: UTF8.self) } ?? ""
        }
        return files
    }

    /// Originals that do not lie in exactly one place, of all that were dropped; none has the text of another in it.
    func homeless(_ dropped: [String: String]) -> [String] {
        let places = ["inbox", "work", "staged", "archive", "quarantine"].map { "spool/\($0)/" }
        let all = files.filter { path, _ in places.contains { path.hasPrefix($0) } }
        return dropped.compactMap { path, text in
            let homes = all.filter { $0.value.range(of: text, options: .literal) != nil }
            return homes.count == 1 ? nil : "\(path) is in \(homes.keys.sorted())"
        }
    }

    /// The articles as they were dropped.
    var inbox: [String: String] { files.filter { $0.key.hasPrefix("spool/inbox/") } }

    /// What differs between two states, in a few words.
    static func difference(_ found: [String: String], _ wanted: [String: String]) -> String? {
        let missing = wanted.keys.filter { found[$0] == nil }.sorted()
        let extra = found.keys.filter { wanted[$0] == nil }.sorted()
        let other = found.keys.filter { wanted[$0] != nil && wanted[$0] != found[$0] }.sorted()
        let parts = [("missing", missing), ("left over", extra), ("different", other)].filter { !$0.1.isEmpty }
        return parts.isEmpty ? nil : parts.map { "\($0.0): \($0.1.joined(separator: ", "))" }.joined(separator: "; ")
    }

    /// How a newsroom of a kind looks when all went well, once drained and emptied.
    static func reference(_ kind: Kind) -> [String: String] {
        let newsroom = Newsroom(kind)
        newsroom.drain()
        newsroom.consume()
        return newsroom.files
    }
}

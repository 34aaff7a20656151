internal import GalleyText
internal import Glibc
internal import Synchronization

/// The file `.lock` of a spool: it keeps other processes out, and tells the next which articles this one was at.
///
/// 512 bytes hold `galley spool 1 ID`, the number of the process and where the spool is, by which a copy of it is known;
/// then each worker has 512, which name the file that it cleans. They are written without a sync: they survive the end
/// of the process, and a loss of power blames nobody.
final class SpoolLock: Sendable {
    /// The spool's own id, made once: 16 hexadecimal digits.
    let id: String
    /// What workers were at when an earlier process ended.
    private let interrupted: Mutex<[Path]>
    private let descriptor: Int32
    /// Whether the process is asked to end: who ends it now ends it for no fault of a file.
    private let isEnding = Atomic(false)
    private static let slot = 512
    private static let name = Path(".lock")
    private static let title = "galley spool 1 "

    init(_ root: Folder) throws(SystemFailure) {
        let descriptor = unsafe Self.name.withCString { name in
            again { unsafe openat(root.descriptor, name, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o640) }
        }
        guard descriptor >= 0 else { throw root.failure(.lock, Self.name) }
        self.descriptor = descriptor
        guard again({ flock(descriptor, LOCK_EX | LOCK_NB) }) == 0 else { throw root.failure(.lock, Self.name) }
        let bytes = Self.content(descriptor)
        let interrupted: [Path] = stride(from: Self.slot, to: bytes.count, by: Self.slot).compactMap { start in
            let name = bytes[start..<min(start + Self.slot, bytes.count)].prefix { $0 != 0 }
            return name.isEmpty ? nil : Path(Array(name))
        }
        self.interrupted = Mutex(interrupted)
        let facts = try root.status()
        let place = "place \(facts.device):\(facts.number)"
        // A copy of a spool must not take the drafts of the first, in an outbox that both have, for its own.
        let known = Self.lines(bytes).first { $0.hasPrefix("place ") }
        if let id = Self.id(bytes), known == nil || known == place {
            self.id = id
        } else {
            id = randomID()
        }
        var header = Array("\(Self.title)\(id)\nprocess \(getpid())\n\(place)\n".utf8)
        header += [UInt8](repeating: 0, count: Self.slot - header.count)
        guard unsafe header.withUnsafeBytes({ unsafe pwrite(descriptor, $0.baseAddress, $0.count, 0) }) == Self.slot
        else { throw root.failure(.write, Self.name) }
        guard fsync(descriptor) == 0 else { throw root.failure(.sync, Self.name) }
    }

    deinit { close(descriptor) }

    /// What workers were at when an earlier process ended, as `BATCH.n/name`; empty once that is seen to.
    var pending: [Path] { interrupted.withLock { $0 } }

    /// Forgets it, once it is seen to.
    func forgetInterrupted() {
        interrupted.withLock { files in
            if !files.isEmpty { _ = ftruncate(descriptor, off_t(Self.slot)) }
            files = []
        }
    }

    /// Notes which file a worker begins to clean, in the place of the one before; `nil` when it is done with all.
    func note(_ file: Path?, worker: Int) {
        guard !isEnding.load(ordering: .relaxed) else { return }
        var bytes = file.map { Array($0.bytes.prefix(Self.slot - 1)) } ?? []
        bytes += [UInt8](repeating: 0, count: file == nil ? 1 : Self.slot - bytes.count)
        // Where it cannot be written there is nobody to blame, and nothing lost.
        _ = unsafe bytes.withUnsafeBytes {
            unsafe pwrite(descriptor, $0.baseAddress, $0.count, off_t(Self.slot * (worker + 1)))
        }
    }

    /// Blames no file from now on, whatever ends the process.
    func endNotes() {
        isEnding.store(true, ordering: .relaxed)
        _ = ftruncate(descriptor, off_t(Self.slot))
    }

    /// The process that holds the spool at `path`, as it wrote there.
    static func holder(in path: Path) -> Int? {
        let descriptor = unsafe path.file(name).withCString { unsafe open($0, O_RDONLY | O_CLOEXEC) }
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        return lines(content(descriptor)).dropFirst().first.flatMap { Int($0.dropFirst("process ".count)) }
    }

    private static func lines(_ bytes: [UInt8]) -> [String] {
        String(decoding: bytes.prefix(slot).prefix { $0 != 0 }, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    private static func content(_ descriptor: Int32) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: slot * 257)
        let count = unsafe bytes.withUnsafeMutableBytes { unsafe pread(descriptor, $0.baseAddress, $0.count, 0) }
        return Array(bytes.prefix(max(0, count)))
    }

    private static func id(_ bytes: [UInt8]) -> String? {
        let line = bytes.prefix { $0 != 0x0A }
        let id = line.dropFirst(title.utf8.count)
        guard line.starts(with: title.utf8), id.count == 16, id.allSatisfy(\.isHexDigit) else { return nil }
        return String(decoding: id, as: UTF8.self)
    }
}

/// 16 hexadecimal digits that nobody else has.
func randomID() -> String {
    let digits = String(UInt64.random(in: 0...UInt64.max), radix: 16)
    return String(repeating: "0", count: 16 - digits.utf8.count) + digits
}

extension UInt8 {
    fileprivate var isHexDigit: Bool { (0x30...0x39).contains(self) || (0x61...0x66).contains(self) }
}

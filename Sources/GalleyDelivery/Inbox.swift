public import GalleyPipeline
internal import GalleyText
internal import Glibc

/// Decides which files in an inbox may be taken, and in which order.
///
/// A file is taken when it is complete: when the system says that it was closed or renamed into place, when a lease
/// shows that nobody writes it, or when it has stayed as it is for as long as `settle` says, by a clock that does not
/// jump. Hints say only where to look: whatever they miss, a scan finds.
public struct Inbox {
    private let spool: Spool
    /// How files are taken.
    public var delivery: Pipeline.Delivery
    /// Whether a lease can show that nobody writes a file; not on a network filesystem.
    private let asksForLeases: Bool
    /// Files that are not taken yet, by name below the inbox.
    private var waiting: [Path: Waiting] = [:]
    private var queue: [Candidate] = []
    private var queued: Set<Path> = []
    /// Folders below the inbox that the last scan saw.
    public private(set) var folders: Set<Path> = []
    /// Whether files were passed over, since enough were ready; another scan finds them.
    public private(set) var hasMore = false
    private var walk: Walk?
    /// Whether more files wait than are watched while they do; the next scan finds the others.
    public private(set) var isCrowded = false
    /// Folders in the inbox that are not gone into, and why.
    public private(set) var closed: [Path: String] = [:]
    /// Why the last scan could not read one of the folders, if it could not.
    public private(set) var unread: SystemFailure?

    private struct Waiting {
        /// As it was seen last; `nil` if it must be looked at first.
        var seen: FileStatus?
        /// Since when it is so, in nanoseconds of the monotonic clock.
        var since: Int64
        /// When it is looked at next.
        var next: Int64
        /// Whether a lease does not count, since it was taken once and went back.
        var isHeld = false
        /// Whether its writer was seen to make it, and not to close it yet.
        var isMade = false
        var failures = 0
        /// Whether nothing is known to change: somebody has it open, or it cannot be taken.
        var isStuck = false
    }

    /// A scan on its way.
    private struct Walk {
        /// The folder that it is in.
        var folder: Folder
        var below: Path?
        var names: EntryStream
        /// Folders that it has seen, and not been in yet.
        var pending: [Path] = []
    }

    /// How many files are kept ready, and how many are watched while they wait; the next scan finds the others.
    private static let window = 4096
    private static let deepest = 16
    /// For how many nanoseconds a file that was seen to be made must stay as it is, where nobody was seen to close it.
    private static let patience: Int64 = 20_000_000_000

    /// An inbox with nothing known of it.
    public init(_ spool: Spool, _ delivery: Pipeline.Delivery, asksForLeases: Bool = true) {
        (self.spool, self.delivery, self.asksForLeases) = (spool, delivery, asksForLeases)
    }

    /// Whether no file is ready.
    public var isEmpty: Bool { queue.isEmpty }

    /// When one of the files that wait is to be looked at, in nanoseconds of the monotonic clock.
    public var nextLook: Int64? { waiting.values.lazy.map(\.next).min() }

    /// Whether a file waits that will be complete before long.
    public var isSettling: Bool { waiting.values.contains { !$0.isStuck } }

    /// Whether a file waits that could not be taken.
    public var hasStuck: Bool { waiting.values.contains { $0.isStuck && $0.isHeld } }

    /// How many files are known to wait: until they are complete, or since they cannot be taken.
    public var waitingCount: Int { waiting.count }

    // MARK: Looking

    /// Looks at every name in the inbox, until enough files are ready.
    ///
    /// - Complexity: O(*n*) calls for *n* names; memory for `window` of them.
    public mutating func scan(at now: Int64 = Clock.monotonic) throws(SystemFailure) {
        try beginScan()
        try goOn(at: now)
    }

    /// Begins to look at every name in the inbox.
    public mutating func beginScan() throws(SystemFailure) {
        (hasMore, isCrowded, folders, unread) = (false, false, [], nil)
        walk = nil
        walk = Walk(folder: spool.inbox, below: nil, names: try EntryStream(spool.inbox))
    }

    /// Whether a scan has not come to its end.
    public var isScanning: Bool { walk != nil }

    /// Whether a scan has to wait until some of what is ready is taken.
    public var isFull: Bool { queue.count >= Self.window * 3 / 4 }

    /// Whether a scan can go on; not while as many are ready, or about to be, as are kept.
    public var hasRoom: Bool { !isFull && (waiting.count < Self.window * 3 / 4 || !isSettling) }

    /// Goes on with a scan, until enough files are found, or the time is over.
    ///
    /// - Parameters:
    ///   - time: for how many nanoseconds.
    ///   - waits: whether it waits for files that are about to be complete, so that it can watch others.
    public mutating func goOn(at now: Int64, for time: Int64 = .max, waits: Bool = true) throws(SystemFailure) {
        guard waits ? hasRoom : !isFull else { return }
        var waits = waits
        let end = time == .max ? time : Clock.monotonic + time
        var count = 0
        // The oldest first, as far as they were found together; a filesystem's clock is coarse, so names decide then.
        let known = queue.count
        defer {
            if queue.count > known {
                queue.sort { one, other in
                    if one.modified != other.modified { return one.modified < other.modified }
                    return one.path.bytes.lexicographicallyPrecedes(other.path.bytes)
                }
            }
        }
        while let walk, queue.count < Self.window {
            if waits, waiting.count >= Self.window {
                if isSettling { return }
                waits = false
            }
            do throws(SystemFailure) {
                guard let entry = try walk.names.next() else {
                    if let below = walk.below { closed[below] = nil }
                    try nextFolder()
                    continue
                }
                try look(at: entry, walk, now)
            } catch  where error.isOfOneFolder && walk.below != nil {
                if let below = walk.below { note(below, error.reason) }
                unread = error
                try nextFolder()
            } catch {
                self.walk = nil
                throw error
            }
            count += 1
            if count.isMultiple(of: 64), Clock.monotonic >= end { return }
        }
    }

    private mutating func look(at entry: Folder.Entry, _ walk: Walk, _ now: Int64) throws(SystemFailure) {
        guard !entry.name.isHidden, !entry.name.isDraft else { return }
        guard entry.isFolder else {
            return try look(at: entry.name, in: walk.folder, below: walk.below, isComplete: false, now)
        }
        let path = walk.below?.file(entry.name) ?? entry.name
        guard delivery.subfolders else { return note(path, "subfolders is not set") }
        let depth = path.bytes.count { $0 == 0x2F }
        guard depth < Self.deepest else { return note(path, "it is too deep") }
        folders.insert(path)
        self.walk?.pending.append(path)
    }

    /// Goes on in the next folder that was seen; at the end of all of them the scan ends.
    private mutating func nextFolder() throws(SystemFailure) {
        while let path = walk?.pending.popLast() {
            do throws(SystemFailure) {
                let folder = try spool.inbox.folder(below: path)
                walk?.folder = folder
                walk?.below = path
                walk?.names = try EntryStream(folder)
                return
            } catch  where error.code == ENOENT {
                continue
            } catch  where error.isOfOneFolder {
                note(path, error.reason)
                unread = error
            }
        }
        walk = nil
    }

    private mutating func note(_ folder: Path, _ why: String) {
        if closed[folder] != nil || closed.count < Self.window { closed[folder] = why }
    }

    /// Looks at one name, of which a hint told.
    ///
    /// - Parameters:
    ///   - isComplete: the system says that its writer has closed it, or that it was renamed into place.
    ///   - isMade: the system says that it was made here, and will say so when its writer has closed it.
    public mutating func look(
        at name: Path,
        below: Path? = nil,
        isComplete: Bool,
        isMade: Bool = false,
        at now: Int64 = Clock.monotonic
    ) throws(SystemFailure) {
        guard !name.isHidden, !name.isDraft else { return }
        guard queue.count < Self.window else {
            hasMore = true
            return
        }
        let folder: Folder
        do throws(SystemFailure) {
            folder =
                try below.map { (path) throws(SystemFailure) in try spool.inbox.folder(below: path) } ?? spool.inbox
        } catch  where error.code == ENOENT || error.isOfOneFolder { return }
        try look(at: name, in: folder, below: below, isComplete: isComplete, isMade: isMade, now)
    }

    /// Looks again at files that wait and whose time has come.
    ///
    /// - Parameter time: for how many nanoseconds; the others are looked at next time.
    public mutating func lookAgain(at now: Int64 = Clock.monotonic, for time: Int64 = .max) throws(SystemFailure) {
        let end = time == .max ? time : Clock.monotonic + time
        for (path, file) in waiting where file.next <= now {
            if Clock.monotonic >= end { return }
            let below = path.bytes.contains(0x2F) ? path.folder : nil
            try look(at: path.last, below: below, isComplete: false, at: now)
        }
    }

    private mutating func look(
        at name: Path,
        in folder: Folder,
        below: Path?,
        isComplete: Bool,
        isMade: Bool = false,
        _ now: Int64
    ) throws(SystemFailure) {
        let path = below?.file(name) ?? name
        guard !queued.contains(path) else { return }
        guard let status = try folder.status(name), status.kind != .folder else {
            waiting[path] = nil
            return
        }
        var file = waiting[path] ?? Waiting(since: now, next: now)
        // What went back to the inbox waits its time, whatever the hints say.
        if file.isHeld, file.next > now { return }
        let settle = Int64(delivery.settle * 1e9)
        if status.kind != .file { return add(name, below, status, isSettled: true, file.failures) }
        if !file.isHeld, status.links == 1 {
            let isWritten = asksForLeases ? isWritten(name, in: folder) : nil
            if isWritten == false || (isComplete && isWritten == nil) {
                return add(name, below, status, isSettled: false, file.failures)
            }
            // As long as the system says so, the file only looks as if it had settled.
            if isWritten == true { file.seen = nil }
            file.isStuck = isWritten == true
        }
        // A link to a file that was written before is a name that is made too, but it has changed since its content did.
        file.isMade = (file.isMade || isMade) && status.modified == status.changed
        let pause = file.isMade && !file.isHeld ? max(settle, Self.patience) : settle
        if file.seen == status, now - file.since >= pause {
            return add(name, below, status, isSettled: true, file.failures)
        }
        if file.seen != status { (file.seen, file.since) = (status, now) }
        file.next = max(now + settle / 8, file.since + pause)
        if waiting[path] != nil || waiting.count < Self.window { waiting[path] = file } else { isCrowded = true }
    }

    /// Whether a lease shows that somebody has the file open for writing; `nil` if it does not show anything.
    private func isWritten(_ name: Path, in folder: Folder) -> Bool? {
        do throws(SystemFailure) { return try OpenFile(reading: name, in: folder).isWritten } catch { return nil }
    }

    private mutating func add(_ name: Path, _ below: Path?, _ status: FileStatus, isSettled: Bool, _ failures: Int) {
        let candidate = Candidate(
            name,
            in: below,
            isSettled: isSettled,
            failures: failures,
            modified: status.modified,
            size: status.size,
            isFile: status.kind == .file
        )
        waiting[candidate.path] = nil
        queued.insert(candidate.path)
        queue.append(candidate)
    }

    // MARK: Taking

    /// The files of the next batch: of one folder, at most as many and as large as the pipeline file says.
    public mutating func next() -> [Candidate] {
        var batch: [Candidate] = []
        var size = 0
        for candidate in queue {
            guard batch.count < delivery.batchFiles, batch.isEmpty || size + candidate.size <= delivery.batchSize << 20,
                candidate.folder == batch.first?.folder || batch.isEmpty
            else { break }
            batch.append(candidate)
            size += candidate.size
        }
        queue.removeFirst(batch.count)
        return batch
    }

    /// Notes what became of the files of a batch.
    public mutating func done(_ batch: [Candidate], _ delivered: Delivered, at now: Int64 = Clock.monotonic) {
        for candidate in batch { queued.remove(candidate.path) }
        let settle = Int64(delivery.settle * 1e9)
        for (candidate, why) in delivered.putBack {
            var failures = candidate.failures
            if case .unreadable = why { failures += 1 }
            let pause = max(settle, 100_000_000) << Int64(min(failures, 8))
            waiting[candidate.path] = Waiting(since: now, next: now + pause, isHeld: true, failures: failures)
        }
        for (candidate, failure) in delivered.stuck {
            // Room may come back at any time; what else is in the way seldom goes by itself.
            let isRoom = failure.code == ENOSPC
            let failures = candidate.failures + (isRoom ? 0 : 1)
            let seconds = isRoom ? 5 : min(delivery.rescan << min(candidate.failures, 5), 600)
            let pause = Int64(seconds) * 1_000_000_000
            waiting[candidate.path] = Waiting(
                since: now,
                next: now + pause,
                isHeld: true,
                failures: failures,
                isStuck: true
            )
        }
    }

    /// Forgets what was ready, since nothing can be taken now; a scan finds it again.
    public mutating func forgetReady() {
        for candidate in queue { queued.remove(candidate.path) }
        (queue, walk) = ([], nil)
        hasMore = true
    }
}

extension SystemFailure {
    /// Whether it is the matter of a folder below the inbox, and no reason to leave others alone.
    var isOfOneFolder: Bool { [EACCES, EPERM, ENOTDIR, ELOOP, EXDEV].contains(code) }
}

extension Path {
    /// Whether the name is one that programs use while they still write a file.
    public var isDraft: Bool {
        Self.draftEndings.contains { ending in
            bytes.count >= ending.count && bytes.suffix(ending.count).lazy.map(\.asciiLowered).elementsEqual(ending)
        }
    }

    private static let draftEndings = [".tmp", ".part", ".partial", ".filepart", ".crdownload", ".swp", "~"].map {
        Array($0.utf8)
    }
}

extension Inbox {
    /// What waits in an inbox, and why it would be set aside, as far as its content does not matter.
    public typealias Entry = (path: Path, objection: Reason?)

    /// What waits in the inbox of a spool, by name, as anybody may list it.
    public static func entries(of spool: Path, _ pipeline: Pipeline) throws(SystemFailure) -> [Entry] {
        try entries(in: Folder(spool.file(Path("inbox"))), pipeline, depth: 0)
            .sorted { $0.path.bytes.lexicographicallyPrecedes($1.path.bytes) }
    }

    private static func entries(in folder: Folder, _ pipeline: Pipeline, depth: Int) throws(SystemFailure) -> [Entry] {
        var found: [Entry] = []
        for entry in try folder.entries() where !entry.name.isDraft {
            guard let status = try folder.status(entry.name) else { continue }
            if status.kind != .folder {
                let objection = try status.objection(to: entry.name, in: folder, pipeline)
                found.append((folder.path.file(entry.name), objection))
            } else if pipeline.delivery.subfolders, depth < deepest, let inner = try folder.existing(entry.name) {
                found += try entries(in: inner, pipeline, depth: depth + 1)
            }
        }
        return found
    }
}

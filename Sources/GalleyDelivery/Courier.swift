public import GalleyPipeline
internal import GalleyText
internal import Glibc

/// A file in the inbox that may be taken.
public struct Candidate: Hashable, Sendable {
    /// The folder below the inbox; `nil` for the inbox itself.
    public let folder: Path?
    /// The name in it.
    public let name: Path
    /// Whether it has been looked at before, and has not changed for as long as `settle` says.
    public let isSettled: Bool
    /// How often it could not be read.
    public let failures: Int
    /// When it changed last, by the clock of its filesystem.
    let modified: Int64
    /// How many bytes it has.
    let size: Int
    /// Whether it was seen to be a file, and nothing that must not be opened.
    let isFile: Bool

    init(
        _ name: Path,
        in folder: Path? = nil,
        isSettled: Bool = false,
        failures: Int = 0,
        modified: Int64 = 0,
        size: Int = 0,
        isFile: Bool = false
    ) {
        (self.name, self.folder, self.isSettled) = (name, folder, isSettled)
        (self.failures, self.modified, self.size, self.isFile) = (failures, modified, size, isFile)
    }
}

/// What became of the files of a batch.
public struct Delivered: Equatable, Sendable {
    /// How many copies were published.
    public var files = 0
    /// How many bytes they hold.
    public var bytes = 0
    /// How many files were set aside.
    public var setAside = 0
    /// How many files were dropped, since their articles were delivered before.
    public var dropped = 0
    /// Files that went back to the inbox.
    public var putBack: [Candidate: PutBack] = [:]
    /// Files that could not be taken, and why.
    public var stuck: [Candidate: SystemFailure] = [:]
    /// Why a committed batch waits that holds up no other, if one does.
    public var kept: Obstacle?
    /// What was in the way, if not all could be done; what was claimed waits in the spool for `recover`.
    public var obstacle: Obstacle?

    /// Nothing yet.
    public init() {}
}

/// Takes files from the inbox to the outbox, a batch at a time; each worker has one.
///
/// A batch is, in this order:
/// - **claimed**: its files were renamed from `inbox/` to `work/B.n/`; they are read and cleaned, and copies and
///   records are written below `.galley/B/` in the outbox. What is to be set aside leaves the batch.
/// - **committed**, by the one rename of `work/B.n` to `staged/B`, when all that was written is safe on the disk.
///   Before it the batch has not happened; behind it it will be finished.
/// - **published**: each copy gets its name in the outbox by a rename. That a copy is missing below `.galley/B/` is
///   the proof that it was published, whoever has taken it since.
/// - **retired**: the originals go to the archive.
///
/// Where the process ends, another takes up what it finds in `work` and `staged`, with the same code.
public struct Courier: Sendable {
    let spool: Spool
    let pipeline: Pipeline
    let worker: Int
    let report: @Sendable (DeliveryEvent) -> Void

    /// A courier for files of a spool.
    ///
    /// - Parameters:
    ///   - worker: its number, from 0; no two may have the same at once.
    ///   - report: takes what happens, on the thread that calls.
    public init(
        _ spool: Spool,
        _ pipeline: Pipeline,
        worker: Int,
        report: @escaping @Sendable (DeliveryEvent) -> Void
    ) {
        (self.spool, self.pipeline, self.worker, self.report) = (spool, pipeline, worker, report)
    }

    /// The outbox that the pipeline file names.
    var outboxPath: Path { Path(pipeline.spool?.outbox ?? "\(spool.path.text)/outbox") }

    /// Takes files through, as one batch.
    ///
    /// - Precondition: all of them lie in one folder.
    public func deliver(_ candidates: [Candidate]) -> Delivered {
        var delivered = Delivered()
        do throws(Obstacle) { try deliver(candidates, &delivered) } catch { delivered.obstacle = error }
        return delivered
    }

    private func deliver(_ candidates: [Candidate], _ delivered: inout Delivered) throws(Obstacle) {
        let outbox = try spool.outbox(at: outboxPath)
        let room = try checkSpace(outbox)
        let candidates = candidates.filter { candidate in
            // A copy with its record may take three times as much; who has no room waits, and the others go on.
            if candidate.size <= room / 3 { return true }
            let failure = SystemFailure(.write, "the copy of \(candidate.path.quoted)", ENOSPC)
            delivered.stuck[candidate] = failure
            report(.stuck(candidate.path, failure))
            return false
        }
        guard !candidates.isEmpty, let batch = try claim(candidates, &delivered) else { return }
        try process(batch, outbox, candidates, &delivered)
    }

    /// Checks that there is room in the spool and in the outbox.
    ///
    /// - Returns: how much there is, in bytes, above what the pipeline asks for.
    @discardableResult
    func checkSpace(_ outbox: Outbox) throws(Obstacle) -> Int {
        let wanted = pipeline.delivery.freeSpace << 20
        var room = Int.max
        for folder in [spool.root, outbox.folder] {
            let free = try passing { () throws(SystemFailure) in try folder.freeSpace() }
            guard free >= wanted else { throw .space(folder.path, free: free, wanted: wanted) }
            room = min(room, free - wanted)
        }
        return room
    }

    /// Renames files into a folder of their own in `work`; `nil` if there is none any more.
    private func claim(_ candidates: [Candidate], _ delivered: inout Delivered) throws(Obstacle) -> Batch? {
        let subfolder = candidates.first?.folder
        precondition(candidates.allSatisfy { $0.folder == subfolder }, "a batch is of one folder")
        let name = spool.newBatch()
        do throws(SystemFailure) {
            let source = try subfolder.map { (path) throws(SystemFailure) in try spool.inbox.folder(below: path) }
            try spool.work.make(name.work)
            let batch = Batch(name, try spool.work.folder(name.work), subfolder)
            if let subfolder { try batch.folder.link(Batch.subfolder, to: subfolder) }
            var count = 0
            for candidate in candidates {
                do throws(SystemFailure) {
                    try (source ?? spool.inbox).move(candidate.name, to: batch.folder)
                    count += 1
                } catch  where error.code == ENOENT {
                    // Somebody took it back.
                    continue
                } catch
                    where [EMFILE, ENFILE, ENOSPC, EDQUOT, EROFS, EIO, ENOMEM].contains(error.code)
                    || (error.code == EXDEV && subfolder == nil)
                {
                    throw error
                } catch {
                    delivered.stuck[candidate] = error
                    report(.stuck(candidate.path, error))
                }
            }
            if count > 0 { return batch }
            try remove(emptied: batch.folder, name)
            return nil
        } catch  where error.code == ENOENT && error.attempt == .open {
            // The folder below the inbox is gone, and what was in it.
            return nil
        } catch  where subfolder != nil && error.attempt == .open && error.isOfOneFolder {
            for candidate in candidates { delivered.stuck[candidate] = error }
            report(.stuck(subfolder ?? Path("."), error))
            return nil
        } catch  where error.code == EXDEV {
            throw .damage(spool.inbox.path, "it is another mount than the spool's other folders; all must be one")
        } catch {
            throw .system(error)
        }
    }
}

extension Courier {
    /// Removes a batch that has no files any more.
    ///
    /// - Throws: `SystemFailure` if it has some after all, as where a network filesystem says that there is no such
    ///   file to claim, after it has claimed it; they are taken up.
    func remove(emptied batch: Folder, _ name: BatchName) throws(SystemFailure) {
        try batch.removeTree(Batch.rejects)
        try batch.removeTree(Batch.dropped)
        try batch.remove(Batch.subfolder)
        try spool.work.removeFolder(name.work)
    }
}

extension Candidate {
    /// The name below the inbox.
    public var path: Path { folder?.file(name) ?? name }
}

extension Folder {
    /// Opens a folder below this one, each part of the path a folder and no link.
    func folder(below path: Path) throws(SystemFailure) -> Folder {
        var folder = self
        for part in path.bytes.split(separator: 0x2F) { folder = try folder.folder(Path(Array(part))) }
        return folder
    }
}

/// Files that were claimed together.
struct Batch: Sendable {
    let name: BatchName
    /// Where they lie in `work`.
    let folder: Folder
    /// Where they came from below the inbox; a link in the batch says so.
    let below: Path?

    static let subfolder = Path(".folder")
    /// A folder in the batch with lines that were left out, under the names that they get in the quarantine.
    static let rejects = Path(".rejects")
    /// A folder in that one with the reason of each.
    static let reasons = Path(".reasons")
    /// A folder in the batch with the records of articles that were dropped, under the names of their originals.
    static let dropped = Path(".dropped")

    init(_ name: BatchName, _ folder: Folder, _ below: Path?) {
        (self.name, self.folder, self.below) = (name, folder, below)
    }

    /// The folder below the inbox that a batch in `work` or `staged` came from.
    static func subfolder(of folder: Folder) throws(SystemFailure) -> Path? {
        try folder.status(subfolder) == nil ? nil : folder.target(ofLink: subfolder)
    }
}

internal import GalleyText
internal import Glibc
public import Synchronization

/// The folders of one pipeline's service; whoever has it open has it alone.
///
/// All of them lie on one filesystem, so that a file goes from one to the next by a rename:
///
///     .lock          held for life
///     .outbox        which outbox it delivers to
///     inbox/         producers write here
///     work/B.n/      claimed by batch B, whose cleaning was begun n times
///     staged/B/      committed: its copies are whole in the outbox, and will be published
///     archive/       originals of what was delivered, by day
///     quarantine/    what was set aside, each with its reason
///     articles/      what was delivered, as far as a pipeline asks for it
public final class Spool: Sendable {
    /// The folder.
    public let path: Path
    let root: Folder
    let inbox: Folder
    let work: Folder
    let staged: Folder
    let archive: Folder
    let quarantine: Folder
    let lock: SpoolLock
    /// Held while a name is looked for that is free in the outbox.
    let numbering = Mutex(())
    /// Held while a name is looked for that is free in the quarantine.
    let setting = Mutex(())
    /// Held while the outbox is looked for, or made.
    let establishing = Mutex(())
    /// Counts up whenever an article is begun or a piece of a long file is done: as long as it moves, work goes on.
    public let progress = Atomic<Int>(0)
    private let serial = Atomic<Int>(0)
    /// The index of what was delivered, once a pipeline has asked for one.
    let articles = Mutex<ArticleIndex?>(nil)

    /// Opens the spool, made if it is not there, and locks it.
    ///
    /// - Throws: `SpoolError.taken` if another process has it.
    public init(_ path: Path) throws(SpoolError) {
        self.path = path
        do throws(SystemFailure) {
            root = try Folder(making: path)
            lock = try SpoolLock(root)
            // What producers of the service's group write is theirs to write.
            inbox = try root.folder(making: Path("inbox"), mode: 0o770)
            work = try root.folder(making: Path("work"))
            staged = try root.folder(making: Path("staged"))
            archive = try root.folder(making: Path("archive"))
            quarantine = try root.folder(making: Path("quarantine"))
            try root.sync()
        } catch  where error.attempt == .lock && error.code == EWOULDBLOCK {
            throw .taken(path, process: SpoolLock.holder(in: path))
        } catch {
            throw .system(error)
        }
    }

    /// Blames no file from now on: the process was asked to end, and may be ended before it has.
    public func endsByRequest() { lock.endNotes() }

    /// What is the matter where `inbox` is not the folder that this process has open; `nil` if it is.
    public func inboxFault() throws(SystemFailure) -> Obstacle? {
        let (there, own) = (try root.status(Path("inbox")), try inbox.status())
        if let there, there.device == own.device, there.number == own.number { return nil }
        return .damage(
            inbox.path,
            there == nil ? "it is gone" : "another folder is in its place; start the service again"
        )
    }

    /// A name for a new batch.
    func newBatch(attempt: Int = 1) -> BatchName {
        let number = serial.wrappingAdd(1, ordering: .relaxed).oldValue
        return BatchName("\(lock.id)-\(String(Clock.wall, radix: 16))-\(number)", attempt: attempt)
    }

    /// Whether a folder in an outbox was made by this spool.
    func isOwn(_ draft: Path) -> Bool { draft.bytes.starts(with: Array("\(lock.id)-".utf8)) }

}

/// Why a spool cannot be opened.
public enum SpoolError: Error, Equatable, Sendable {
    /// Another process has it.
    case taken(Path, process: Int?)
    /// A call failed.
    case system(SystemFailure)

    /// What is wrong.
    public var message: String {
        switch self {
        case .taken(let path, let process):
            "the spool \(path.quoted) is in use" + (process.map { " by process \($0)" } ?? "")
        case .system(let failure): failure.message
        }
    }
}

extension Folder {
    /// Opens a folder, made if it is not there, with those above it.
    convenience init(making path: Path) throws(SystemFailure) {
        do throws(SystemFailure) {
            try self.init(path)
            return
        } catch  where error.code == ENOENT {}
        let parts = path.bytes.split(separator: 0x2F).map { Path(Array($0)) }
        let folder = try Folder(Path(path.bytes.first == 0x2F ? "/" : "."))
        _ = try folder.folder(making: Path(Array(parts.map(\.bytes).joined(separator: [0x2F]))))
        try self.init(path)
    }
}

internal import Glibc

/// How many files lie where in a spool, as anybody may count who may list its folders.
public struct Census: Equatable, Sendable {
    /// Files in the inbox that are not drafts.
    public var inbox = 0
    /// Files that were claimed.
    public var work = 0
    /// Files whose copies are being published.
    public var staged = 0
    /// Files that were set aside.
    public var quarantine = 0
    /// When the oldest file of the inbox changed last, in nanoseconds since 1970; `nil` for an empty inbox.
    public var oldest: Int64?

    /// Counts the files of the spool at a path.
    ///
    /// - Complexity: O(*n*) calls for *n* files.
    public init(of spool: Path, subfolders: Bool = false) throws(SystemFailure) {
        let root = try Folder(spool)
        if let inbox = try root.existing(Path("inbox")) { try count(inbox, subfolders) }
        work = try Self.batched(root.existing(Path("work")))
        staged = try Self.batched(root.existing(Path("staged")))
        try root.existing(Path("quarantine"))?.forEachEntry { (entry) throws(SystemFailure) in
            // A file may be called as reasons are: it is counted by its own.
            let isReason = entry.name.hasEnding(Path.reason) && !entry.name.hasEnding(Path.reason + Path.reason)
            if !entry.name.isHidden, !isReason { quarantine += 1 }
            return true
        }
    }

    private mutating func count(_ folder: Folder, _ subfolders: Bool) throws(SystemFailure) {
        var inner: [Path] = []
        try folder.forEachEntry { (entry) throws(SystemFailure) in
            guard !entry.name.isHidden, !entry.name.isDraft else { return true }
            if entry.isFolder {
                inner.append(entry.name)
            } else {
                inbox += 1
                if let modified = try folder.status(entry.name)?.modified { oldest = min(oldest ?? modified, modified) }
            }
            return true
        }
        guard subfolders else { return }
        for name in inner {
            if let next = try folder.existing(name) { try count(next, subfolders) }
        }
    }

    private static func batched(_ folder: Folder?) throws(SystemFailure) -> Int {
        var count = 0
        for batch in try folder?.entries() ?? [] where batch.isFolder {
            count += try folder?.existing(batch.name)?.entries().count ?? 0
        }
        return count
    }
}

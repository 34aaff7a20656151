public import GalleyPipeline
internal import Glibc
internal import Synchronization

extension Spool {
    /// The index in which a pipeline remembers its articles, opened when it is first asked for; `nil` if it remembers
    /// none.
    ///
    /// - Throws: `Obstacle` if it cannot be opened: nothing is delivered that would be forgotten.
    func index(for pipeline: Pipeline) throws(Obstacle) -> ArticleIndex? {
        guard let memory = pipeline.memory, let path = memory.path.map({ Path($0) }) else { return nil }
        return try articles.withLock { (index) throws(Obstacle) in
            if let index, index.path == path {
                index.keep(days: memory.days)
                return index
            }
            // The other one is let go first: it may be the same folder by another name.
            index = nil
            do throws(SystemFailure) {
                // What is in work now was begun before the index was opened, and is not committed.
                index = try ArticleIndex(
                    path,
                    keeping: memory.days,
                    uncommitted: Self.uncommitted(in: work),
                    unfinished: Self.unfinished(in: staged)
                )
                return index
            } catch  where error.attempt == .lock && error.code == EWOULDBLOCK {
                throw .damage(path, "another process has this index; each service needs its own")
            } catch {
                throw .system(error)
            }
        }
    }

    fileprivate static func uncommitted(in work: Folder) throws(SystemFailure) -> Set<String> {
        Set(try work.entries().compactMap { BatchName(work: $0.name)?.text })
    }

    fileprivate static func unfinished(in staged: Folder) throws(SystemFailure) -> Set<String> {
        Set(try staged.entries().map(\.name.text))
    }
}

extension ArticleIndex {
    /// Opens the index of a pipeline to look at it, beside a running service; `nil` if there is none.
    public convenience init?(reading pipeline: Pipeline) throws(SystemFailure) {
        guard let path = pipeline.memory?.path else { return nil }
        let uncommitted = try Self.batches("work", of: pipeline, Spool.uncommitted)
        try self.init(reading: Path(path), uncommitted: uncommitted)
    }

    /// Opens the index of a pipeline whose service is at rest, to write to it.
    public convenience init(_ path: Path, keeping days: Int, of pipeline: Pipeline) throws(SystemFailure) {
        try self.init(
            path,
            keeping: days,
            uncommitted: Self.batches("work", of: pipeline, Spool.uncommitted),
            unfinished: Self.batches("staged", of: pipeline, Spool.unfinished)
        )
    }

    private static func batches(
        _ folder: String,
        of pipeline: Pipeline,
        _ names: (_ in: Folder) throws(SystemFailure) -> Set<String>
    ) throws(SystemFailure) -> Set<String> {
        guard let spool = pipeline.spool else { return [] }
        do throws(SystemFailure) {
            return try names(Folder(Path(spool.path)).folder(Path(folder)))
        } catch  where error.code == ENOENT { return [] }
    }
}

internal import GalleyPipeline
internal import Glibc

extension Courier {
    /// Takes up what an earlier process, or an obstacle, left half done.
    ///
    /// - Precondition: no other courier of the spool is at work.
    /// - Returns: what was done, and the first obstacle.
    public func recover() -> Delivered {
        var delivered = Delivered()
        do throws(Obstacle) { try recover(&delivered) } catch { delivered.obstacle = error }
        return delivered
    }

    private func recover(_ delivered: inout Delivered) throws(Obstacle) {
        var obstacle: Obstacle?
        func attempt(_ body: () throws(Obstacle) -> Void) {
            do throws(Obstacle) { try body() } catch { obstacle = obstacle ?? error }
        }
        // Opened first, while all that is not committed is in work: only so it knows what does not count.
        _ = try spool.index(for: pipeline)
        try blame(&delivered)
        for name in try batches(in: spool.staged, { BatchName($0.text, attempt: 1) }) {
            attempt { () throws(Obstacle) in
                do throws(Obstacle) { delivered.files += try finish(name) } catch {
                    guard isAlone(error) else { throw error }
                    delivered.kept = error
                    report(.kept(spool.staged.path.file(name.folder), error))
                }
            }
        }
        for name in try batches(in: spool.work, BatchName.init(work:)) {
            attempt { () throws(Obstacle) in try resume(name, &delivered) }
        }
        attempt { () throws(Obstacle) in
            let outbox = try spool.outbox(at: outboxPath)
            try removeStrayDrafts(outbox)
            try checkSpace(outbox)
        }
        if let obstacle { throw obstacle }
    }

    /// Whether an obstacle is that of one batch, which waits, and no reason to take no others.
    private func isAlone(_ obstacle: Obstacle) -> Bool {
        switch obstacle {
        case .outbox(let path, _): path != outboxPath
        case .damage: true
        case .space: false
        case .system(let failure):
            [ENOTDIR, ELOOP, EISDIR, EINVAL, ENAMETOOLONG, EILSEQ].contains(failure.code)
        }
    }

    private func batches(in folder: Folder, _ name: (Path) -> BatchName?) throws(Obstacle) -> [BatchName] {
        let entries = try passing { () throws(SystemFailure) in try folder.entries() }
        return entries.compactMap { $0.isFolder ? name($0.name) : nil }.sorted { $0.text < $1.text }
    }

    /// Gives each file that was being cleaned when an earlier process ended a batch of its own, or sets it aside if
    /// that has happened before.
    private func blame(_ delivered: inout Delivered) throws(Obstacle) {
        for file in spool.lock.pending {
            guard let batch = BatchName(work: file.folder) else { continue }
            try passing { () throws(SystemFailure) in
                guard let folder = try spool.work.existing(batch.work), try folder.status(file.last) != nil
                else { return }
                let below = try Batch.subfolder(of: folder)
                let path = below?.file(file.last) ?? file.last
                report(.interrupted(path, times: batch.attempt))
                if batch.attempt > 1 {
                    let message = "the process ended \(batch.attempt) times while it cleaned this file"
                    let reason = Reason("ended-the-process", message, attempts: batch.attempt)
                    try spool.setAside(file.last, from: folder, below: below, reason, pipeline: pipeline.name)
                    delivered.setAside += 1
                    return report(.setAside(path, reason))
                }
                let alone = spool.newBatch(attempt: batch.attempt + 1)
                try spool.work.make(alone.work)
                let home = try spool.work.folder(alone.work)
                if let below { try home.link(Batch.subfolder, to: below) }
                try folder.move(file.last, to: home)
            }
        }
        spool.lock.forgetInterrupted()
    }

    /// Cleans a batch again that was claimed and not committed.
    private func resume(_ name: BatchName, _ delivered: inout Delivered) throws(Obstacle) {
        let outbox = try spool.outbox(at: outboxPath)
        let index = try spool.index(for: pipeline)
        let (folder, below, names) = try passing { () throws(SystemFailure) in
            let folder = try spool.work.folder(name.work)
            // What was written of it counts for nothing.
            try outbox.drafts.removeTree(name.folder)
            try index?.void(name.text)
            try folder.removeTree(Batch.rejects)
            try folder.removeTree(Batch.dropped)
            try folder.remove(Manifest.name)
            return (folder, try Batch.subfolder(of: folder), try folder.entries().map(\.name))
        }
        guard !names.isEmpty else {
            return try passing { () throws(SystemFailure) in try remove(emptied: folder, name) }
        }
        report(.resumed(files: names.count))
        let candidates = names.map { Candidate($0, in: below, isSettled: true) }
        try process(Batch(name, folder, below), outbox, candidates, &delivered)
    }

    /// Removes drafts whose batch is nowhere any more.
    private func removeStrayDrafts(_ outbox: Outbox) throws(Obstacle) {
        try passing { () throws(SystemFailure) in
            for entry in try outbox.drafts.entries() where entry.isFolder && spool.isOwn(entry.name) {
                guard try spool.staged.status(entry.name) == nil else { continue }
                let work = try spool.work.entries().contains { BatchName(work: $0.name)?.folder == entry.name }
                if !work { try outbox.drafts.removeTree(entry.name) }
            }
        }
    }
}

internal import GalleyPipeline
internal import GalleyText
internal import Glibc

extension Courier {
    /// From so many files on, one sync of the filesystem costs less than one for each file.
    private static let many = 8

    /// Cleans the files of a batch, commits it, and finishes it.
    func process(
        _ batch: Batch,
        _ outbox: Outbox,
        _ candidates: [Candidate],
        _ delivered: inout Delivered
    ) throws(Obstacle) {
        let drafts = try passing { () throws(SystemFailure) in
            try outbox.drafts.make(batch.name.folder)
            return try outbox.drafts.folder(batch.name.folder)
        }
        let index = try spool.index(for: pipeline)
        let memory = pipeline.memory.map { _ in BatchMemory(index) }
        defer { memory?.end() }
        let syncsEach = candidates.count < Self.many || !outbox.folder.syncsWhole || !spool.root.syncsWhole
        var desk = Desk(self, batch, drafts, memory, syncsEach: syncsEach)
        // What has left the batch has left it, whatever becomes of the others.
        defer {
            delivered.setAside += desk.setAside
            for (candidate, why) in desk.putBack { delivered.putBack[candidate] = why }
        }
        do {
            defer { spool.lock.note(nil, worker: worker) }
            for candidate in candidates { try desk.take(candidate) }
        }
        guard !desk.copies.isEmpty || desk.hasRejects || desk.dropped > 0 else {
            return try passing { () throws(SystemFailure) in
                try outbox.drafts.removeTree(batch.name.folder)
                try remove(emptied: batch.folder, batch.name)
            }
        }
        let manifest = Manifest(outbox: outboxPath, id: outbox.id, copies: desk.copies)
        try passing { () throws(SystemFailure) in
            // Before the commit, so that nothing is delivered and forgotten; it counts from the commit on.
            if let memory { try index?.log(batch.name.text, memory) }
            try commit(batch, manifest, outbox, drafts, syncsEach: syncsEach)
        }
        try finish(batch.name, manifest)
        delivered.dropped += desk.dropped
        delivered.files += desk.copies.count
        delivered.bytes += desk.bytes
        if !desk.copies.isEmpty { report(.delivered(files: desk.copies.count, bytes: desk.bytes)) }
    }

    /// Makes all that was written safe, and then renames the batch: the one point at which it happens.
    private func commit(
        _ batch: Batch,
        _ manifest: Manifest,
        _ outbox: Outbox,
        _ drafts: Folder,
        syncsEach: Bool
    ) throws(SystemFailure) {
        let file = try OpenFile(making: Manifest.name, in: batch.folder, mode: 0o640)
        try file.write(manifest.bytes)
        let isOneFilesystem = try outbox.folder.status().device == spool.root.status().device
        if syncsEach || !isOneFilesystem {
            try file.sync()
            try batch.folder.sync()
        }
        try file.finish()
        if syncsEach {
            try drafts.sync()
            try outbox.drafts.sync()
        } else {
            try outbox.folder.syncFilesystem()
        }
        try spool.work.move(batch.name.work, to: spool.staged, as: batch.name.folder)
        try spool.staged.sync()
        try spool.work.sync()
    }
}

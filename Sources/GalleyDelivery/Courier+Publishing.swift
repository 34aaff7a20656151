internal import GalleyPipeline
internal import GalleyText
internal import Glibc
internal import Synchronization

extension Courier {
    /// Publishes what is left of a committed batch, and retires its originals.
    ///
    /// - Parameter known: what its manifest says, where this process wrote it; else it is read, and the copies are
    ///   compared with their digests before they are published.
    /// - Returns: how many copies were published by this call.
    @discardableResult
    func finish(_ name: BatchName, _ known: Manifest? = nil) throws(Obstacle) -> Int {
        let batch = try passing { () throws(SystemFailure) in try spool.staged.folder(name.folder) }
        let index = try spool.index(for: pipeline)
        try passing { () throws(SystemFailure) in try index?.committed(name.text) }
        let manifest: Manifest
        do throws(Obstacle) {
            guard let found = try self.manifest(of: batch, known) else {
                try forgetRetired(batch, name)
                try passing { () throws(SystemFailure) in try index?.finished(name.text) }
                return 0
            }
            manifest = found
        } catch {
            // Its files are to go to the inbox again by hand, and are no duplicates then.
            if case .damage = error { try passing { () throws(SystemFailure) in try index?.void(name.text) } }
            throw error
        }
        let outbox = try Outbox.open(manifest.outbox, id: manifest.id)
        return try passing { () throws(SystemFailure) in
            var count = 0
            let below = try Batch.subfolder(of: batch)
            // Only in the outbox of the manifest is a missing folder the proof that all of it was published.
            if let drafts = try outbox.drafts.existing(name.folder) {
                let publishing = Publishing(
                    drafts: drafts,
                    target: try outbox.folder.folder(makingAlike: below ?? Path([])),
                    replaces: pipeline.delivery.collision == .replace,
                    isFirst: known != nil
                )
                count = try spool.numbering.withLock { (_) throws(SystemFailure) in
                    var count = 0
                    for (number, copy) in manifest.copies.enumerated() {
                        if known == nil, try !publishing.isWhole(number, copy) {
                            // The original first: a draft that is gone is the proof that it was published.
                            try restore(copy.name, from: batch, below)
                            try index?.forget(name.text, copy: number)
                            try drafts.remove(Manifest.draft(number))
                            try drafts.remove(Manifest.draftOfRecord(number))
                        } else if try publishing.publish(number, copy) {
                            count += 1
                        }
                    }
                    return count
                }
                try syncPath(of: below, in: outbox.folder)
                try drafts.sync()
                // All is published; what others have put there does not count.
                try outbox.drafts.removeTree(name.folder)
            }
            try index?.finished(name.text)
            try retire(batch, below, name)
            return count
        }
    }

    private func manifest(of batch: Folder, _ known: Manifest?) throws(Obstacle) -> Manifest? {
        if let known { return known }
        let bytes = try passing { () throws(SystemFailure) in try batch.content(Manifest.name) }
        guard let bytes else { return nil }
        guard let manifest = Manifest(bytes) else {
            throw .damage(batch.path.file(Manifest.name), "it is no manifest; move the files beside it to the inbox")
        }
        return manifest
    }

    /// Makes the names in a folder of the outbox, and those of the folder itself, survive a loss of power.
    private func syncPath(of below: Path?, in outbox: Folder) throws(SystemFailure) {
        var folder = outbox
        try folder.sync()
        for part in below?.bytes.split(separator: 0x2F) ?? [] {
            folder = try folder.folder(Path(Array(part)))
            try folder.sync()
        }
    }

    /// Puts the original of a damaged copy back into the inbox.
    private func restore(_ name: Path, from batch: Folder, _ below: Path?) throws(SystemFailure) {
        let folder = try spool.inbox.folder(makingAlike: below ?? Path([]))
        if try batch.moveNumbered(name, to: folder) != nil { report(.damaged(name)) }
    }

    // MARK: Originals

    /// Moves the originals to the archive, and what was left out of them to the quarantine.
    private func retire(_ batch: Folder, _ below: Path?, _ name: BatchName) throws(SystemFailure) {
        if let rejects = try batch.existing(Batch.rejects) {
            let reasons = try rejects.existing(Batch.reasons)
            for entry in try rejects.entries() {
                let known = try reasons?.content(entry.name).flatMap(Reason.origin)?.reason
                let reason = known ?? Reason("left-out", "these lines are no articles")
                try spool.setAside(entry.name, from: rejects, below: below, reason, pipeline: pipeline.name)
            }
            try batch.removeTree(Batch.rejects)
        }
        let day = Clock.day(Clock.wall)
        try retireDropped(batch, day, below)
        switch pipeline.delivery.originals {
        case .keep:
            let archive = try spool.archiveFolder(day, below)
            for entry in try batch.entries() { try batch.moveNumbered(entry.name, to: archive) }
        case .delete:
            for entry in try batch.entries() { try batch.remove(entry.name) }
        }
        try removeRetired(batch, name)
    }

    /// Moves the originals of articles that were dropped to the archive, whatever becomes of others, each with its record
    /// beside it: there is no copy of them elsewhere.
    private func retireDropped(_ batch: Folder, _ day: String, _ below: Path?) throws(SystemFailure) {
        guard let dropped = try batch.existing(Batch.dropped) else { return }
        let archive = try spool.archiveFolder(day, below)
        for entry in try dropped.entries(withHidden: true) {
            let name = entry.name
            if try batch.status(name) != nil {
                let number = try freeNumber { (number) throws(SystemFailure) in
                    if try archive.status(name.numbered(number)) != nil { return true }
                    return try archive.status(name.numbered(number, suffix: Path.record)) != nil
                }
                try batch.move(name, to: archive, as: name.numbered(number))
                try dropped.move(name, to: archive, as: name.numbered(number, suffix: Path.record))
            } else {
                // The process ended between the two.
                try dropped.moveNumbered(name, to: archive, suffix: Path.record)
            }
        }
        try archive.sync()
        try batch.removeFolder(Batch.dropped)
    }

    /// Removes a batch that has no files any more: the manifest last, so that it can be taken up until then.
    private func removeRetired(_ batch: Folder, _ name: BatchName) throws(SystemFailure) {
        try batch.remove(Batch.subfolder)
        try batch.remove(Manifest.name)
        try spool.staged.removeFolder(name.folder)
    }

    /// Removes a batch whose manifest is gone, as it is when the process ended while it was removed.
    private func forgetRetired(_ batch: Folder, _ name: BatchName) throws(Obstacle) {
        let left = try passing { () throws(SystemFailure) in try batch.entries(withHidden: true) }
        guard left.isEmpty else {
            throw .damage(batch.path, "it has files, but no manifest that says where they go; move them to the inbox")
        }
        try passing { () throws(SystemFailure) in try removeRetired(batch, name) }
    }
}

/// Gives the copies of one batch their names in the outbox.
private struct Publishing {
    let drafts: Folder
    let target: Folder
    /// A copy takes the place of another with its name.
    let replaces: Bool
    /// Whether nothing of the batch can have been published before, so that every draft is there.
    let isFirst: Bool

    /// Whether what is still a draft has the digest that was noted.
    func isWhole(_ number: Int, _ copy: Manifest.Copy) throws(SystemFailure) -> Bool {
        for (draft, digest) in [(Manifest.draft(number), copy.digest), (Manifest.draftOfRecord(number), copy.record)] {
            guard let digest, let found = try drafts.digest(draft) else { continue }
            guard found == digest else { return false }
        }
        return true
    }

    /// Publishes the record and then the copy, under one number that is free for both.
    ///
    /// What is no draft any more was published before, by a process that ended.
    ///
    /// - Returns: whether it was one.
    func publish(_ number: Int, _ copy: Manifest.Copy) throws(SystemFailure) -> Bool {
        let (draft, draftOfRecord) = (Manifest.draft(number), Manifest.draftOfRecord(number))
        if !isFirst, try drafts.status(draft) == nil { return false }
        let hasRecord = isFirst ? copy.record != nil : try drafts.status(draftOfRecord) != nil
        if replaces {
            if hasRecord { try drafts.move(draftOfRecord, to: target, replacing: record(of: copy, 0)) }
            try drafts.move(draft, to: target, replacing: copy.name.numbered(0))
            return true
        }
        var known: Int?
        if copy.record == nil {
            // A move says itself whether the name is free.
            known = 0
        } else if !hasRecord {
            known = try place(ofRecord: copy)
        } else if try target.status(copy.name) == nil {
            // A record never goes beside a copy that is not its own, where it would stay if the process ended.
            known = 0
        }
        while true {
            let number: Int
            if let place = known {
                (number, known) = (place, nil)
            } else {
                number = try freeNumber { (number) throws(SystemFailure) in
                    if try target.status(copy.name.numbered(number)) != nil { return true }
                    guard copy.record != nil else { return false }
                    return try target.status(record(of: copy, number)) != nil
                }
            }
            let (name, beside) = (copy.name.numbered(number), record(of: copy, number))
            if hasRecord, try !drafts.moves(draftOfRecord, to: target, as: beside) { continue }
            if try drafts.moves(draft, to: target, as: name) { return true }
            // Somebody else has just taken the name; the record goes where the copy goes.
            if hasRecord { try target.move(beside, to: drafts, as: draftOfRecord) }
        }
    }

    /// The number under which the record of a copy was published, and no copy; `nil` if it was taken since.
    private func place(ofRecord copy: Manifest.Copy) throws(SystemFailure) -> Int? {
        var number = 0
        while true {
            let hasCopy = try target.status(copy.name.numbered(number)) != nil
            let hasRecord = try target.status(record(of: copy, number)) != nil
            if hasRecord, !hasCopy, try target.digest(record(of: copy, number)) == copy.record { return number }
            if !hasRecord, !hasCopy { return nil }
            number += 1
        }
    }

    private func record(of copy: Manifest.Copy, _ number: Int) -> Path {
        copy.name.numbered(number, suffix: Path.record)
    }
}

extension Folder {
    /// Opens a folder in this one; `nil` if there is none.
    func existing(_ name: Path) throws(SystemFailure) -> Folder? {
        do throws(SystemFailure) { return try folder(name) } catch  where error.code == ENOENT { return nil }
    }

    /// Moves a file where nothing has its new name; says whether it did.
    fileprivate func moves(_ name: Path, to folder: Folder, as other: Path) throws(SystemFailure) -> Bool {
        do throws(SystemFailure) { try move(name, to: folder, as: other) } catch  where error.code == EEXIST {
            return false
        }
        return true
    }

    /// The digest of a file; `nil` if there is none.
    fileprivate func digest(_ name: Path) throws(SystemFailure) -> String? {
        do throws(SystemFailure) {
            let file = try OpenFile(reading: name, in: self)
            var hasher = Digest.Hasher()
            var buffer: [UInt8] = []
            repeat {
                buffer.removeAll(keepingCapacity: true)
                try file.read(into: &buffer, atMost: 1 << 18)
                hasher.update(buffer.span)
            } while !buffer.isEmpty
            return Digest(hasher).description
        } catch  where error.code == ENOENT { return nil }
    }
}

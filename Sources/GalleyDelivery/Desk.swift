internal import GalleyPipeline
internal import GalleyText
internal import Glibc
internal import Synchronization

/// Cleans the files of one batch, one after the other.
struct Desk {
    private let courier: Courier
    private let batch: Batch
    private let drafts: Folder
    /// What was delivered before, where the pipeline asks for it.
    private let memory: BatchMemory?
    private let syncsEach: Bool
    /// The copies that were written, in the order of their drafts.
    private(set) var copies: [Manifest.Copy] = []
    /// How many bytes they hold.
    private(set) var bytes = 0
    /// How many files were set aside.
    private(set) var setAside = 0
    /// How many files were dropped.
    private(set) var dropped = 0
    /// Files that went back to the inbox.
    private(set) var putBack: [Candidate: PutBack] = [:]
    /// Whether lines were left out of a file.
    private(set) var hasRejects = false

    init(_ courier: Courier, _ batch: Batch, _ drafts: Folder, _ memory: BatchMemory?, syncsEach: Bool) {
        (self.courier, self.batch, self.drafts) = (courier, batch, drafts)
        (self.memory, self.syncsEach) = (memory, syncsEach)
    }

    /// Errors of the whole process and not of one file.
    private static let general = [EMFILE, ENFILE, ENOMEM]

    /// Cleans a file, sets it aside, or puts it back.
    mutating func take(_ candidate: Candidate) throws(Obstacle) {
        memory?.begin(copies.count)
        do throws(Refusal) {
            try clean(candidate)
        } catch {
            // It was cleaned as far as it is: what ends the process from now on is not its fault.
            courier.spool.lock.note(nil, worker: courier.worker)
            memory?.forget()
            switch error {
            case .obstacle(let obstacle): throw obstacle
            case .setAside(let reason): try setAside(candidate, reason)
            case .putBack(let why): try putBack(candidate, why)
            case .unreadable(let failure) where Self.general.contains(failure.code): throw .system(failure)
            case .unreadable(let failure):
                let tries = candidate.failures + 1
                guard candidate.isSettled, tries >= courier.pipeline.delivery.attempts else {
                    return try putBack(candidate, .unreadable(failure))
                }
                try setAside(candidate, Reason("unreadable", failure.message, attempts: tries))
            }
        }
    }

    /// Why a file is not cleaned now.
    private enum Refusal: Error {
        case setAside(Reason)
        case putBack(PutBack)
        case unreadable(SystemFailure)
        case obstacle(Obstacle)
    }

    private func setAside(_ name: String, _ message: String) -> Refusal { .setAside(Reason(name, message)) }

    private mutating func clean(_ candidate: Candidate) throws(Refusal) {
        courier.spool.progress.add(1, ordering: .relaxed)
        let name = candidate.name
        courier.spool.lock.note(batch.name.work.file(name), worker: courier.worker)
        if !candidate.isFile, try !isThere(candidate) { return }
        guard let file = try open(candidate) else { return }
        let opened = try reading { () throws(SystemFailure) in try file.status() }
        try check(opened, candidate)
        let kind = DocumentFormat(ofFile: name.bytes)
        if kind == .jsonl { return try cleanLines(candidate, file, opened) }
        let limit = courier.pipeline.maximumSize
        let bytes = try reading { () throws(SystemFailure) in
            try file.readAll(size: opened.size, limit: limit, isSure: true)
        }
        let after = try reading { () throws(SystemFailure) in try file.status() }
        guard let bytes, after == opened else { throw .putBack(.changing) }
        let source: Source
        do throws(DocumentFault) {
            source = try courier.pipeline.source(
                bytes,
                name: name.text,
                kind,
                field: courier.pipeline.field,
                encoding: courier.pipeline.encoding
            )
        } catch {
            throw .setAside(Reason("not-an-article", "line \(error)", digest: Digest(bytes.span).description))
        }
        let cleaned = cleaner(for: kind).clean(source, memory: memory, named: candidate.path.text)
        if memory?.isEntangled == true { throw .putBack(.entangled) }
        switch cleaned.outcome.verdict {
        case .deliver:
            let record = cleaned.record.isEmpty ? nil : cleaned.record
            try writing { () throws(SystemFailure) in
                try write(cleaned.copy, as: draft)
                if let record { try write(record, as: draftOfRecord) }
            }
            let digest = cleaned.digest ?? Digest(cleaned.copy.span)
            finish(candidate, digest, record.map { Digest($0.span) }, cleaned.copy.count)
        case .setAside(let reason, let message):
            throw .setAside(Reason(reason, message, digest: Digest(bytes.span).description))
        case .duplicate(let other):
            try writing { () throws(SystemFailure) in
                try drop(name, record: cleaned.record.isEmpty ? cleaned.copy : cleaned.record)
            }
            dropped += 1
            courier.report(.dropped(candidate.path, other))
        }
    }

    /// Opens a file; `nil` if it is not there any more.
    private func open(_ candidate: Candidate) throws(Refusal) -> OpenFile? {
        do throws(SystemFailure) { return try OpenFile(reading: candidate.name, in: batch.folder) } catch {
            // What cannot be opened may be no file any more.
            guard try isThere(candidate) else { return nil }
            throw .unreadable(error)
        }
    }

    /// Says whether something has the name, and refuses what is no file to read.
    private func isThere(_ candidate: Candidate) throws(Refusal) -> Bool {
        let status = try reading { () throws(SystemFailure) in try batch.folder.status(candidate.name) }
        guard let status else { return false }
        try check(status, candidate)
        return true
    }

    /// Refuses what is no file with one name and a size within bounds.
    private func check(_ status: FileStatus, _ candidate: Candidate) throws(Refusal) {
        let reason = try reading { () throws(SystemFailure) in
            try status.objection(to: candidate.name, in: batch.folder, courier.pipeline)
        }
        guard let reason else { return }
        if reason.name == "hard-link", !candidate.isSettled { throw .putBack(.linked) }
        throw .setAside(reason)
    }

    /// Cleans a file of JSON Lines as it passes, whatever its length.
    ///
    /// - Throws: `Refusal`; then nothing of it is left.
    private mutating func cleanLines(
        _ candidate: Candidate,
        _ file: borrowing OpenFile,
        _ opened: FileStatus
    ) throws(Refusal) {
        do throws(Refusal) { try writeLines(candidate, file, opened) } catch {
            try forget(candidate.name)
            throw error
        }
    }

    private mutating func writeLines(
        _ candidate: Candidate,
        _ file: borrowing OpenFile,
        _ opened: FileStatus
    ) throws(Refusal) {
        let pipeline = courier.pipeline
        let copy = try writing { () throws(SystemFailure) in try OpenFile(making: draft, in: drafts, mode: mode) }
        var hasher = Digest.Hasher()
        var size = 0
        var (left, lines) = (0, [String]())
        var held = (setAside: 0, dropped: 0, first: "")
        var rejected: [UInt8] = []
        var stream = LineStream(
            cleaner(for: .jsonl),
            field: pipeline.field,
            facts: pipeline.facts,
            maxSize: pipeline.maximumSize,
            name: candidate.path.text,
            memory: memory
        )
        try stream.run(
            read: { (buffer: inout [UInt8]) throws(Refusal) in
                courier.spool.progress.add(1, ordering: .relaxed)
                if memory?.isEntangled == true { throw .putBack(.entangled) }
                do throws(SystemFailure) { try file.read(into: &buffer, atMost: 1 << 18) } catch {
                    throw .unreadable(error)
                }
            },
            write: { (lines) throws(Refusal) in
                hasher.update(lines.span)
                size += lines.count
                do throws(SystemFailure) { try copy.write(lines) } catch { throw .obstacle(.system(error)) }
            },
            report: { trouble in
                switch trouble {
                case .setAside(let line, let reason, let message):
                    if held.setAside + held.dropped == 0 { held.first = "line \(line): \(reason): \(message)" }
                    held.setAside += 1
                    return
                case .duplicate(let line, let other):
                    if held.setAside + held.dropped == 0 { held.first = "line \(line): \(other.message)" }
                    held.dropped += 1
                    return
                case .unreadable(let line, let column, let message):
                    if left < Reason.most { lines.append("\(line):\(column): \(message)") }
                case .tooLong(let line, let bytes):
                    let most = courier.pipeline.maximumSize
                    let why = "it has \(bytes) bytes; the pipeline reads \(most) (max-size)"
                    if left < Reason.most { lines.append("\(line): \(why)") }
                }
                left += 1
            },
            leave: { (piece) throws(Refusal) in
                rejected += piece
                guard rejected.count >= 1 << 18 else { return }
                try reject(rejected, of: candidate.name)
                rejected.removeAll(keepingCapacity: true)
            }
        )
        let after = try reading { () throws(SystemFailure) in try file.status() }
        guard after == opened else { throw .putBack(.changing) }
        if memory?.isEntangled == true { throw .putBack(.entangled) }
        if left > 0, stream.written == 0 {
            throw setAside("no-article", "none of its \(left) lines is an article; line \(lines[0])")
        }
        if left > 0 {
            try reject(rejected, of: candidate.name, Reason(leftOut: left, lines))
            courier.report(.leftOut(candidate.path, lines: left, first: "line \(lines[0])"))
        }
        if held.setAside + held.dropped > 0 {
            let (setAside, dropped) = (held.setAside, held.dropped)
            courier.report(.heldBack(candidate.path, setAside: setAside, dropped: dropped, first: held.first))
        }
        if syncsEach { try writing { () throws(SystemFailure) in try copy.sync() } }
        do throws(SystemFailure) { try copy.finish() } catch { throw .obstacle(.system(error)) }
        finish(candidate, Digest(hasher), nil, size)
    }

    /// Appends lines that were left out to a file in the batch, which goes to the quarantine when it is retired.
    ///
    /// - Parameter reason: why; given with the last of them.
    private mutating func reject(_ bytes: [UInt8], of name: Path, _ reason: Reason? = nil) throws(Refusal) {
        try writing { () throws(SystemFailure) in
            let folder = try batch.folder.folder(making: Batch.rejects)
            let file = try OpenFile(appendingTo: name.ofRejects, in: folder, mode: mode)
            try file.write(bytes)
            if reason != nil { try file.sync() }
            try file.finish()
            guard let reason else { return }
            let reasons = try folder.folder(making: Batch.reasons)
            let text = reason.bytes(of: name, in: nil, pipeline: courier.pipeline.name, at: Clock.wall)
            try reasons.place(name.ofRejects, text)
            try reasons.sync()
            try folder.sync()
        }
        hasRejects = true
    }

    /// Writes the record of a file that is not delivered into the batch; it goes to the archive with the original.
    private func drop(_ name: Path, record: [UInt8]) throws(SystemFailure) {
        let folder = try batch.folder.folder(making: Batch.dropped)
        let file = try OpenFile(making: name, in: folder, mode: mode)
        try file.write(record)
        try file.sync()
        try file.finish()
        try folder.sync()
    }

    /// Removes what was written of a file that does not go through.
    private mutating func forget(_ name: Path) throws(Refusal) {
        try writing { () throws(SystemFailure) in
            try drafts.remove(draft)
            guard hasRejects, try batch.folder.status(Batch.rejects) != nil else { return }
            let rejects = try batch.folder.folder(Batch.rejects)
            try rejects.remove(name.ofRejects)
            try rejects.existing(Batch.reasons)?.remove(name.ofRejects)
        }
    }

    private mutating func setAside(_ candidate: Candidate, _ reason: Reason) throws(Obstacle) {
        let (spool, name) = (courier.spool, courier.pipeline.name)
        try passing { () throws(SystemFailure) in
            try spool.setAside(candidate.name, from: batch.folder, below: batch.below, reason, pipeline: name)
        }
        setAside += 1
        courier.report(.setAside(candidate.path, reason))
    }

    private mutating func putBack(_ candidate: Candidate, _ why: PutBack) throws(Obstacle) {
        let (inbox, name) = (courier.spool.inbox, candidate.name)
        try passing { () throws(SystemFailure) in
            let folder = try inbox.folder(makingAlike: batch.below ?? Path([]))
            guard let now = try batch.folder.moveNumbered(name, to: folder) else { return }
            putBack[Candidate(now, in: batch.below, failures: candidate.failures)] = why
        }
        courier.report(.putBack(candidate.path, why))
    }

    // MARK: Drafts

    private var draft: Path { Manifest.draft(copies.count) }
    private var draftOfRecord: Path { Manifest.draftOfRecord(copies.count) }

    private var mode: mode_t {
        switch courier.pipeline.delivery.readers {
        case .owner: 0o600
        case .group: 0o640
        case .all: 0o644
        }
    }

    private func write(_ bytes: [UInt8], as name: Path) throws(SystemFailure) {
        let file = try OpenFile(making: name, in: drafts, mode: mode)
        try file.write(bytes)
        if syncsEach { try file.sync() }
        try file.finish()
    }

    private mutating func finish(_ candidate: Candidate, _ digest: Digest, _ record: Digest?, _ size: Int) {
        bytes += size
        copies.append(
            Manifest.Copy(name: candidate.name, digest: digest.description, record: record?.description)
        )
    }

    private func cleaner(for kind: DocumentFormat) -> Cleaner {
        let pipeline = courier.pipeline
        var engine = pipeline.engine
        engine.deadline = .seconds(pipeline.delivery.deadline)
        return Cleaner(
            engine,
            pipeline.identity,
            format: pipeline.format(of: kind),
            record: pipeline.output.record == .none ? .none : .full
        )
    }

    private func reading<Result: ~Copyable>(_ body: () throws(SystemFailure) -> Result) throws(Refusal) -> Result {
        do throws(SystemFailure) { return try body() } catch { throw .unreadable(error) }
    }

    private func writing<Result: ~Copyable>(_ body: () throws(SystemFailure) -> Result) throws(Refusal) -> Result {
        do throws(SystemFailure) { return try body() } catch { throw .obstacle(.system(error)) }
    }
}

public import GalleyText
internal import Glibc
internal import Synchronization

/// The articles that a service has delivered, by the hashes of their words: a folder of files, no server.
///
/// - A **log** takes the articles of each batch before the batch is committed, and is synced, so that none is forgotten
///   that was delivered. They count when the batch is committed. Whoever opens the index says which batches are not;
///   what was logged of them is void. So what was never delivered is not remembered, wherever the process ended.
/// - Until a batch is finished, its articles stay in the log, with the numbers of their copies: one that turns out to be
///   damaged is cleaned again, and is forgotten until then. Whoever opens the index says which batches these are.
/// - At the end of a day, or when the log has grown, the rest is written as a **segment** that is sorted, looked up where
///   it lies, and never changed. Segments of one day are merged while they are about as large as each other.
/// - Of a file with many articles most are written as **parts** while it is cleaned, so that memory does not grow with
///   it. The log names them; they become segments when the batch is finished.
/// - A day that is older than the window is removed, file by file.
///
/// All workers of a service share one index. What is looked up in segments takes no lock.
public final class ArticleIndex: Sendable {
    /// The folder.
    public let path: Path
    private let folder: Folder
    /// Held for life; -1 for an index that is only read.
    private let lock: Int32
    private let state: Mutex<State>
    /// What is on its way to it.
    let inFlight = ArticlesInFlight()

    private struct State {
        /// For how many days articles are kept.
        var days: Int
        var segments: [ArticleSegment] = []
        /// Those in the log whose batches are finished.
        var open = OpenArticles()
        /// Batches in the log that are not finished.
        var batches: [String: Unfinished] = [:]
        var log: LogFile?
        /// A write or a sync has failed: nothing that is behind it in the log would be read.
        var isBroken = false
        var lastNumber = 0
        /// The number of the first log that holds open articles.
        var firstOpen = 1
        var lastRun: UInt64 = 0

        /// All in which articles are looked up in memory.
        var memory: [OpenArticles] { [open] + batches.values.compactMap { $0.counted?.articles } }
        /// All in which they are looked up on the disk.
        var files: [ArticleSegment] { segments + batches.values.flatMap { $0.counted?.parts ?? [] } }
    }

    /// A batch whose articles can still be forgotten.
    private struct Unfinished {
        var logged: LoggedBatches.Batch
        /// What counts of it; `nil` before it is committed.
        var counted: (articles: OpenArticles, parts: [ArticleSegment])?

        init(_ logged: LoggedBatches.Batch) { self.logged = logged }

        mutating func count(in folder: Folder) throws(SystemFailure) {
            var articles = OpenArticles()
            for entry in logged.entries { articles.append(entry) }
            var parts: [ArticleSegment] = []
            for part in logged.parts {
                // One that is not there has become a segment.
                let found = try ArticleIndex.existing { () throws(SystemFailure) in
                    try ArticleSegment(part.name, in: folder)
                }
                if let found { parts.append(found) }
            }
            counted = (articles, parts)
        }
    }

    /// A segment is written of so many articles.
    static let many = 1 << 12
    /// Segments are merged up to so many articles.
    private static let most = 1 << 20

    /// Opens an index, made if it is not there, for whoever writes to it.
    ///
    /// - Parameters:
    ///   - days: for how many days articles are kept.
    ///   - uncommitted: the batches that were begun and are not committed.
    ///   - unfinished: the batches that are committed and not finished.
    /// - Throws: `SystemFailure` with EWOULDBLOCK if another process has it.
    public init(
        _ path: Path,
        keeping days: Int,
        uncommitted: Set<String> = [],
        unfinished: Set<String> = []
    ) throws(SystemFailure) {
        self.path = path
        folder = try Folder(making: path)
        let name = Path(".lock")
        lock = unsafe name.withCString { [folder] name in
            again { unsafe openat(folder.descriptor, name, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o640) }
        }
        guard lock >= 0 else { throw folder.failure(.lock, name) }
        var state = State(days: days)
        do throws(SystemFailure) {
            let lock = lock
            guard again({ flock(lock, LOCK_EX | LOCK_NB) }) == 0 else { throw folder.failure(.lock, name) }
            try Self.recover(&state, folder, uncommitted, unfinished)
        } catch {
            close(lock)
            throw error
        }
        self.state = Mutex(state)
    }

    /// Opens an index to look at it, beside a service that has it open; `nil` if there is none.
    ///
    /// - Parameter uncommitted: the batches that were begun and are not committed.
    public init?(reading path: Path, uncommitted: Set<String> = []) throws(SystemFailure) {
        self.path = path
        lock = -1
        do throws(SystemFailure) { folder = try Folder(path) } catch  where error.code == ENOENT { return nil }
        var state = State(days: .max)
        try Self.load(&state, folder, uncommitted)
        self.state = Mutex(state)
    }

    deinit { if lock >= 0 { close(lock) } }

    // MARK: Asking

    /// The article that another resembles most, of those delivered in the last days.
    public func closest(to sketch: Sketch, days: Int) -> Resemblance? {
        let time = Self.start(of: days)
        let (files, found) = state.withLock { state in
            let found = state.memory.reduce(nil) { Resemblance.closer($0, $1.closest(to: sketch, since: time)) }
            return (state.files, found)
        }
        var best = found
        for segment in files { best = Resemblance.closer(best, segment.closest(to: sketch, since: time)) }
        return best
    }

    /// Removes the index with all its files.
    func removeFiles() {
        do throws(SystemFailure) {
            for entry in try folder.entries(withHidden: true) { try folder.remove(entry.name) }
            try Folder(path.folder).removeFolder(path.last)
        } catch {}
    }

    static var now: Int { Int(Clock.wall / 1_000_000_000) }
    static func start(of days: Int) -> Int { now - min(days, 1 << 32) * 86_400 }

    /// Keeps articles for another number of days from now on.
    func keep(days: Int) { state.withLock { $0.days = days } }

    // MARK: Batches

    /// Logs the articles of a batch that is about to be committed; they count from `committed` on.
    ///
    /// What was logged of it before is void.
    func log(_ batch: String, _ entries: [ArticleEntry], _ parts: [ArticlePart] = []) throws(SystemFailure) {
        guard !entries.isEmpty || !parts.isEmpty else { return try void(batch) }
        let log = try state.withLock { (state) throws(SystemFailure) in
            let log = try writableLog(&state)
            for part in state.batches[batch]?.logged.parts ?? [] where !parts.contains(part) { removePart(part.name) }
            let logged = LoggedBatches.Batch(run: Self.nextRun(&state), entries: entries, parts: parts)
            state.batches[batch] = Unfinished(logged)
            try write(log, &state) { (log) throws(SystemFailure) in try log.write(batch, logged) }
            return log
        }
        try sync(log)
    }

    /// Logs all that a memory has noted of a batch.
    func log(_ batch: String, _ memory: BatchMemory) throws(SystemFailure) {
        try log(batch, memory.entries, memory.parts.map { ArticlePart(name: $0.segment.name, copy: $0.copy) })
        memory.isLogged = true
    }

    /// Takes all that a memory has noted, at once.
    package func add(_ memory: BatchMemory, as batch: String) throws(SystemFailure) {
        try log(batch, memory)
        try committed(batch)
        try finished(batch)
    }

    // MARK: Parts

    /// Writes articles of a batch that is on its way, apart from all others; `nil` if an index is only read.
    func writePart(_ entries: [ArticleEntry]) throws(SystemFailure) -> ArticleSegment? {
        guard lock >= 0 else { return nil }
        var articles = OpenArticles()
        for entry in entries { articles.append(entry) }
        return try ArticleSegment.write(articles, as: nextPart(), from: ArticleSegment.alone, in: folder)
    }

    /// Writes two parts as one; `nil` if the first is much larger.
    func mergePart(_ pair: [ArticleSegment]) throws(SystemFailure) -> ArticleSegment? {
        guard Self.areToMerge(pair) else { return nil }
        let merged = try ArticleSegment.merge(pair, as: nextPart(), from: ArticleSegment.alone, in: folder)
        for part in pair { removePart(part.name) }
        return merged
    }

    /// Removes a part that is not delivered; one that stays is removed when the index is opened.
    func removePart(_ part: IndexFile) {
        do throws(SystemFailure) { try folder.remove(part.path) } catch {}
    }

    private func nextPart() -> IndexFile {
        state.withLock { state in
            state.lastNumber += 1
            return IndexFile(day: Clock.day(Clock.wall), number: state.lastNumber, .part)
        }
    }

    // MARK: What counts

    /// Makes what was logged of a batch count.
    func committed(_ batch: String) throws(SystemFailure) {
        try state.withLock { (state) throws(SystemFailure) in
            if state.batches[batch]?.counted == nil { try state.batches[batch]?.count(in: folder) }
        }
    }

    /// Keeps what counts of a batch: its copies were published, and none can be forgotten any more.
    func finished(_ batch: String) throws(SystemFailure) {
        try state.withLock { (state) throws(SystemFailure) in
            guard let logged = state.batches[batch]?.logged else { return }
            try Self.keep(logged, &state, folder)
            state.batches[batch] = nil
            if !logged.parts.isEmpty {
                try folder.sync()
                try Self.merge(&state, folder)
            }
            if state.open.count >= Self.many { try seal(&state) }
        }
    }

    /// Makes the parts of a batch segments, behind all that there are, and its other articles open ones.
    private static func keep(
        _ logged: LoggedBatches.Batch,
        _ state: inout State,
        _ folder: Folder
    ) throws(SystemFailure) {
        for part in logged.parts {
            let name = IndexFile(day: part.name.day, number: state.lastNumber + 1, .long)
            // Opened first: what is moved is not looked for again. What was moved before is not there any more.
            let segment = try existing { () throws(SystemFailure) in
                try ArticleSegment(name, at: part.name.path, in: folder)
            }
            guard let segment else { continue }
            try folder.move(part.name.path, to: folder, as: name.path)
            state.lastNumber += 1
            state.segments.append(segment)
        }
        for entry in logged.entries { state.open.append(entry) }
    }

    /// Makes what was logged of a batch void, since it is cleaned again.
    func void(_ batch: String) throws(SystemFailure) { try forget(batch, .void(batch: batch)) { _ in true } }

    /// Forgets one copy of a batch that is not finished: it was damaged and is cleaned again from its original.
    func forget(_ batch: String, copy: Int) throws(SystemFailure) {
        try forget(batch, .forget(batch: batch, copy: copy)) { $0 == copy }
    }

    private func forget(
        _ batch: String,
        _ frame: LogFrame,
        _ isForgotten: (_ copy: Int) -> Bool
    ) throws(SystemFailure) {
        let parts = try state.withLock { (state) throws(SystemFailure) -> [ArticlePart] in
            guard state.batches[batch]?.logged.has(isForgotten) == true else { return [] }
            let log = try writableLog(&state)
            // Here, so that it is in no log again until this one says that it is forgotten.
            try write(log, &state) { (log) throws(SystemFailure) in
                try log.write(frame)
                try log.sync()
            }
            guard var found = state.batches[batch] else { return [] }
            let parts = found.logged.forget(isForgotten)
            if found.counted != nil { try found.count(in: folder) }
            state.batches[batch] = found.logged.isEmpty ? nil : found
            return parts
        }
        for part in parts { removePart(part.name) }
    }

    /// The log of today; another one if the last one is of another day, or could not be written.
    private func writableLog(_ state: inout State) throws(SystemFailure) -> LogFile {
        let day = Clock.day(Clock.wall)
        if let log = state.log, log.name.day == day, !state.isBroken { return log }
        if state.log != nil { try seal(&state) }
        if let log = state.log { return log }
        return try Self.newLog(&state, folder)
    }

    /// Begins a log with the batches that are not finished.
    @discardableResult
    private static func newLog(_ state: inout State, _ folder: Folder) throws(SystemFailure) -> LogFile {
        state.lastNumber += 1
        let log = try LogFile(IndexFile(day: Clock.day(Clock.wall), number: state.lastNumber, .log), in: folder)
        try folder.sync()
        (state.log, state.isBroken) = (log, false)
        guard !state.batches.isEmpty else { return log }
        do throws(SystemFailure) {
            for batch in state.batches.keys {
                let run = nextRun(&state)
                state.batches[batch]?.logged.run = run
                if let logged = state.batches[batch]?.logged { try log.write(batch, logged) }
            }
            try log.sync()
        } catch {
            state.isBroken = true
            throw error
        }
        return log
    }

    /// The number of a run, which no run of a batch has that was logged before.
    private static func nextRun(_ state: inout State) -> UInt64 {
        state.lastRun = max(state.lastRun + 1, UInt64(clamping: Clock.wall))
        return state.lastRun
    }

    private func write(
        _ log: LogFile,
        _ state: inout State,
        _ body: (LogFile) throws(SystemFailure) -> Void
    ) throws(SystemFailure) {
        do throws(SystemFailure) { try body(log) } catch {
            state.isBroken = true
            throw error
        }
    }

    private func sync(_ log: LogFile) throws(SystemFailure) {
        do throws(SystemFailure) { try log.sync() } catch {
            // The system may count its pages as written now; all of it is written again elsewhere.
            state.withLock { $0.isBroken = true }
            throw error
        }
    }

    // MARK: Segments

    /// Writes the open articles as a segment, and begins a new log with the batches that are not finished.
    ///
    /// The new log comes first. As soon as there is a segment with the number of a log, the log is one too many.
    private func seal(_ state: inout State) throws(SystemFailure) {
        guard let old = state.log else { return }
        let new = try Self.newLog(&state, folder)
        let name = IndexFile(day: old.name.day, number: old.name.number, .segment)
        let segment = try ArticleSegment.write(state.open, as: name, from: state.firstOpen, in: folder)
        if let segment { state.segments.append(segment) }
        for number in state.firstOpen...old.name.number {
            try folder.remove(IndexFile(day: old.name.day, number: number, .log).path)
        }
        try folder.sync()
        (state.open, state.firstOpen) = (OpenArticles(), new.name.number)
        try Self.merge(&state, folder)
        try Self.expire(&state, folder)
    }

    /// Merges the last segments of one day while the one before is not much larger.
    private static func merge(_ state: inout State, _ folder: Folder) throws(SystemFailure) {
        for kind in kinds {
            while true {
                let pair = Array(state.segments.filter { $0.name.kind == kind }.suffix(2))
                guard pair.count == 2, areToMerge(pair) else { break }
                try replace(pair, &state, folder)
            }
        }
    }

    /// The kinds of segments: each takes the place of others of its kind only.
    private static let kinds = [IndexFile.Kind.segment, .long]

    private static func areToMerge(_ pair: [ArticleSegment]) -> Bool {
        fit(pair) && pair[0].count < 2 * pair[1].count
    }

    private static func fit(_ pair: [ArticleSegment]) -> Bool {
        pair[0].name.day == pair[1].name.day && pair[0].count + pair[1].count <= most
    }

    /// Writes two segments, one behind the other, as one with the number of the last; then the first is one too many.
    private static func replace(
        _ pair: [ArticleSegment],
        _ state: inout State,
        _ folder: Folder
    ) throws(SystemFailure) {
        guard let merged = try ArticleSegment.merge(pair, as: pair[1].name, in: folder),
            let place = state.segments.firstIndex(where: { $0 === pair[1] })
        else { return }
        state.segments[place] = merged
        state.segments.removeAll { $0 === pair[0] }
        try folder.remove(pair[0].name.path)
        try folder.sync()
    }

    /// Removes the days before the window.
    private static func expire(_ state: inout State, _ folder: Folder) throws(SystemFailure) {
        let days = Set(state.segments.map(\.name.day))
        let oldest = Retention.firstKept(of: Array(days), keeping: min(state.days, 36_500), at: Clock.wall)
        guard let oldest else { return }
        for segment in state.segments where segment.name.day < oldest { try folder.remove(segment.name.path) }
        state.segments.removeAll { $0.name.day < oldest }
    }

    // MARK: Opening

    /// Opens segments, and writes what logs hold as one more: they are written no more.
    ///
    /// Batches that are not finished begin a new log.
    private static func recover(
        _ state: inout State,
        _ folder: Folder,
        _ uncommitted: Set<String>,
        _ unfinished: Set<String>
    ) throws(SystemFailure) {
        for entry in try folder.entries(withHidden: true) where entry.name.hasEnding(".draft") {
            try folder.remove(entry.name)
        }
        let logs = try load(&state, folder, uncommitted, keeping: unfinished)
        let parts = Set(state.batches.values.flatMap { $0.logged.parts.map(\.name.path) })
        for entry in try folder.entries() where IndexFile(entry.name)?.kind == .part && !parts.contains(entry.name) {
            try folder.remove(entry.name)
        }
        if let first = logs.first, let last = logs.last {
            if !state.batches.isEmpty { try newLog(&state, folder) }
            let name = IndexFile(day: last.day, number: last.number, .segment)
            let segment = try ArticleSegment.write(state.open, as: name, from: first.number, in: folder)
            if let segment { state.segments.append(segment) }
            for log in logs { try folder.remove(log.path) }
            try folder.sync()
            state.open = OpenArticles()
        }
        state.firstOpen = state.log?.name.number ?? state.lastNumber + 1
        try merge(&state, folder)
        try expire(&state, folder)
    }

    /// Opens segments, and reads what logs hold.
    ///
    /// - Parameter unfinished: the batches whose articles can still be forgotten; `nil` where nothing is to be written.
    /// - Returns: the logs.
    @discardableResult
    private static func load(
        _ state: inout State,
        _ folder: Folder,
        _ uncommitted: Set<String>,
        keeping unfinished: Set<String>? = nil
    ) throws(SystemFailure) -> [IndexFile] {
        let removes = unfinished != nil
        let files = try folder.entries().compactMap { IndexFile($0.name) }.sorted { $0.number < $1.number }
        state.lastNumber = files.last?.number ?? 0
        // From the last to the first: a segment tells which files before it are one too many.
        var covered: [IndexFile.Kind: [ClosedRange<Int>]] = [:]
        func isCovered(_ file: IndexFile, by kind: IndexFile.Kind) -> Bool {
            covered[kind, default: []].contains { $0.contains(file.number) }
        }
        for file in files.reversed() where kinds.contains(file.kind) {
            if isCovered(file, by: file.kind) {
                if removes { try folder.remove(file.path) }
            } else if let segment = try existing({ () throws(SystemFailure) in try ArticleSegment(file, in: folder) }) {
                covered[file.kind, default: []].append(segment.first...file.number)
                state.segments.insert(segment, at: 0)
            } else if removes {
                // It tells nothing any more, and is no reason to stand still.
                try folder.move(file.path, to: folder, replacing: file.path.adding(".damaged"))
            }
        }
        var batches = LoggedBatches()
        var logs: [IndexFile] = []
        for log in files where log.kind == .log {
            if isCovered(log, by: .segment) {
                if removes { try folder.remove(log.path) }
                continue
            }
            try existing { () throws(SystemFailure) in try LogFile.read(log, in: folder, into: &batches) }
            logs.append(log)
        }
        for name in batches.order where !uncommitted.contains(name) {
            guard let logged = batches.batches[name] else { continue }
            if unfinished?.contains(name) == false {
                try keep(logged, &state, folder)
            } else {
                var batch = Unfinished(logged)
                try batch.count(in: folder)
                state.batches[name] = batch
            }
        }
        if removes { try folder.sync() }
        return logs
    }

    /// What is there; a service may have removed it since it was listed.
    @discardableResult
    private static func existing<Result>(
        _ body: () throws(SystemFailure) -> Result?
    ) throws(SystemFailure) -> Result? {
        do throws(SystemFailure) { return try body() } catch  where error.code == ENOENT { return nil }
    }
}

extension ArticleIndex {
    /// What there is to tell of an index.
    public struct Statistics: Equatable, Sendable {
        /// How many articles it holds.
        public var articles = 0
        /// How many sampled shingles.
        public var shingles = 0
        /// How many bytes its files have.
        public var bytes = 0
        /// How many files hold articles that are sorted.
        public var segments = 0
        /// How many articles each day has.
        public var days: [String: Int] = [:]
    }

    /// Counts what the index holds.
    public func statistics() throws(SystemFailure) -> Statistics {
        var statistics = Statistics()
        let (segments, memory) = state.withLock { ($0.files, $0.memory) }
        for segment in segments {
            statistics.articles += segment.count
            statistics.shingles += segment.postings
            statistics.days[segment.name.day, default: 0] += segment.count
        }
        statistics.segments = segments.count
        for open in memory {
            statistics.articles += open.count
            for number in 0..<open.count {
                statistics.days[Clock.day(Int64(open.article(number).time) * 1_000_000_000), default: 0] += 1
            }
        }
        try folder.forEachEntry { (entry) throws(SystemFailure) in
            if IndexFile(entry.name) != nil { statistics.bytes += try folder.status(entry.name)?.size ?? 0 }
            return true
        }
        return statistics
    }

    /// Writes all articles of one day as one segment, as far as they fit, and removes what is too old.
    public func compact() throws(SystemFailure) {
        try state.withLock { (state) throws(SystemFailure) in
            if state.open.count > 0 { try seal(&state) }
            for kind in Self.kinds {
                var place = 0
                while true {
                    let pair = Array(state.segments.filter { $0.name.kind == kind }.dropFirst(place).prefix(2))
                    guard pair.count == 2 else { break }
                    if Self.fit(pair) { try Self.replace(pair, &state, folder) } else { place += 1 }
                }
            }
            try Self.expire(&state, folder)
        }
    }

    /// Calls `body` with all that is known of each article, those of a segment in no order.
    public func forEach<Failure: Error>(
        _ body: (_ name: [UInt8], _ time: Int, Sketch) throws(Failure) -> Void
    ) throws(Failure) {
        let (segments, memory) = state.withLock { ($0.files, $0.memory) }
        for segment in segments {
            var samples = [[UInt32]](repeating: [], count: segment.count)
            for index in 0..<segment.postings {
                let posting = segment.posting(index)
                let number = Int(posting & 0xFFFF_FFFF)
                if number < samples.count { samples[number].append(UInt32(posting >> 32)) }
            }
            for number in 0..<segment.count {
                let (article, name) = (segment.article(number), segment.name(of: number))
                try body(name, article.time, Sketch(article, samples[number]))
            }
        }
        for open in memory {
            let (order, postings) = open.sorted()
            var samples = [[UInt32]](repeating: [], count: order.count)
            for posting in postings { samples[Int(posting & 0xFFFF_FFFF)].append(UInt32(posting >> 32)) }
            for (place, number) in order.enumerated() {
                let (article, name) = (open.article(number), open.name(of: number))
                try body(name, article.time, Sketch(article, samples[place]))
            }
        }
    }
}

extension Sketch {
    /// The sketch of which an index keeps this.
    fileprivate init(_ article: StoredArticle, _ sample: [UInt32]) {
        self.init(article.traits, step: 1 << article.level, sample: sample)
    }
}

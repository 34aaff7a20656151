internal import Dispatch
public import GalleyDelivery
public import GalleyPipeline
internal import GalleyText
internal import Synchronization

/// One pipeline at work: its spool, what it knows of the inbox, and its couriers.
///
/// It **starts** by taking up what is half done, then it **runs**: whenever a courier is idle it gets the files that
/// are ready, and never waits for more. At an obstacle it is **paused**: nothing is taken, and when all couriers are
/// idle it takes up what is half done again, until that succeeds. Asked to stop it **drains**: what was claimed is
/// finished.
public actor Station {
    /// Where it is in its life.
    public enum Phase: Equatable, Sendable {
        case starting, running, draining, stopped
        case paused(Obstacle)
    }

    /// How it ended.
    public enum Ending: Equatable, Sendable {
        /// It was asked to, or, with `isOnce`, all was done.
        case done(setAside: Int)
        /// With `isOnce`: an obstacle.
        case obstacle(Obstacle)
    }

    private nonisolated let executor = QueueExecutor(label: "galley.station")
    /// What runs the actor: its queue.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    private let spool: Spool
    private var pipeline: Pipeline
    private let isOnce: Bool
    private let journal: Journal
    private var inbox: Inbox
    private var watch: InboxWatch?

    private let counter: Counter
    /// Where it is tidied up beside all else.
    private let chores = DispatchQueue(label: "galley.chores")
    private let isTidying = Atomic<Bool>(true)
    private let queues: [DispatchQueue]
    private var idle: [Int]
    private(set) var phase = Phase.starting
    private var timer: (any DispatchSourceTimer)?
    private var nextScan: Int64 = 0
    /// Whether it is about to go on with a scan.
    private var goesOn = false
    private var nextPruning: Int64 = 0
    private var nextTry: Int64 = 0
    private var tries = 0
    /// What was told of files since the last batch that met no obstacle: it is told again where they are tried again.
    private let reported = Mutex<Set<String>>([])
    /// The obstacle that was told of last, until it is over.
    private var told: Obstacle?
    /// Folders in the inbox of which it was told that they are left alone.
    private var toldFolders: Set<Path> = []
    /// Why a committed batch waits that could not be finished, if one does.
    private var kept: Obstacle?
    private var nextFinish: Int64 = 0
    /// Why a file could not be taken.
    private var lastStuck: SystemFailure?
    private var lastProgress = -1
    private var isReady: (@Sendable () -> Void)?
    private var ending: CheckedContinuation<Ending, Never>?
    private(set) var totals = Totals()

    /// A station for a pipeline, with its spool locked.
    ///
    /// - Parameters:
    ///   - workers: how many batches are in flight at once.
    ///   - isOnce: it ends when the inbox is empty, or at the first obstacle.
    public init(_ pipeline: Pipeline, _ spool: Spool, workers: Int, isOnce: Bool = false, _ journal: Journal) {
        (self.pipeline, self.spool, self.isOnce, self.journal) = (pipeline, spool, isOnce, journal)
        let filesystem = try? Filesystem(of: spool.path.file(Path("inbox")))
        inbox = Inbox(spool, pipeline.delivery, asksForLeases: filesystem?.isRemote != true)
        queues = (0..<workers).map { DispatchQueue(label: "galley.courier.\($0)") }
        idle = Array((0..<workers).reversed())
        counter = Counter(spool.path)
        if !isOnce { watch = InboxWatch(spool.path.file(Path("inbox")), filesystem) }
    }

    /// Works until it is asked to stop, or, with `isOnce`, until all is done.
    ///
    /// - Parameter isReady: called when what was half done is finished, or cannot be, and the inbox is watched.
    public func run(isReady: @escaping @Sendable () -> Void = {}) async -> Ending {
        self.isReady = isReady
        return await withCheckedContinuation { continuation in
            ending = continuation
            let timer = DispatchSource.makeTimerSource(queue: executor.queue)
            timer.setEventHandler { [weak self] in self?.assumeIsolated { $0.wake() } }
            timer.activate()
            self.timer = timer
            recover()
        }
    }

    /// Finishes what is in flight, and then ends `run`.
    public func stop() {
        guard phase != .stopped else { return }
        if phase != .draining {
            phase = .draining
            spool.endsByRequest()
            inbox.forgetReady()
            if !isAllIdle { tell(.drains(pipeline: pipeline.name, inFlight: queues.count - idle.count)) }
        }
        endIfDone()
    }

    /// Takes another pipeline for all batches that begin from now on.
    ///
    /// - Precondition: it has the same spool.
    public func reload(_ pipeline: Pipeline) {
        precondition(pipeline.spool?.path == self.pipeline.spool?.path, "a station keeps its spool")
        self.pipeline = pipeline
        inbox.delivery = pipeline.delivery
        totals.forgetRefusals()
        tell(.reloaded(pipeline: pipeline.name, digest: pipeline.digest.description))
        // What was in the way may be so no longer.
        nextTry = 0
        wake()
    }

    /// All that there is to tell.
    func status() async -> StationStatus {
        // Of a million files it takes seconds; the work goes on meanwhile.
        let census = await counter.census(subfolders: pipeline.delivery.subfolders)
        return StationStatus(
            pipeline: pipeline.name,
            path: pipeline.path,
            digest: pipeline.digest.description,
            spool: spool.path,
            outbox: Path(pipeline.spool?.outbox ?? ""),
            phase: phase,
            filesystem: watch?.filesystem ?? "",
            isBlind: watch?.isBlind ?? false,
            census: census,
            kept: kept,
            waiting: inbox.waitingCount,
            workers: queues.count,
            busy: queues.count - idle.count,
            totals: totals
        )
    }

    /// What goes on, in a few words.
    var summary: String {
        let state =
            switch phase {
            case .starting: "starting"
            case .running: "running"
            case .draining: "stopping"
            case .stopped: "stopped"
            case .paused(let obstacle): "waits: \(obstacle.message)"
            }
        return "\(pipeline.name) \(state), delivered \(totals.files), set aside \(totals.setAside)"
    }

    /// Says why another pipeline cannot take the place of its own, if it cannot.
    func refuse(_ next: Pipeline) -> String? {
        guard next.spool?.path == pipeline.spool?.path, next.name == pipeline.name else {
            return refuse("\(next.path): its name or spool is another; that takes a restart\n")
        }
        return nil
    }

    /// Notes that a new file is not taken.
    func refuse(_ why: String) -> String {
        totals.note("reload refused: \(why)", isRefusal: true)
        tell(.reloadRefused(pipeline: pipeline.name, why: why))
        return why
    }

    /// Whether it works: some courier has gone on since the last call, or none has anything to do.
    public func isAlive() -> Bool {
        let progress = spool.progress.load(ordering: .relaxed)
        defer { lastProgress = progress }
        return isAllIdle || progress != lastProgress
    }

    // MARK: Recovery

    private var isAllIdle: Bool { idle.count == queues.count }

    /// Takes up what is half done, while nothing else is in flight.
    private func recover() {
        guard isAllIdle, let worker = idle.popLast() else { return }
        let courier = courier(worker, isRecovery: true)
        queues[worker].async {
            let delivered = courier.recover()
            self.executor.queue.async { self.assumeIsolated { $0.recovered(worker, delivered) } }
        }
    }

    private func recovered(_ worker: Int, _ delivered: Delivered) {
        idle.append(worker)
        totals.add(delivered)
        inbox.done([], delivered)
        kept = delivered.kept
        if let obstacle = delivered.obstacle {
            pause(obstacle)
        } else {
            nextFinish = Clock.monotonic + Int64(pipeline.delivery.rescan) * 1_000_000_000
            if phase != .draining { phase = .running }
            reported.withLock { $0.removeAll() }
            nextScan = 0
        }
        if let isReady {
            self.isReady = nil
            tell(.started(pipeline: pipeline.name, spool: spool.path, workers: queues.count))
            Task {
                await startWatching()
                isReady()
                wake()
            }
        }
        wake()
    }

    private func pause(_ obstacle: Obstacle) {
        inbox.forgetReady()
        tries += 1
        nextTry = Clock.monotonic + Int64(min(1 << min(tries - 1, 4), 5)) * 1_000_000_000
        guard phase != .draining else { return }
        phase = .paused(obstacle)
        guard told != obstacle else { return }
        told = obstacle
        totals.note(obstacle.message)
        tell(.paused(pipeline: pipeline.name, obstacle))
    }

    // MARK: The day's work

    /// For how many nanoseconds it looks at files before it does what else there is to do.
    private static let turn: Int64 = 20_000_000

    /// Does what is due: another look at files that wait, a scan, another try.
    private func wake() {
        let now = Clock.monotonic
        do throws(SystemFailure) {
            switch phase {
            case .paused where isAllIdle && now >= nextTry: recover()
            case .running where kept != nil && now >= nextFinish && isAllIdle: recover()
            case .running:
                try inbox.lookAgain(at: now, for: Self.turn)
                try scan(at: now)
            case .starting, .draining, .stopped, .paused: break
            }
        } catch {
            pause(.system(error))
        }
        dispatch()
    }

    /// Begins a scan that is due, and goes on with it.
    private func scan(at now: Int64) throws(SystemFailure) {
        if !inbox.isScanning {
            guard now >= nextScan else { return }
            let rescan = watch?.isBlind == true ? min(2, pipeline.delivery.rescan) : pipeline.delivery.rescan
            nextScan = now + Int64(rescan) * 1_000_000_000
            if let fault = try spool.inboxFault() { return pause(fault) }
            try inbox.beginScan()
        }
        // Files that are never complete do not hold it up for long.
        try inbox.goOn(at: now, for: Self.turn, waits: now < nextScan)
        if told != nil {
            tell(.resumed(pipeline: pipeline.name))
            totals.note("it goes on")
        }
        (told, tries) = (nil, 0)
        guard !inbox.isScanning else {
            if now < nextScan ? inbox.hasRoom : !inbox.isFull { goOn() }
            return
        }
        if inbox.hasMore {
            nextScan = 0
        } else if inbox.isCrowded {
            nextScan = now + 1_000_000_000
        }
        for (folder, why) in inbox.closed where toldFolders.insert(folder).inserted {
            tell(.leavesFolder(pipeline: pipeline.name, folder, why: why))
        }
        if let watch, !watch.isBlind, watch.misses(inbox.folders) { Task { await startWatching() } }
        guard now >= nextPruning else { return }
        nextPruning = now + 3_600_000_000_000
        prune()
    }

    /// Goes on when all that waits for the queue has had its turn.
    private func goOn() {
        guard !goesOn else { return }
        goesOn = true
        executor.queue.async {
            self.assumeIsolated { station in
                station.goesOn = false
                station.wake()
            }
        }
    }

    /// Removes what is too old from the archive: beside the work, or, with `isOnce`, before it ends.
    private func prune() {
        let (spool, days) = (spool, pipeline.delivery.archiveDays)
        let prune: @Sendable () -> Result<Void, SystemFailure> = {
            Result { () throws(SystemFailure) in
                try spool.pruneArchive(keeping: days) { self.isTidying.load(ordering: .relaxed) }
            }
        }
        if isOnce { return pruned(prune()) }
        chores.async {
            let result = prune()
            self.executor.queue.async { self.assumeIsolated { $0.pruned(result) } }
        }
    }

    private func pruned(_ result: Result<Void, SystemFailure>) {
        if case .failure(let failure) = result { tell(.archiveKept(pipeline: pipeline.name, failure)) }
    }

    /// Gives every idle courier the files that are ready.
    private func dispatch() {
        while phase == .running, let worker = idle.last {
            let batch = inbox.next()
            guard !batch.isEmpty else { break }
            idle.removeLast()
            let (courier, files) = (courier(worker), batch)
            queues[worker].async {
                let delivered = courier.deliver(files)
                self.executor.queue.async { self.assumeIsolated { $0.finished(worker, files, delivered) } }
            }
        }
        endIfDone()
        arm()
    }

    private func finished(_ worker: Int, _ batch: [Candidate], _ delivered: Delivered) {
        idle.append(worker)
        inbox.done(batch, delivered)
        lastStuck = delivered.stuck.values.first ?? lastStuck
        totals.add(delivered)
        if let obstacle = delivered.obstacle { pause(obstacle) } else { reported.withLock { $0.removeAll() } }
        wake()
    }

    private func courier(_ worker: Int, isRecovery: Bool = false) -> Courier {
        let (journal, name, kept) = (journal, pipeline.name, kept)
        let isAgain = isRecovery && tries > 1
        return Courier(spool, pipeline, worker: worker) { event in
            // What is tried again every few seconds is told once, and counted once.
            switch event {
            case .resumed where isAgain: return
            case .kept(_, let obstacle) where isRecovery && obstacle == kept: return
            case .leftOut, .heldBack, .dropped:
                let isNew = self.reported.withLock { $0.insert(event.message).inserted }
                if isRecovery && !isNew { return }
            default: break
            }
            journal.tell(FileEvent(pipeline: name, event: event))
            self.executor.queue.async { self.assumeIsolated { $0.totals.add(event) } }
        }
    }

    /// Sets the timer for what is due next.
    private func arm() {
        let due: Int64? =
            switch phase {
            case .running: min(inbox.isScanning && inbox.isFull ? .max : nextScan, inbox.nextLook ?? .max)
            case .paused where isAllIdle: nextTry
            case .starting, .draining, .stopped, .paused: nil
            }
        guard let due else { return }
        let nanoseconds = max(1_000_000, due - Clock.monotonic)
        timer?.schedule(deadline: .now() + .nanoseconds(Int(nanoseconds)), leeway: .milliseconds(10))
    }

    private func endIfDone() {
        guard isAllIdle, let ending else { return }
        switch phase {
        case .draining: break
        case .paused(let obstacle) where isOnce: return end(ending, .obstacle(obstacle))
        case .running
        where isOnce && nextScan > 0 && !inbox.isScanning && inbox.isEmpty && !inbox.hasMore && !inbox.isCrowded
            && !inbox.isSettling:
            break
        case .starting, .running, .stopped, .paused: return
        }
        if isOnce, let kept { return end(ending, .obstacle(kept)) }
        if isOnce, let failure = inbox.unread { return end(ending, .obstacle(.system(failure))) }
        if isOnce, inbox.hasStuck, let lastStuck { return end(ending, .obstacle(.system(lastStuck))) }
        end(ending, .done(setAside: totals.setAside))
    }

    private func end(_ continuation: CheckedContinuation<Ending, Never>, _ result: Ending) {
        phase = .stopped
        isTidying.store(false, ordering: .relaxed)
        ending = nil
        timer?.cancel()
        let watch = watch
        Task { await watch?.stop() }
        tell(.stopped(pipeline: pipeline.name, delivered: totals.files))
        continuation.resume(returning: result)
    }

    private func tell(_ event: ServiceEvent) { journal.tell(event) }

    // MARK: Hints

    private func startWatching() async {
        guard let watch else { return }
        if watch.isBlind { return tell(.polls(pipeline: pipeline.name, filesystem: watch.filesystem)) }
        do throws(SystemFailure) {
            try await watch.start(inbox.folders) { hints in
                self.executor.queue.async { self.assumeIsolated { $0.take(hints) } }
            }
        } catch {
            tell(.watchLost(pipeline: pipeline.name, why: error.message))
        }
        // What came before the watch began is found by looking.
        nextScan = 0
        arm()
    }

    private func take(_ hints: [InboxWatch.Hint]) {
        guard phase == .running else { return }
        let now = Clock.monotonic
        do throws(SystemFailure) {
            for hint in hints {
                switch hint {
                case .file(let name, let below, let isComplete):
                    try inbox.look(at: name, below: below, isComplete: isComplete, isMade: !isComplete, at: now)
                case .lost: nextScan = 0
                }
            }
            if inbox.hasMore, !inbox.isScanning { nextScan = 0 }
        } catch {
            pause(.system(error))
        }
        wake()
    }
}

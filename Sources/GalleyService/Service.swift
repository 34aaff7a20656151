public import GalleyDelivery
public import GalleyPipeline
internal import Glibc
internal import Synchronization

/// The process's life: pipelines that work side by side, until a signal ends them.
public actor Service {
    /// Why it cannot start.
    public enum Fault: Error, Sendable {
        /// A pipeline file names no spool.
        case noSpool(Pipeline)
        /// Two pipelines have one spool, or one name.
        case alike(Pipeline, Pipeline)
        /// A spool cannot be opened.
        case spool(SpoolError)

        /// What is wrong and what would be right.
        public var message: String {
            switch self {
            case .noSpool(let pipeline):
                "\(pipeline.path) names no spool, so there is no inbox to watch; add spool: spool"
            case .alike(let one, let other) where one.spool == other.spool:
                "\(one.path) and \(other.path) have one spool, \(one.spool?.path ?? ""); each needs its own"
            case .alike(let one, let other): "\(one.path) and \(other.path) are both named \(one.name)"
            case .spool(let error): error.message
            }
        }
    }

    private let stations: [(path: String, station: Station)]
    private let journal: Journal
    private let notify: NotifySocket
    private var readyCount = 0
    private var isStopping = false
    private var beat: Task<Void, Never>?

    /// Opens the spools of pipelines.
    ///
    /// - Parameters:
    ///   - workers: how many batches each has in flight at once.
    ///   - isOnce: it ends when all inboxes are empty, or at the first obstacle.
    public init(
        _ pipelines: [Pipeline],
        workers: Int,
        isOnce: Bool = false,
        journal: Journal,
        notify: NotifySocket = NotifySocket()
    ) throws(Fault) {
        (self.journal, self.notify) = (journal, notify)
        var stations: [(path: String, station: Station)] = []
        for (number, pipeline) in pipelines.enumerated() {
            guard let spool = pipeline.spool else { throw .noSpool(pipeline) }
            let twin = pipelines[..<number].first { $0.spool?.path == spool.path || $0.name == pipeline.name }
            if let twin { throw .alike(twin, pipeline) }
            do throws(SpoolError) {
                let open = try Spool(Path(spool.path))
                let station = Station(pipeline, open, workers: workers, isOnce: isOnce, journal)
                stations.append((pipeline.path, station))
            } catch {
                throw .spool(error)
            }
        }
        self.stations = stations
    }

    /// Works until a signal ends it, or, with `isOnce`, until all is done.
    public func run() async -> [Station.Ending] {
        // A lease on a file that its writer opens again is told by SIGIO, which would end the process.
        signal(SIGIO, SIG_IGN)
        signal(SIGPIPE, SIG_IGN)
        let signals = Signals { [weak self] signal in Task { await self?.take(signal) } }
        await signals.start()
        let endings = await withTaskGroup(of: Station.Ending.self) { group in
            for (_, station) in stations {
                group.addTask { await station.run { Task { await self.oneIsReady() } } }
            }
            var endings: [Station.Ending] = []
            for await ending in group { endings.append(ending) }
            return endings
        }
        beat?.cancel()
        notify.tell(.stopping)
        return endings
    }

    private func oneIsReady() {
        readyCount += 1
        guard readyCount == stations.count else { return }
        notify.tell(.ready)
        beat = Task {
            let interval = notify.watchdog.map { $0 / 2 } ?? .seconds(10)
            while !Task.isCancelled {
                await tellState()
                try? await Task.sleep(for: interval)
            }
        }
    }

    /// Tells the manager what goes on, and, if something does, that the service is alive.
    private func tellState() async {
        var isAlive = true
        var words: [String] = []
        for (_, station) in stations {
            if await !station.isAlive() { isAlive = false }
            words.append(await station.summary)
        }
        notify.tell(.status(words.joined(separator: "; ")))
        if isAlive { notify.tell(.watchdog) }
    }

    private func take(_ signal: Signals.Signal) async {
        switch signal {
        case .hangUp: await reload()
        case .terminate, .interrupt:
            // The second ends at once: what is in flight is taken up by the next process.
            if isStopping { _exit(128 + (signal == .interrupt ? SIGINT : SIGTERM)) }
            isStopping = true
            notify.tell(.stopping)
            for (_, station) in stations { await station.stop() }
        }
    }

    /// Loads all pipeline files anew, with all that they name.
    ///
    /// - Returns: what is wrong with each that is; it goes on with what it had.
    @discardableResult
    public func reload() async -> [String] {
        notify.tell(.reloading)
        defer { notify.tell(.ready) }
        var faults: [String] = []
        for (path, station) in stations {
            if let fault = await station.reload(from: path) { faults.append(fault) }
        }
        return faults
    }
}

extension Station {
    /// Loads its pipeline file anew; a wrong one changes nothing.
    ///
    /// - Returns: what is wrong with it.
    func reload(from path: String) -> String? {
        do throws(PipelineErrors) {
            let next = try Pipeline.load(path: path)
            if let fault = refuse(next) { return fault }
            reload(next)
            return nil
        } catch {
            return refuse(error.description)
        }
    }
}

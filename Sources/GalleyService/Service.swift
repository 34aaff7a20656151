internal import CLinux
public import GalleyDelivery
public import GalleyPipeline
internal import GalleyText
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

    /// What is told of the pipelines' numbers, and where.
    public struct Reporting: Sendable {
        /// A file for node_exporter's textfile collector.
        public var file: Path?
        /// Where they are served.
        public var address: MetricsAddress?

        /// Nowhere.
        public init() {}
    }

    private struct Place: Sendable {
        let pipeline: String
        let path: String
        let spool: Path
        let station: Station
    }

    private let places: [Place]
    private let reporting: Reporting
    private let journal: Journal
    private let notify: NotifySocket
    private var readyCount = 0
    private let isOnce: Bool
    private var isStopping = false

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
        reporting: Reporting = Reporting(),
        notify: NotifySocket = NotifySocket()
    ) throws(Fault) {
        (self.journal, self.notify, self.reporting, self.isOnce) = (journal, notify, reporting, isOnce)
        var places: [Place] = []
        for (number, pipeline) in pipelines.enumerated() {
            guard let spool = pipeline.spool else { throw .noSpool(pipeline) }
            let twin = pipelines[..<number].first { $0.spool?.path == spool.path || $0.name == pipeline.name }
            if let twin { throw .alike(twin, pipeline) }
            do throws(SpoolError) {
                let open = try Spool(Path(spool.path))
                let station = Station(pipeline, open, workers: workers, isOnce: isOnce, journal)
                places.append(
                    Place(pipeline: pipeline.name, path: pipeline.path, spool: open.path, station: station)
                )
            } catch {
                throw .spool(error)
            }
        }
        self.places = places
    }

    /// Works until a signal ends it, or, with `isOnce`, until all is done.
    public func run() async -> [Station.Ending] {
        // A lease on a file that its writer opens again is told by SIGIO, which would end the process.
        signal(SIGIO, SIG_IGN)
        signal(SIGPIPE, SIG_IGN)
        let (controls, server) = isOnce ? ([], nil) : await listen()
        let beats = [Task { await self.tellStates() }, Task { await self.tellMetrics() }]
        let signals = Signals { [weak self] signal in Task { await self?.take(signal) } }
        await signals.start()
        let endings = await withTaskGroup(of: Station.Ending.self) { group in
            for station in places.map(\.station) {
                group.addTask { await station.run { Task { await self.oneIsReady() } } }
            }
            var endings: [Station.Ending] = []
            for await ending in group { endings.append(ending) }
            return endings
        }
        for beat in beats { beat.cancel() }
        for beat in beats { await beat.value }
        await writeMetrics()
        for control in controls { await control.stop() }
        await server?.stop()
        notify.tell(.stopping)
        return endings
    }

    private func oneIsReady() {
        readyCount += 1
        guard readyCount == places.count else { return }
        notify.tell(.ready)
        // Reading the pipelines took much that is free now.
        linux_trim_heap()
    }

    private func tellStates() async {
        let interval = notify.watchdog.map { $0 / 2 } ?? .seconds(10)
        while !Task.isCancelled {
            await tellState(every: interval)
            try? await Task.sleep(for: interval)
        }
    }

    /// Tells the manager what goes on, and, if something does, that the service is alive.
    private func tellState(every interval: Duration) async {
        var isAlive = true
        var words: [String] = []
        for station in places.map(\.station) {
            if await !station.isAlive() { isAlive = false }
            words.append(await station.summary)
        }
        notify.tell(.status(words.joined(separator: "; ")))
        if isAlive { notify.tell(.watchdog) }
        // A long file is begun again at the start, and finished at the stop, as long as it gets on.
        if isAlive, readyCount < places.count || isStopping { notify.tell(.extendTimeout(interval * 3)) }
    }

    /// Writes the numbers to their file, apart from the watchdog, which must not wait for them.
    private func tellMetrics() async {
        while reporting.file != nil, !Task.isCancelled {
            await writeMetrics()
            try? await Task.sleep(for: .seconds(10))
        }
    }

    private func writeMetrics() async {
        guard let file = reporting.file else { return }
        do throws(SystemFailure) { try MetricsFile(file).write(await metrics()) } catch {
            journal.tell(ServiceEvent.unheard(error))
        }
    }

    private func metrics() async -> Metrics {
        var metrics = Metrics()
        for place in places { await place.station.status().add(to: &metrics) }
        return metrics
    }

    /// Opens the sockets by which it is asked; without one the work goes on all the same.
    private func listen() async -> ([ControlSocket], MetricsServer?) {
        var controls: [ControlSocket] = []
        for place in places {
            let path = ControlPlaces().server(name: place.pipeline, spool: place.spool)
            do throws(SystemFailure) {
                let control = try ControlSocket(path) { request in await self.answer(request, place) }
                await control.start()
                controls.append(control)
            } catch {
                journal.tell(ServiceEvent.unheard(error))
            }
        }
        guard let address = reporting.address else { return (controls, nil) }
        do throws(SystemFailure) {
            let server = try MetricsServer(address) { await self.metrics() }
            await server.start()
            return (controls, server)
        } catch {
            journal.tell(ServiceEvent.unheard(error))
            return (controls, nil)
        }
    }

    /// Answers a request with a line of JSON: `status`, or `reload`.
    private func answer(_ request: String, _ place: Place) async -> [UInt8] {
        var json = JSONWriter()
        switch request {
        case "status": await place.station.status().write(into: &json)
        case "reload":
            notify.tell(.reloading)
            let fault = await place.station.reload(from: place.path)
            notify.tell(.ready)
            json.beginObject()
            json.member("pipeline", place.pipeline)
            json.member("file", place.path)
            json.member("reloaded", fault == nil)
            if let fault {
                json.member("error", fault)
            }
            json.endObject()
        default:
            json.beginObject()
            json.member("error", "no request is named '\(request)'; there are status and reload")
            json.endObject()
        }
        return json.bytes
    }

    private func take(_ signal: Signals.Signal) async {
        switch signal {
        case .hangUp: await reload()
        case .terminate, .interrupt:
            // The second ends at once: what is in flight is taken up by the next process.
            if isStopping { _exit(128 + (signal == .interrupt ? SIGINT : SIGTERM)) }
            isStopping = true
            notify.tell(.stopping)
            for station in places.map(\.station) { await station.stop() }
        }
    }

    /// Loads all pipeline files anew, with all that they name.
    private func reload() async {
        notify.tell(.reloading)
        for place in places { _ = await place.station.reload(from: place.path) }
        notify.tell(.ready)
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
            linux_trim_heap()
            return nil
        } catch {
            return refuse(error.description)
        }
    }
}

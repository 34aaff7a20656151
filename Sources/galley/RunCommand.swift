internal import Dispatch
internal import GalleyDelivery
internal import GalleyPipeline
internal import GalleyService
internal import Glibc
internal import Synchronization

extension Command {
    /// The service: from inbox to outbox, until a signal ends it.
    static let serve = Command(
        "run",
        "Watches inboxes, cleans what arrives, and delivers it, until SIGTERM.",
        operands: Operands("PIPELINE…", 1...),
        options: [
            .flag("once", "Clean what is in the inboxes, and end."),
            .value(
                "workers",
                "N",
                "How many batches each pipeline has in flight; else one more than processors, up to 4."
            ),
            .value("metrics-file", "FILE", "Write metrics there for Prometheus's node_exporter, as NAME.prom."),
            .value("metrics", "ADDRESS", "Serve metrics: /path/of.sock, or a port of the loopback interface."),
            .choice("log", "FORM", Journal.Form.self, "How events are written on standard error."),
        ],
        details: """
            Each pipeline file names a spool; a folder stands for the pipeline files in it. Files that arrive in its inbox are cleaned
            and appear in the outbox, whole, each once; the originals go to the archive,
            and what cannot be delivered to the quarantine with its reason beside it.

            SIGTERM and SIGINT finish what is in flight; a second one stops at once, and
            the next run takes it up. SIGHUP loads the pipeline files anew. Under systemd
            it says when it is ready, and that it is alive.

            With --once it ends with 0 if all was delivered, 1 if something was set aside,
            and 75 if an obstacle keeps files waiting.
            """,
        examples: [
            ("galley run news.yaml", "serves until it is told to stop"),
            ("galley run --once news.yaml", "empties the inbox, as from cron"),
        ]
    ) { arguments, console throws(Failure) in
        // One waits for the disk while the others clean.
        let workers = try arguments.workers() ?? min(4, max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) + 1)
        var pipelines: [Pipeline] = []
        for path in try arguments.pipelineFiles() { pipelines.append(try Pipeline.load(path)) }
        let journal = Journal(arguments.choice("log") ?? .text)
        let reporting = try reporting(arguments)
        let isOnce = arguments.has("once")
        let service: Service
        do throws(Service.Fault) {
            service = try Service(
                pipelines,
                workers: workers,
                isOnce: isOnce,
                journal: journal,
                reporting: reporting
            )
        } catch {
            switch error {
            case .noSpool, .alike: throw .settings(error.message)
            case .spool(let error): throw Failure(error)
            }
        }
        return wait { await service.run() }.exitCode(isOnce: isOnce)
    }

    private static func reporting(_ arguments: Arguments) throws(Failure) -> Service.Reporting {
        var reporting = Service.Reporting()
        reporting.file = arguments.path("metrics-file")
        if let file = reporting.file {
            // What may come right is told in the log, and the work goes on; that a device is in its place will not.
            do throws(SystemFailure) { _ = try NamedFile(file) } catch  where error.code == EEXIST {
                throw .system(error)
            } catch {}
        }
        guard let text = arguments.path("metrics") else { return reporting }
        reporting.address = MetricsAddress(text)
        guard reporting.address != nil else {
            throw .usage("--metrics takes /path/of.sock or a port such as 9464, not \(text.quoted)")
        }
        return reporting
    }

    /// Waits on this thread for what runs on others.
    private static func wait<Result: Sendable>(_ body: @escaping @Sendable () async -> Result) -> Result {
        let result = Mutex<Result?>(nil)
        let done = DispatchSemaphore(value: 0)
        Task.detached {
            let value = await body()
            result.withLock { $0 = value }
            done.signal()
        }
        while true {
            done.wait()
            if let value = result.withLock(\.self) { return value }
        }
    }
}

extension Failure {
    /// Why a spool cannot be opened.
    init(_ error: SpoolError) {
        switch error {
        case .taken: self = .busy(error.message)
        case .system(let failure): self = .system(failure)
        }
    }
}

extension [Station.Ending] {
    /// The worst of them.
    fileprivate func exitCode(isOnce: Bool) -> ExitCode {
        guard isOnce else { return .done }
        if contains(where: { if case .obstacle = $0 { true } else { false } }) { return .tryAgain }
        return allSatisfy { $0 == .done(setAside: 0) } ? .done : .partly
    }
}

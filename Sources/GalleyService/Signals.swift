internal import Dispatch
internal import Glibc

/// The signals that steer the service, each told to a handler.
///
/// Signals of one kind that come close together may be told once. They end the process no longer.
public actor Signals {
    /// What the service is asked for.
    public enum Signal: Sendable, CaseIterable {
        /// SIGTERM: finish what is in flight, and end.
        case terminate
        /// SIGINT: the same, from a terminal.
        case interrupt
        /// SIGHUP: load the pipelines anew.
        case hangUp

        var number: Int32 {
            switch self {
            case .terminate: SIGTERM
            case .interrupt: SIGINT
            case .hangUp: SIGHUP
            }
        }
    }

    private nonisolated let executor = QueueExecutor(label: "galley.signals")
    private let handler: @Sendable (Signal) -> Void
    private var sources: [any DispatchSourceSignal] = []

    /// What runs the actor: its queue.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    /// Names who is told.
    public init(_ handler: @escaping @Sendable (Signal) -> Void) { self.handler = handler }

    /// Begins to listen; on return no signal is missed.
    public func start() async {
        precondition(sources.isEmpty, "the signals are listened to already")
        for kind in Signal.allCases {
            // Dispatch sets an action of its own once it listens. Until then the signal must not end the process.
            signal(kind.number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: kind.number, queue: executor.queue)
            let handler = handler
            source.setEventHandler { handler(kind) }
            sources.append(source)
            await withCheckedContinuation { listens in
                source.setRegistrationHandler { listens.resume() }
                source.activate()
            }
        }
    }

    /// Ends listening; from then on the signals are ignored.
    public func stop() {
        for kind in Signal.allCases { signal(kind.number, SIG_IGN) }
        for source in sources { source.cancel() }
        sources = []
    }
}

internal import GalleyDelivery
internal import GalleyPipeline
internal import GalleyService

/// A service that a command is to speak to: of a pipeline, or found by its socket alone.
struct ServiceTarget {
    /// The pipeline; `nil` if it was found by its socket.
    let pipeline: Pipeline?
    /// Where it may listen, the likeliest place first.
    let sockets: [Path]

    /// The services of the pipeline files that the operands name; without an operand, all that are found.
    static func all(_ arguments: Arguments) throws(Failure) -> [ServiceTarget] {
        let places = ControlPlaces()
        guard !arguments.operands.isEmpty else {
            let found = places.all.map { ServiceTarget(pipeline: nil, sockets: [$0]) }
            guard !found.isEmpty else {
                throw .unreachable(
                    "no service is found; name its pipeline file: galley \(arguments.command.name) PIPELINE"
                )
            }
            return found
        }
        var targets: [ServiceTarget] = []
        for path in try arguments.pipelineFiles() {
            let pipeline = try Pipeline.load(path)
            guard let spool = pipeline.spool else { throw .noSpool(pipeline) }
            let sockets = places.candidates(name: pipeline.name, spool: Path(spool.path))
            targets.append(ServiceTarget(pipeline: pipeline, sockets: sockets))
        }
        return targets
    }

    /// Asks the first of the sockets at which somebody listens, and says why nobody answers.
    ///
    /// What listens in a runtime folder may be of another pipeline that has the same name.
    func ask(_ request: String, patience: Duration) throws(ControlFailure) -> (bytes: [UInt8], reply: Reply) {
        var failure: ControlFailure?
        for socket in sockets {
            do throws(ControlFailure) {
                let bytes = try ControlClient(socket, patience: patience).ask(request)
                guard let reply = Reply(bytes) else { throw .cutOff(socket) }
                return (bytes, reply)
            } catch {
                // That somebody may not ask, or is not answered, says more than that no socket is there.
                if failure == nil || !error.isAbsence { failure = error }
                guard error.isAbsence else { break }
            }
        }
        throw failure ?? .cutOff(Path("."))
    }

    /// What to call it in a message.
    var name: String { pipeline?.name ?? sockets.first?.display ?? "" }
}

extension ControlFailure {
    /// Whether there is no service, rather than one that does not answer.
    var isAbsence: Bool {
        guard case .unreachable(let failure) = self else { return false }
        return failure.isAbsence
    }
}

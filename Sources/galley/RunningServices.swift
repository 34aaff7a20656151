internal import GalleyDelivery
internal import GalleyPipeline
internal import GalleyService

/// A service that a command is to speak to: of a pipeline, or found by its socket alone.
struct ServiceTarget {
    /// The pipeline, or what is wrong with its file, which the service may have taken before that; `nil` if the
    /// service was found by its socket.
    let file: Result<Pipeline, PipelineErrors>?
    /// Where it may listen, the likeliest place first.
    let sockets: [Path]

    /// The services of the pipeline files that the operands name; without an operand, all that are found.
    static func all(_ arguments: Arguments) throws(Failure) -> [ServiceTarget] {
        let places = ControlPlaces()
        guard !arguments.operands.isEmpty else {
            let found = places.all.map { ServiceTarget(file: nil, sockets: [$0]) }
            guard !found.isEmpty else {
                throw .unreachable(
                    "no service is found; name its pipeline file: galley \(arguments.command.name) PIPELINE"
                )
            }
            return found
        }
        var targets: [ServiceTarget] = []
        for path in try arguments.pipelineFiles() {
            let file = Result { () throws(PipelineErrors) in try Pipeline.load(path: path.text) }
            let place: PipelineErrors.Whereabouts
            switch file {
            case .success(let pipeline):
                guard let found = pipeline.whereabouts else { throw .noSpool(pipeline) }
                place = found
            case .failure(let errors):
                guard let found = errors.whereabouts else { throw .pipeline(errors) }
                place = found
            }
            let sockets = places.candidates(name: place.name, spool: Path(place.spool))
            targets.append(ServiceTarget(file: file, sockets: sockets))
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

    /// Why it does not answer.
    func complaint(_ failure: ControlFailure) -> String {
        guard failure.isAbsence else { return "\(name): \(failure.message)" }
        return "\(name): no service listens at \(sockets.map(\.quoted).joined(separator: " or "))"
    }

    /// What to call it in a message.
    var name: String { pipeline?.name ?? errors?.whereabouts?.name ?? sockets.first?.display ?? "" }

    /// The pipeline, if its file is known and right.
    var pipeline: Pipeline? { try? file?.get() }

    /// What is wrong with the pipeline's file.
    var errors: PipelineErrors? {
        guard case .failure(let errors)? = file else { return nil }
        return errors
    }
}

extension ControlFailure {
    /// Whether there is no service, rather than one that does not answer.
    var isAbsence: Bool {
        guard case .unreachable(let failure) = self else { return false }
        return failure.isAbsence
    }
}

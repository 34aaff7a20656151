internal import GalleyDelivery
internal import GalleyPipeline
internal import GalleyService
internal import GalleyText

extension Command {
    /// What is wrong with pipeline files.
    static let check = Command(
        "check",
        "Says what is wrong with pipeline files, all at once.",
        operands: Operands("PIPELINE…", 1...),
        options: [
            .flag("json", "One line of JSON a file, for programs."),
            .flag("spool", "Look through the pipeline's spool too, which no service may have open."),
        ],
        details: """
            Packs, taxonomies and lists that a pipeline names are checked with it, the
            files of its tests by galley test alone: a pipeline runs without them. A
            pipeline that passes is one that every other command takes.
            """,
        examples: [
            ("galley check news.yaml", "checks one; the exit code is 78 if it is wrong"),
            ("galley check --spool news.yaml", "looks for files that no service left so; 1 if there are any"),
        ]
    ) { arguments, console throws(Failure) in
        var code = ExitCode.done
        for path in try arguments.pipelineFiles() {
            let pipeline: Pipeline?
            var errors: PipelineErrors?
            do throws(PipelineErrors) { pipeline = try Pipeline.load(path: path.text) } catch {
                (pipeline, errors, code) = (nil, error, .badPipeline)
            }
            let isJSON = arguments.has("json")
            if !isJSON, let pipeline {
                let stages = counted(pipeline.engine.stages.count, "stage")
                let tests = counted(pipeline.tests.count, "test")
                try console.out.write("\(path.display): ok, \(stages), \(tests)\n")
            } else if !isJSON, let errors {
                console.tell(.pipeline(errors))
            }
            let spool = try arguments.has("spool") ? pipeline.map(SpoolCheck.init) : nil
            if let spool, !spool.faults.isEmpty, code == .done { code = .partly }
            if isJSON { try console.out.write(line(path, pipeline, errors, spool)) } else { try spool?.tell(console) }
        }
        return code
    }

    private static func line(_ path: Path, _ pipeline: Pipeline?, _ errors: PipelineErrors?, _ spool: SpoolCheck?)
        -> [UInt8]
    {
        var json = JSONWriter()
        json.beginObject()
        json.member("file", path.text)
        json.member("valid", errors == nil)
        if let pipeline {
            json.member("name", pipeline.name)
            json.key("digest")
            json.digest(pipeline.digest)
            json.key("stages")
            json.beginArray()
            for stage in pipeline.engine.stages { json.string(stage.name) }
            json.endArray()
        }
        if let errors {
            json.key("mistakes")
            errors.write(into: &json)
        }
        if let spool {
            json.key("spool")
            spool.write(into: &json)
        }
        json.endObject()
        json.endLine()
        return json.bytes
    }
}

/// A look through the spool of a pipeline.
private struct SpoolCheck {
    let place: Path
    let faults: [Spool.Fault]
    /// How many files lie where; `nil` if no service has used it yet.
    let census: Census?

    init(_ pipeline: Pipeline) throws(Failure) {
        guard let path = pipeline.spool?.path else { throw .noSpool(pipeline) }
        let place = Path(path)
        self.place = place
        let census: Census? = try calling { () throws(SystemFailure) in
            // Opening a spool makes one where there is none, for whoever asks.
            guard try Folder(place).status(Path(".lock")) != nil else { return nil }
            return try Census(of: place, subfolders: pipeline.delivery.subfolders)
        }
        self.census = census
        guard census != nil else {
            faults = []
            return
        }
        let spool: Spool
        do throws(SpoolError) { spool = try Spool(place) } catch { throw Failure(error) }
        do throws(Obstacle) { faults = try spool.faults() } catch { throw .busy(error.message) }
    }

    func tell(_ console: Console) throws(Failure) {
        guard let census else { return console.say("\(place.display): no service has used it yet") }
        for fault in faults { console.say("\(fault.path.display): \(fault.message)") }
        let words = faults.isEmpty ? "sound" : counted(faults.count, "fault")
        try console.out.write(
            "\(place.display): \(words); inbox \(census.inbox), work \(census.work), staged \(census.staged), "
                + "quarantine \(census.quarantine)\n"
        )
    }

    func write(into json: inout JSONWriter) {
        json.beginObject()
        json.member("path", place.text)
        census?.write(into: &json)
        json.key("faults")
        json.beginArray()
        for fault in faults {
            json.beginObject()
            json.member("path", fault.path.text)
            json.member("message", fault.message)
            json.endObject()
        }
        json.endArray()
        json.endObject()
    }
}

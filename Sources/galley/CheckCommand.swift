internal import GalleyDelivery
internal import GalleyPipeline
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
            Packs, taxonomies and lists that a pipeline names are checked with it. A
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
            if arguments.has("json") {
                try console.out.write(line(path, pipeline, errors))
            } else if let pipeline {
                let stages = counted(pipeline.engine.stages.count, "stage")
                let tests = counted(pipeline.tests.count, "test")
                try console.out.write("\(path.display): ok, \(stages), \(tests)\n")
            } else if let errors {
                console.tell(.pipeline(errors))
            }
            if arguments.has("spool"), let pipeline, try !isSound(pipeline, console), code == .done { code = .partly }
        }
        return code
    }

    /// Looks through a pipeline's spool, and tells what is wrong with it.
    private static func isSound(_ pipeline: Pipeline, _ console: Console) throws(Failure) -> Bool {
        guard let place = pipeline.spool.map({ Path($0.path) }) else {
            throw .noSpool(pipeline)
        }
        let faults: [Spool.Fault]
        let census: Census
        do throws(SystemFailure) {
            // Opening a spool makes one where there is none, for whoever asks.
            guard try Folder(place).status(Path(".lock")) != nil else {
                console.say("\(place.display): no service has used it yet")
                return true
            }
            census = try Census(of: place, subfolders: pipeline.delivery.subfolders)
        } catch { throw .system(error) }
        let spool: Spool
        do throws(SpoolError) { spool = try Spool(place) } catch { throw Failure(error) }
        do throws(Obstacle) { faults = try spool.faults() } catch { throw .busy(error.message) }
        for fault in faults { console.say("\(fault.path.display): \(fault.message)") }
        let words = faults.isEmpty ? "sound" : counted(faults.count, "fault")
        try console.out.write(
            "\(place.display): \(words); inbox \(census.inbox), work \(census.work), staged \(census.staged), "
                + "quarantine \(census.quarantine)\n"
        )
        return faults.isEmpty
    }

    private static func line(_ path: Path, _ pipeline: Pipeline?, _ errors: PipelineErrors?) -> [UInt8] {
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
        json.endObject()
        json.endLine()
        return json.bytes
    }
}

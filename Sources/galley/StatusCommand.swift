internal import GalleyDelivery
internal import GalleyPipeline
internal import GalleyService
internal import GalleyText

extension Command {
    /// What services do.
    static let status = Command(
        "status",
        "Shows what services do: where files are, how old, what is in the way.",
        operands: Operands("[PIPELINE…]", 0...),
        options: [.flag("json", "One line of JSON a pipeline, for programs.")],
        details: """
            Of a pipeline whose service does not run it shows where its files are, and the
            exit code is 69.

            Without PIPELINE it is all services that are found in /run/galley. A folder
            stands for the pipeline files in it.
            """,
        examples: [
            ("galley status", "all services that run under systemd"),
            ("galley status --json news.yaml", "one pipeline, for a program"),
        ]
    ) { arguments, console throws(Failure) in
        var code = ExitCode.done
        for target in try ServiceTarget.all(arguments) {
            let bytes: [UInt8]
            let reply: Reply
            do throws(ControlFailure) { (bytes, reply) = try target.ask("status", patience: .seconds(10)) } catch {
                if let errors = target.errors { throw .pipeline(errors) }
                code = .unreachable
                guard error.isAbsence, let pipeline = target.pipeline, let resting = try resting(pipeline),
                    let known = Reply(resting)
                else {
                    console.say(target.complaint(error))
                    continue
                }
                (bytes, reply) = (resting, known)
            }
            if arguments.has("json") {
                try console.out.write(bytes + [0x0A])
            } else {
                try console.out.write(StatusPage(reply).text)
            }
            if let errors = target.errors {
                console.say("\(errors.file) is wrong now, and \(target.name) runs what it was; galley check says more")
            }
        }
        return code
    }

    /// What can be told of a pipeline without its service; `nil` if its spool is not there yet.
    private static func resting(_ pipeline: Pipeline) throws(Failure) -> [UInt8]? {
        guard let spool = pipeline.spool else { return nil }
        let census: Census
        do throws(SystemFailure) {
            census = try Census(of: Path(spool.path), subfolders: pipeline.delivery.subfolders)
        } catch {
            if error.isAbsence { return nil }
            throw .system(error)
        }
        var json = JSONWriter()
        json.beginObject()
        for (key, value) in [
            ("pipeline", pipeline.name), ("file", pipeline.path), ("spool", spool.path), ("outbox", spool.outbox),
            ("state", "not running"),
        ] {
            json.key(named: key)
            json.string(value)
        }
        census.write(into: &json)
        json.endObject()
        return json.bytes
    }
}

/// The status of one pipeline for people.
struct StatusPage {
    let text: String

    init(_ reply: Reply) {
        let state = reply.text("state") ?? "state unknown"
        var rows = ["\(reply.text("pipeline") ?? "?")  \(state)"]
        if let why = reply.text("why") { rows[0] += ": " + why }
        if let file = reply.text("file") { rows.append("  file      \(file)") }
        if let spool = reply.text("spool") { rows.append("  spool     \(spool)") }
        if let outbox = reply.text("outbox") { rows.append("  outbox    \(outbox)") }
        if let files = reply.object("files") {
            var row = "  waiting   \(files.integer("inbox") ?? 0) in the inbox"
            if let age = files.integer("oldestSeconds") { row += ", the oldest for \(Self.span(age))" }
            rows.append(row)
            let flight = (files.integer("work") ?? 0) + (files.integer("staged") ?? 0)
            rows.append("  in flight \(flight) · quarantine \(files.integer("quarantine") ?? 0)")
        }
        if let delivered = reply.integer("delivered"), let since = reply.text("since") {
            var row = "  delivered \(delivered)"
            if let recent = reply.integer("lastMinute") { row += ", \(recent) in the last minute" }
            if let setAside = reply.integer("setAside") { row += " · set aside \(setAside)" }
            if let dropped = reply.integer("dropped"), dropped > 0 { row += " · dropped \(dropped)" }
            rows.append(row + " · since \(since)")
        }
        let lines = reply.object("lines")
        let fates = [("left out", "leftOut"), ("set aside", "setAside"), ("dropped", "dropped")]
            .compactMap { words, key in lines?.integer(key).flatMap { $0 > 0 ? "\($0) \(words)" : nil } }
        if !fates.isEmpty { rows.append("  of lines  " + fates.joined(separator: " · ")) }
        if let kept = reply.text("kept") { rows.append("  a batch that is committed waits: \(kept)") }
        if reply.flag("polls") == true, let filesystem = reply.text("filesystem") {
            rows.append("  the inbox is listed again and again, since \(filesystem) tells of no changes")
        }
        for warning in reply.objects("warnings") {
            let message = (warning.text("message") ?? "").split(separator: "\n").joined(separator: "\n      ")
            rows.append("  \(warning.text("time") ?? "") \(message)")
        }
        text = rows.joined(separator: "\n") + "\n"
    }

    /// A span of time in its two largest units.
    static func span(_ seconds: Int) -> String {
        switch seconds {
        case ..<120: "\(seconds) s"
        case ..<7200: "\(seconds / 60) min"
        case ..<172_800: "\(seconds / 3600) h \(seconds / 60 % 60) min"
        default: "\(seconds / 86_400) d \(seconds / 3600 % 24) h"
        }
    }
}

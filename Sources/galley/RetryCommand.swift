internal import GalleyDelivery
internal import GalleyPipeline
internal import GalleyStages

extension Command {
    /// From the quarantine back to the inbox.
    static let retry = Command(
        "retry",
        "Lists what was set aside, or puts it back into the inbox.",
        operands: Operands("PIPELINE [NAME…]", 1...),
        options: [
            .flag("all", "Put everything back."),
            .value("reason", "REASON", "Put back only what was set aside for this reason, such as too-large."),
        ],
        details: """
            Without NAME and options it lists the quarantine: name, reason, what is the
            matter. NAME and --reason narrow each other. A file goes back under the name that it had in the inbox. A service
            need not be stopped for it.
            """,
        examples: [
            ("galley retry news.yaml", "what was set aside, and why"),
            ("galley retry news.yaml a.txt", "puts a.txt back into the inbox"),
            ("galley retry --reason too-large news.yaml", "after max-size was raised"),
        ]
    ) { arguments, console throws(Failure) in
        let pipeline = try Pipeline.load(arguments.operands[0])
        guard let spool = pipeline.spool else { throw .noSpool(pipeline) }
        let names = Array(arguments.operands.dropFirst())
        let reason = arguments.text("reason")
        if arguments.has("all"), reason != nil || !names.isEmpty {
            throw .usage("--all puts everything back", hint: "leave it out: a name or --reason says what")
        }
        let quarantine: Quarantine
        do throws(SystemFailure) { quarantine = try Quarantine(of: Path(spool.path)) } catch {
            // A service makes the folders when it runs first.
            guard error.isAbsence, names.isEmpty, FileIdentity(Path(spool.path)) != nil else { throw .system(error) }
            return try list([], console)
        }
        let entries = try calling { () throws(SystemFailure) in try quarantine.entries() }
        guard !names.isEmpty || reason != nil || arguments.has("all") else { return try list(entries, console) }
        let ofReason = entries.filter { reason == nil || $0.reason?.name == reason }
        let chosen = ofReason.filter { entry in names.isEmpty || names.contains { entry.answers(to: $0) } }
        for entry in chosen {
            guard let now = try calling({ () throws(SystemFailure) in try quarantine.giveBack(entry) }) else {
                continue
            }
            try console.out.write("\(entry.name.display) is back as inbox/\(now.display)\n")
        }
        let missing = names.filter { name in !chosen.contains { $0.answers(to: name) } }
        let why = reason.map { " for the reason '\($0)'" } ?? ""
        for name in missing { console.say("nothing named \(name.quoted) was set aside\(why)") }
        guard let reason, ofReason.isEmpty else { return missing.isEmpty ? .done : .partly }
        if names.isEmpty { console.say("nothing was set aside\(why)") }
        let known = Set(entries.compactMap(\.reason?.name)).sorted()
        if let guess = nearest(to: reason, among: known) { console.tell("  did you mean '\(guess)'?") }
        return .partly
    }

    private static func list(_ entries: [Quarantine.Entry], _ console: Console) throws(Failure) -> ExitCode {
        if entries.isEmpty { console.say("nothing is set aside") }
        for entry in entries {
            let name = entry.folder.map { "\($0.display)/\(entry.name.display)" } ?? entry.name.display
            let why = entry.reason.map { "\($0.name): \($0.message)" } ?? "nothing says why"
            try console.out.write("\(name)  \(entry.time)\n    \(why)\n")
        }
        return .done
    }
}

extension Quarantine.Entry {
    /// Whether a name means it: its own, or with the folder before it, as the list has it.
    fileprivate func answers(to other: Path) -> Bool { name == other || folder?.file(name) == other }
}

/// Does what may fail in a call to the system.
func calling<Result>(_ body: () throws(SystemFailure) -> Result) throws(Failure) -> Result {
    do throws(SystemFailure) { return try body() } catch { throw .system(error) }
}

internal import GalleyDelivery
internal import GalleyService

extension Command {
    /// Has a running service load its pipelines anew.
    static let reload = Command(
        "reload",
        "Has running services load their pipeline files anew.",
        operands: Operands("[PIPELINE…]", 0...),
        details: """
            The service checks its file with all packs and taxonomies that it names, and
            takes the next articles with it; what is in flight is finished as it was
            begun. A wrong file changes nothing: what is wrong with it is said here, and
            the exit code is 78. The service's log has it too, unless the file that is
            named cannot be read as YAML, and so does not say which service to ask.

            Without PIPELINE it is all services that are found in /run/galley. A folder
            stands for the pipeline files in it.
            """,
        examples: [
            ("galley reload", "all services that run under systemd"),
            ("galley reload news.yaml", "the service of one pipeline, wherever it runs"),
        ]
    ) { arguments, console throws(Failure) in
        var code = ExitCode.done
        for target in try ServiceTarget.all(arguments) {
            let reply: Reply
            do throws(ControlFailure) {
                reply = try target.ask("reload", patience: .seconds(60)).reply
            } catch {
                if let errors = target.errors { throw .pipeline(errors) }
                console.say(target.complaint(error))
                if code == .done { code = .unreachable }
                continue
            }
            let name = reply.text("pipeline") ?? target.name
            guard reply.flag("reloaded") == true else {
                let mistakes = reply.text("error") ?? ""
                console.say("\(name) keeps its old file, since the new one is wrong:")
                console.tell(mistakes.hasSuffix("\n") ? String(mistakes.dropLast()) : mistakes)
                code = .badPipeline
                continue
            }
            let file = reply.text("file").map { " \($0)" } ?? ""
            try? console.out.write("\(name) runs its new file\(file)\n")
            // A service reads its own file. Where that is right, a wrong one that was named here is another.
            if let errors = target.errors { throw .pipeline(errors) }
        }
        return code
    }
}

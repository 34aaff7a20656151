internal import GalleyDelivery
internal import GalleyPipeline

extension Command {
    /// What systemd has to know of pipelines.
    static let unit = Command(
        "unit",
        "Writes a systemd drop-in that gives a service its pipelines' folders.",
        operands: Operands("PIPELINE…", 1...),
        options: [.flag("tmpfiles", "Write lines for tmpfiles.d instead, which make the folders.")],
        details: """
            In the sandbox of galley.service and galley@NAME.service everything can be read
            and only /var/spool/galley be written. The drop-in adds the spools and outboxes
            of the pipelines, and waits for the filesystems that they lie on.
            """,
        examples: [
            ("galley unit /etc/galley/news.yaml", "the drop-in, with the path to keep it at"),
            ("galley unit --tmpfiles /etc/galley/news.yaml", "the folders, with owner and mode"),
        ]
    ) { arguments, console throws(Failure) in
        var pipelines: [Pipeline] = []
        for path in try arguments.pipelineFiles() {
            let pipeline = try Pipeline.load(path)
            guard pipeline.spool != nil else { throw .noSpool(pipeline) }
            pipelines.append(pipeline)
        }
        let unit = ServiceUnit(pipelines)
        try console.out.write(arguments.has("tmpfiles") ? unit.folders : unit.dropIn)
        return .done
    }
}

/// What systemd has to know of the pipelines that one service runs.
struct ServiceUnit {
    private let name: String
    private let spools: [Pipeline.Spool]
    /// The modes of their outboxes.
    private let modes: [String]
    private let pipelineFolders: [String]

    init(_ pipelines: [Pipeline]) {
        spools = pipelines.compactMap(\.spool)
        modes = pipelines.filter { $0.spool != nil }.map { $0.delivery.readers == .all ? "2775" : "2770" }
        pipelineFolders = pipelines.map(\.folder)
        name = pipelines.count == 1 ? Self.instance(pipelines[0]) : "galley.service"
    }

    /// The unit that runs /etc/galley/NAME.yaml alone.
    private static func instance(_ pipeline: Pipeline) -> String {
        let file = Path(pipeline.path).last.text
        let name = file.hasSuffix(".yaml") ? String(file.dropLast(5)) : pipeline.name
        // As systemd-escape(1) has it, a dash and a letter are left alone.
        let isPlain = name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x5C && $0 != 0x25 }
        return isPlain ? "galley@\(name).service" : "galley.service"
    }

    /// The drop-in.
    var dropIn: String {
        let written = Self.outermost(spools.flatMap { [$0.path, $0.outbox] })
        let hidden = Self.outermost(written + pipelineFolders).filter(Self.isHidden)
        var lines = [
            "# Keep this as /etc/systemd/system/\(name).d/paths.conf, then: systemctl daemon-reload",
            "[Unit]", "RequiresMountsFor=" + Self.words(written), "", "[Service]",
            "ReadWritePaths=" + Self.words(written),
        ]
        if !hidden.isEmpty {
            lines += [
                "# The sandbox hides what lies there: homes, and the system's own temporary folders.",
                "ProtectHome=tmpfs", "BindPaths=" + Self.words(hidden.filter(written.contains)),
                "BindReadOnlyPaths=" + Self.words(hidden.filter { !written.contains($0) }),
            ]
            lines.removeAll { $0 == "BindPaths=" || $0 == "BindReadOnlyPaths=" }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The folders, for systemd-tmpfiles(8).
    var folders: String {
        var lines = [
            "# Keep this as /etc/tmpfiles.d/\(name.prefix { $0 != "." }).conf, then: systemd-tmpfiles --create",
            "# Members of the group galley-drop may put files into the inbox, those of galley take them from the outbox.",
        ]
        for (spool, mode) in zip(spools, modes) {
            lines.append("d \(Self.word(spool.path)) 0751 galley galley -")
            lines.append("d \(Self.word(spool.path + "/inbox")) 2770 galley galley-drop -")
            lines.append("d \(Self.word(spool.outbox)) \(mode) galley galley -")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The paths without those that lie in another of them, in order, each once.
    static func outermost(_ paths: [String]) -> [String] {
        var kept: [String] = []
        for path in Set(paths).sorted() where !kept.contains(where: { path.hasPrefix($0 == "/" ? $0 : $0 + "/") }) {
            kept.append(path)
        }
        return kept
    }

    private static func isHidden(_ path: String) -> Bool {
        ["/home", "/root", "/run/user", "/tmp", "/var/tmp"].contains { path == $0 || path.hasPrefix($0 + "/") }
    }

    private static func words(_ paths: [String]) -> String { paths.map(word).joined(separator: " ") }

    /// A path as systemd.syntax(7) reads one word: in quotes where it must be, with `%` twice.
    static func word(_ path: String) -> String {
        var (word, isPlain) = ("", true)
        for scalar in path.unicodeScalars {
            switch scalar {
            case "%": word += "%%"
            case "\"", "\\": (word, isPlain) = (word + "\\\(scalar)", false)
            case "\u{0}"..."\u{1F}", "\u{7F}":
                let digits = String(scalar.value, radix: 16)
                (word, isPlain) = (word + "\\x" + (digits.count == 1 ? "0" : "") + digits, false)
            case " ", "'": (word, isPlain) = (word + "\(scalar)", false)
            default: word.unicodeScalars.append(scalar)
            }
        }
        return isPlain ? word : "\"\(word)\""
    }
}

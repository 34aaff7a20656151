internal import GalleyDelivery
internal import GalleyStages
internal import Glibc

/// The program: finds the command, runs it, says what went wrong, and ends with its code.
enum Galley {
    static var commands: [Command] {
        [
            .serve, .status, .reload, .retry, .clean, .dryRun, .check, .test, .judge, .recurring, .stages, .schema,
            .undo, .start, .unit,
        ]
    }

    static var groups: [CommandGroup] { [.topics, .dedup] }

    static func main(_ words: [[UInt8]]) -> ExitCode {
        // A reader that went away is an error of `write`, not the end of the process.
        signal(SIGPIPE, SIG_IGN)
        let console = Console()
        do throws(Failure) {
            let code = try run(words, console)
            try console.out.flush()
            return code
        } catch {
            // What was done before it failed is still worth having.
            try? console.out.flush()
            console.tell(error)
            return error.exitCode
        }
    }

    private static func run(_ words: [[UInt8]], _ console: Console) throws(Failure) -> ExitCode {
        guard let first = words.first.map(Path.init) else {
            throw .usage("no command", hint: "galley --help lists them; galley init DIR is a way to start")
        }
        switch first.text {
        case "--version", "version":
            try console.out.write("galley \(version)\n")
            return .done
        case "--help", "-h", "help":
            guard words.count > 1 else {
                try console.out.write(Help.page(of: commands, groups))
                return .done
            }
            if let group = groups.first(where: { $0.name.utf8.elementsEqual(words[1]) }), words.count == 2 {
                try console.out.write(Help.page(of: group))
                return .done
            }
            try console.out.write(Help.page(of: command(words.dropFirst()).command))
            return .done
        default:
            if let group = groups.first(where: { $0.name == first.text }),
                ["--help", "-h"].contains(words.dropFirst().first.map { Path($0).text })
            {
                try console.out.write(Help.page(of: group))
                return .done
            }
            let (command, count) = try command(words[...])
            let arguments = try Arguments(words.dropFirst(count), of: command)
            guard !arguments.has("help") else {
                try console.out.write(Help.page(of: command))
                return .done
            }
            return try command.run(arguments, console)
        }
    }

    /// The command that `words` begin with, and how many words its name takes.
    private static func command(_ words: ArraySlice<[UInt8]>) throws(Failure) -> (command: Command, count: Int) {
        let name = words.first.map(Path.init) ?? Path("")
        if let command = commands.first(where: { $0.name.utf8.elementsEqual(name.bytes) }) { return (command, 1) }
        if let group = groups.first(where: { $0.name.utf8.elementsEqual(name.bytes) }) {
            if let command = group.command(words) { return (command, 2) }
            let known = group.commands.map { String($0.name.dropFirst(group.name.count + 1)) }
            let second = words.dropFirst().first.map { Path($0).text }
            let guess = second.flatMap { nearest(to: $0, among: known) }.map { "; did you mean '\($0)'?" } ?? ""
            throw .usage(
                second.map { "galley \(group.name) has no command '\($0)'\(guess)" }
                    ?? "galley \(group.name) needs a command",
                hint: "commands: \(known.joined(separator: ", ")) (galley help \(group.name))"
            )
        }
        let names = commands.map(\.name) + groups.map(\.name)
        if name.bytes.first == 0x2D {
            let guess = nearest(to: name.text, among: ["--help", "--version"])
            throw .usage(
                "no option is named \(name.quoted)" + (guess.map { "; did you mean '\($0)'?" } ?? ""),
                hint: "a command comes first: galley COMMAND [OPTION…]"
            )
        }
        let guess = nearest(to: name.text, among: names + ["help"])
        throw .usage(
            "no command is named \(name.quoted)" + (guess.map { "; did you mean '\($0)'?" } ?? ""),
            hint: "commands: \(names.joined(separator: ", "))"
        )
    }
}

/// The version of the program.
let version = "0.1.0"

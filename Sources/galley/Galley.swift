internal import GalleyDelivery
internal import GalleyStages
internal import Glibc

/// The program: finds the command, runs it, says what went wrong, and ends with its code.
enum Galley {
    static var commands: [Command] {
        [.serve, .status, .reload, .retry, .clean, .dryRun, .check, .test, .stages, .schema, .undo, .start, .unit]
    }

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
                try console.out.write(Help.page(of: commands))
                return .done
            }
            try console.out.write(Help.page(of: command(Path(words[1]))))
            return .done
        default:
            let command = try command(first)
            let arguments = try Arguments(words.dropFirst(), of: command)
            guard !arguments.has("help") else {
                try console.out.write(Help.page(of: command))
                return .done
            }
            return try command.run(arguments, console)
        }
    }

    private static func command(_ name: Path) throws(Failure) -> Command {
        if let command = commands.first(where: { $0.name.utf8.elementsEqual(name.bytes) }) { return command }
        let names = commands.map(\.name)
        if name.bytes.first == 0x2D {
            let guess = nearest(to: name.text, among: ["--help", "--version"])
            throw .usage(
                "no option is named \(name.quoted)" + (guess.map { "; did you mean '\($0)'?" } ?? ""),
                hint: "a command comes first: galley COMMAND [OPTION…]"
            )
        }
        let guess = nearest(to: name.text, among: names)
        throw .usage(
            "no command is named \(name.quoted)" + (guess.map { "; did you mean '\($0)'?" } ?? ""),
            hint: "commands: \(names.joined(separator: ", "))"
        )
    }
}

/// The version of the program.
let version = "0.1.0"

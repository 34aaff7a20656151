import Testing

@testable import galley

@Suite struct CommandLineTests {
    @Test("the version is one line, and no command a reason to name some")
    func version() throws {
        let version = try Program.run("--version")
        #expect(version.code == 0)
        #expect(version.out == "galley 0.1.0\n")
        let none = try Program.run()
        #expect(none.code == 64)
        #expect(none.errors.contains("galley --help"))
        #expect(none.out.isEmpty)
    }

    @Test("help of every command names its options and gives an example", arguments: Galley.commands.map(\.name))
    func help(_ name: String) throws {
        let page = try Program.run(name, "--help")
        #expect(page.code == 0)
        #expect(page.errors.isEmpty)
        #expect(page.out.contains("usage: galley \(name)"))
        #expect(page.out.contains("examples:\n  galley \(name)"))
        #expect(try Program.run("help", name).out == page.out)
        #expect(try Program.run("--help").out.contains("\n  \(name)  "))
        #expect(page.out.split(separator: "\n").allSatisfy { $0.count <= 80 })
        let command = try #require(Galley.commands.first { $0.name == name })
        for option in command.options { #expect(page.out.contains(option.long)) }
    }

    @Test(
        "a slip on the command line is answered with what was meant",
        arguments: [
            (["hlep"], "no command is named 'hlep'; did you mean 'help'?"),
            (["topics", "explain", "--lang", "en", "a.txt"], "did you mean '--language'?"),
            (["stagse"], "no command is named 'stagse'; did you mean 'stages'?"),
            (["stages", "--colour", "never"], "did you mean '--color'?"),
            (["stages", "-color", "never"], "did you mean '--color'?"),
            (
                ["stages", "--color=alway"],
                "--color is one of auto, always, never, not 'alway'; did you mean 'always'?"
            ),
            (["stages", "--color"], "--color needs a value"),
            (["stages", "--help=yes"], "--help takes no value"),
            (["stages", "a", "b"], "'b' is one too many"),
            (["--versoin"], "did you mean '--version'?"),
            (["judge", "a"], "OUT INPUT are missing"),
            (["dry-run"], "PIPELINE is missing"),
            (["undo"], "CLEAN is missing"),
            (["stages", "-x"], "no option is named '-x'"),
        ]
    )
    func slips(_ words: [String], _ answer: String) throws {
        let result = try Program.run(words)
        #expect(result.code == 64)
        #expect(result.out.isEmpty)
        #expect(result.errors.contains(answer))
    }

    @Test("a full disk is an I/O error, and a reader that went away is none")
    func output() throws {
        let full = try Program.shell("galley --help > /dev/full")
        #expect(full.code == 74)
        #expect(full.errors == "galley: cannot write standard output: no space left on device\n")
        let gone = try Program.shell("galley --help | true; echo ${PIPESTATUS[0]}")
        #expect(gone.out == "0\n")
        #expect(gone.errors.isEmpty)
    }
}

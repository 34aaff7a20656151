internal import GalleyDelivery
internal import GalleyPipeline
internal import GalleyStages
internal import GalleyText

extension Command {
    /// The tests that pipeline files carry.
    static let test = Command(
        "test",
        "Runs the tests that pipeline files carry.",
        operands: Operands("PIPELINE…", 1...),
        options: [
            .flag("update", "Write what came out to the output files of tests that fail."),
            .flag("json", "One line of JSON a test, for programs."),
        ],
        details: "The exit code is 1 if a test fails. Outputs inside the pipeline file are never rewritten.",
        examples: [
            ("galley test news.yaml", "runs its tests"),
            ("galley test --update news.yaml && git diff", "accepts what came out, to be read like code"),
        ]
    ) { arguments, console throws(Failure) in
        var code = ExitCode.done
        let testing = Testing(
            console: console,
            updates: arguments.has("update"),
            isJSON: arguments.has("json"),
            usesColor: Terminal(descriptor: 1).usesColor(arguments.choice("color") ?? .auto)
        )
        for path in arguments.operands {
            let pipeline = try Pipeline.load(path)
            if try testing.run(pipeline, path) == false { code = .partly }
        }
        return code
    }
}

/// One run of `galley test`.
private struct Testing {
    let console: Console
    let updates: Bool
    let isJSON: Bool
    let usesColor: Bool

    /// Runs the tests of a pipeline, and says whether all passed.
    func run(_ pipeline: Pipeline, _ path: Path) throws(Failure) -> Bool {
        var passed = 0
        for test in pipeline.tests {
            var result = pipeline.result(of: test)
            if updates, let update = result.update {
                let file = Path(update.path)
                try OutputFile(file).write(update.bytes)
                console.say("\(file.quoted) is updated")
                result = pipeline.result(of: test)
            }
            if result.isPassed { passed += 1 }
            try isJSON ? writeLine(result, path) : write(result, path)
        }
        if !isJSON {
            let count = pipeline.tests.count
            let totals = count == 0 ? "no tests" : "\(passed) of \(counted(count, "test")) passed"
            try console.out.write("\(path.display): \(totals)\n")
        }
        return passed == pipeline.tests.count
    }

    private func write(_ result: PipelineTestResult, _ path: Path) throws(Failure) {
        var page = Page(usesColor: usesColor)
        page.put(result.isPassed ? "  ok    " : "  FAIL  ", result.isPassed ? .added : .removed)
        page.put(Path(result.test.name).display)
        if !result.isPassed { page.put("  \(path.display):\(result.test.place.line)", .quiet) }
        page.endLine()
        for line in result.problems.flatMap({ $0.split(separator: "\n") }) {
            let ink: Page.Ink = line.hasPrefix("- ") ? .removed : line.hasPrefix("+ ") ? .added : .plain
            page.space(8)
            page.put(Visible.text(Array(line.utf8), .kept), ink)
            page.endLine()
        }
        try console.out.write(page.bytes)
    }

    private func writeLine(_ result: PipelineTestResult, _ path: Path) throws(Failure) {
        var json = JSONWriter()
        json.beginObject()
        json.member("file", path.text)
        json.member("line", result.test.place.line)
        json.member("test", result.test.name)
        json.member("passed", result.isPassed)
        json.key("problems")
        json.beginArray()
        for problem in result.problems { json.string(problem) }
        json.endArray()
        json.endObject()
        json.endLine()
        try console.out.write(json.bytes)
    }
}

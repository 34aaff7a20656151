internal import GalleyStages

/// The keys of a pipeline file as they stand there: the one source for reader and schema.
struct PipelineKeys: StageOptions {
    var name: Setting?
    var description: Setting?
    var spool: Setting?
    var outbox: Setting?
    var output: Setting?
    var delivery: Setting?
    var language: Setting?
    var encoding: Setting?
    var field: Setting?
    var maximumSize: Setting?
    var stages: Setting?
    var stet: Setting?
    var tests: Setting?

    static let fields: [OptionField<Self>] = [
        .setting(
            "name",
            \.name,
            .text,
            "What the pipeline is called in records and by the service; else the file's name."
        ),
        .setting("description", \.description, .text, "What it is for."),
        .setting("spool", \.spool, .file, "The folder that holds inbox, work, staged, archive, quarantine and outbox."),
        .setting(
            "outbox",
            \.outbox,
            .file,
            "Where finished files appear, if not in the spool; also another filesystem."
        ),
        .setting("output", \.output, .mappings([]), "The form in which clean copy goes out."),
        .setting("delivery", \.delivery, .mappings([]), "How the service takes files in and gives them out."),
        .setting("language", \.language, .text, "The language of all articles, such as en, unless an article says it."),
        .setting("encoding", \.encoding, .text, "The encoding of all files, or auto to detect it."),
        .setting("field", \.field, .text, "The field of JSON that holds the text; text if it is left out."),
        .setting(
            "max-size",
            \.maximumSize,
            .text,
            "The largest file that is read, such as 16 MiB; larger ones are set aside."
        ),
        .setting("stages", \.stages, .list, "The stages, in order; each a name, or a name with options."),
        .setting("stet", \.stet, .mappings(["line", "case"]), "Patterns of lines that no stage may touch."),
        .setting("tests", \.tests, .mappings([]), "Texts with what becomes of them, for galley test."),
    ]
}

extension Pipeline.Output {
    static let fields: [OptionField<Self>] = [
        .choice("format", \.format, "The form of clean copy."),
        .choice("record", \.record, "Where the record of what was done goes."),
    ]
}

/// The keys of one of a pipeline's own tests.
struct TestKeys: StageOptions {
    var name: String?
    var input: String?
    var inputFile: String?
    var output: String?
    var outputFile: String?
    var topics: [Setting]?
    var findings: [Setting]?
    var setAside: String?

    static let fields: [OptionField<Self>] = [
        .text("name", \.name, "What the test shows."),
        .text("input", \.input, "What goes in."),
        .text("input-file", \.inputFile, "A file with what goes in."),
        .text("output", \.output, "What comes out."),
        .text("output-file", \.outputFile, "A file with what comes out; galley test --update writes it."),
        .texts("topics", \.topics, "The ids of the topics, in order."),
        .texts("findings", \.findings, "The rules of the findings, in order."),
        .text("set-aside", \.setAside, "The reason with which the article is set aside."),
    ]
}

extension OptionField {
    /// A list of texts that may be left out.
    fileprivate static func texts(_ name: String, _ path: Path<[Setting]?>, _ documentation: String) -> Self {
        Self(name, .list, standard: "", documentation) { setting, options, reader in
            guard case .sequence(let items) = setting.value, items.allSatisfy({ $0.text != nil }) else {
                reader.report(
                    at: setting.place,
                    "\(name) takes a list, not \(setting.described)",
                    hint: "write \(name): [a, b]"
                )
                return
            }
            options[keyPath: path] = items
        }
    }
}

internal import GalleyStages
internal import GalleyText

extension Pipeline {
    /// Reads a pipeline file and all that it names.
    ///
    /// The one loader of every command: what it takes, `run` takes.
    ///
    /// - Throws: `PipelineErrors` with everything that is wrong.
    public static func load(path: String) throws(PipelineErrors) -> Pipeline {
        try load(path: path, from: shippedStages)
    }

    /// Reads a pipeline file whose stages come from a catalogue.
    static func load(path: String, from catalogue: [any Stage.Type]) throws(PipelineErrors) -> Pipeline {
        let bytes: [UInt8]
        do throws(FileFailure) { bytes = try Files.read(path) } catch {
            throw PipelineErrors(file: path, unreadable: error)
        }
        return try load(bytes, path: path, from: catalogue)
    }

    /// Reads the bytes of a pipeline file that lies at `path`.
    static func load(
        _ bytes: [UInt8],
        path: String,
        from catalogue: [any Stage.Type]
    ) throws(PipelineErrors) -> Pipeline {
        let folder = Files.folder(of: Files.resolved(path) ?? path)
        // Messages name the packs as they name the pipeline, unless it is a link to elsewhere.
        let shown = Files.folder(of: path)
        let resources = PipelineResources(folder: Files.resolved(shown) == folder ? shown : folder)
        let label = String(path.split(separator: "/").last ?? "")
        let source = SourceFile(name: path, label: label, bytes)
        let number = resources.add(source)
        var yaml = YAMLReader(source, file: number)
        let (setting, mistakes) = yaml.read()
        var reader = resources.reader()
        for mistake in mistakes { reader.report(mistake) }
        var loading = PipelineLoading(path: path, folder: folder, catalogue: catalogue, reader: reader)
        let pipeline = setting.flatMap { loading.pipeline($0, resources) }
        let all = loading.reader.mistakes + resources.mistakes
        if let pipeline, all.isEmpty { return pipeline }
        throw PipelineErrors(all, in: resources.files, whereabouts: pipeline?.whereabouts)
    }
}

/// The reading of one pipeline file.
private struct PipelineLoading {
    let path: String
    let folder: String
    let catalogue: [any Stage.Type]
    var reader: SettingReader

    mutating func pipeline(_ setting: Setting, _ resources: PipelineResources) -> Pipeline? {
        let stageNames = catalogue.map { $0.card.name }
        let outputNames = Pipeline.Output.fields.map(\.name)
        let deliveryNames = Pipeline.Delivery.fields.map(\.name)
        let keys = setting.options(
            by: PipelineKeys.fields,
            Setting.Kind(key: "key", whole: "a pipeline", owner: ""),
            &reader
        ) { name in
            if stageNames.contains(name) { return "it is a stage and belongs below 'stages'" }
            if deliveryNames.contains(name) { return "it belongs below 'delivery'" }
            return outputNames.contains(name) ? "it belongs below 'output'" : nil
        }
        let name = name(keys.name)
        let output = keys.output?.options(
            by: Pipeline.Output.fields,
            Setting.Kind(key: "key", whole: "output", owner: " of output"),
            &reader
        )
        let delivery = keys.delivery?.options(
            by: Pipeline.Delivery.fields,
            Setting.Kind(key: "key", whole: "delivery", owner: " of delivery"),
            &reader
        )
        let spool = spool(keys.spool, keys.outbox)
        let language = language(keys.language)
        let encoding = encoding(keys.encoding)
        let field = keys.field?.text(of: "field", &reader) ?? "text"
        let maximumSize = size(keys.maximumSize)
        let engine = engine(keys, of: setting)
        if let spool { checkIndex(keys, spool) }
        let tests = keys.tests?.items(of: "tests", hint: "each test begins with '- name: …'", &reader) ?? []
        return Pipeline(
            name: name,
            description: keys.description?.text(of: "description", &reader) ?? "",
            path: path,
            folder: folder,
            digest: resources.digest,
            engine: engine,
            output: output ?? Pipeline.Output(),
            spool: spool,
            delivery: delivery ?? Pipeline.Delivery(),
            language: language,
            encoding: encoding,
            field: field,
            maximumSize: maximumSize,
            tests: tests.compactMap { test($0) }
        )
    }

    private mutating func engine(_ keys: PipelineKeys, of setting: Setting) -> Engine {
        let hint = "write stages: and below it '- repair-text', one stage a line"
        if keys.stages == nil, case .mapping(let pairs) = setting.value,
            !pairs.contains(where: { nearest(to: $0.key.text ?? "", among: ["stages"]) != nil })
        {
            reader.report(at: setting.place, "the key 'stages' is missing", hint: hint)
        }
        let items = keys.stages?.items(of: "stages", hint: hint, &reader) ?? []
        let stages = items.compactMap { PipelineStage.read($0, from: catalogue, with: &reader) }
        let names = items.compactMap { item in
            if case .mapping(let pairs) = item.value { pairs.first?.key } else { item }
        }
        let twins = names.filter { $0.text == DedupeArticles.card.name }
        if twins.count > 1 {
            reader.report(at: twins[1].place, "dedupe-articles stands here twice; an article is remembered once")
        }
        let stet = keys.stet.map { LinePattern.list("stet", $0, with: &reader) } ?? []
        return Engine(stages, stet: stet)
    }

    private mutating func name(_ setting: Setting?) -> String {
        guard let setting else {
            let file = path.split(separator: "/").last ?? ""
            let plain = file.utf8.prefix { $0 != 0x2E }.map { $0.isPlain ? $0 : 0x2D }
            return String(decoding: plain, as: UTF8.self)
        }
        guard let text = setting.text(of: "name", &reader) else { return "" }
        // It becomes the name of a socket, and stands in the journal.
        if !text.utf8.allSatisfy(\.isPlain) || text.hasPrefix(".") || text.utf8.count > 64 {
            reader.report(
                at: setting.place,
                "name is up to 64 letters, digits, '-', '_' and '.', not \(setting.described)",
                hint: "description takes any text"
            )
        }
        return text
    }

    private mutating func language(_ setting: Setting?) -> Language? {
        guard let setting, setting.text(of: "language", &reader) != nil else { return nil }
        return Language(setting, &reader)
    }

    private mutating func encoding(_ setting: Setting?) -> String? {
        guard let setting, let text = setting.text(of: "encoding", &reader), text != "auto" else { return nil }
        if let name = Decoding.name(of: text) { return name }
        let names = ["auto"] + Decoding.names
        let guess = nearest(to: text.lowercased(), among: names).map { "; did you mean '\($0)'?" } ?? ""
        reader.report(
            at: setting.place,
            Decoding.advice(on: text) ?? "no encoding is named '\(text)'\(guess)",
            hint: "encodings: \(names.joined(separator: ", "))"
        )
        return nil
    }

    private mutating func size(_ setting: Setting?) -> Int {
        let standard = 16 << 20
        guard let setting, let text = setting.text(of: "max-size", &reader) else { return standard }
        let digits = text.prefix { ("0"..."9").contains($0) }
        let unit = text.dropFirst(digits.count).drop { $0 == " " }
        let units = ["": 1, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30, "kB": 1000, "MB": 1_000_000]
        let (size, overflow) = (Int(digits) ?? 0).multipliedReportingOverflow(by: units[String(unit)] ?? 0)
        guard !overflow, (1 << 10...1 << 30).contains(size) else {
            reader.report(
                at: setting.place,
                "max-size takes a size from 1 KiB to 1 GiB, such as 16 MiB, not \(setting.described)"
            )
            return standard
        }
        return size
    }

    private mutating func spool(_ spool: Setting?, _ outbox: Setting?) -> Pipeline.Spool? {
        let out = outbox?.text(of: "outbox", &reader)
        guard let spool else {
            if let outbox {
                reader.report(at: outbox.place, "an outbox without a spool is never filled", hint: "add spool: spool")
            }
            return nil
        }
        for setting in [spool, outbox].compactMap(\.self)
        where setting.text == "~" || setting.text?.hasPrefix("~/") == true {
            reader.report(at: setting.place, "'~' is no folder here", hint: "write the path out")
        }
        guard let text = spool.text(of: "spool", &reader) else { return nil }
        let base = Files.settled(Files.join(folder, text))
        checkFolder(base, at: spool)
        guard let outbox, let out else { return Pipeline.Spool(path: base, outbox: base + "/outbox") }
        let target = Files.settled(Files.join(folder, out))
        checkFolder(target, at: outbox)
        for folder in Self.folders + ["articles"] where Files.isInside(target, base + "/" + folder) {
            let why = folder == "inbox" ? ": what is delivered would come in again" : " of the spool"
            reader.report(at: outbox.place, "the outbox lies in the \(folder)\(why)", hint: "the spool is \(base)")
        }
        if Files.isInside(base, target) {
            reader.report(at: outbox.place, "the spool lies in the outbox", hint: "the spool is \(base)")
        }
        return Pipeline.Spool(path: base, outbox: target)
    }

    /// Where files are on their way through the spool.
    private static let folders = ["inbox", "work", "staged", "archive", "quarantine"]

    /// Reports an index of delivered articles that would lie among articles, and be taken for some.
    private mutating func checkIndex(_ keys: PipelineKeys, _ spool: Pipeline.Spool) {
        guard case .sequence(let stages)? = keys.stages?.value else { return }
        for stage in stages {
            guard let index = stage[DedupeArticles.card.name]?["index"], let text = index.text else { continue }
            let path = Files.settled(Files.join(folder, text))
            checkFolder(path, at: index)
            let places =
                Self.folders.map { ("the \($0) of the spool", spool.path + "/" + $0) } + [("the outbox", spool.outbox)]
            if path == spool.path {
                reader.report(at: index.place, "the index needs a folder of its own")
            } else if let place = places.first(where: { Files.isInside(path, $0.1) }) {
                reader.report(
                    at: index.place,
                    "the index lies in \(place.0)",
                    hint: "leave it out: it is in the spool then"
                )
            }
        }
    }

    /// Reports a path where the service could not have a folder.
    private mutating func checkFolder(_ path: String, at setting: Setting) {
        guard let failure = Files.obstacle(toFolder: path) else { return }
        reader.report(at: setting.place, "'\(path)' cannot be a folder: \(failure.message)")
    }

    private mutating func test(_ setting: Setting) -> PipelineTest? {
        let kind = Setting.Kind(key: "key", whole: "a test", owner: " of a test")
        let keys: TestKeys = setting.options(by: TestKeys.fields, kind, &reader)
        guard case .mapping = setting.value else { return nil }
        for (one, other) in [("input", "input-file"), ("output", "output-file")] {
            guard setting[one] != nil, let second = setting[other] else { continue }
            reader.report(at: second.place, "a test has one of \(one) and \(other), not both")
        }
        if setting["input"] == nil, setting["input-file"] == nil {
            reader.report(at: setting.place, "the test has no input", hint: "write input: | or input-file: PATH")
        }
        if ["output", "output-file", "topics", "findings", "set-aside"].allSatisfy({ setting[$0] == nil }) {
            reader.report(at: setting.place, "the test expects nothing", hint: "write output: | or output-file: PATH")
        }
        func text(_ inline: String?, _ file: String?) -> PipelineTest.Text? {
            inline.map { .inline($0) } ?? file.map { .file(Files.join(folder, $0)) }
        }
        guard let input = text(keys.input, keys.inputFile) else { return nil }
        return PipelineTest(
            name: keys.name ?? "line \(setting.place.line)",
            input: input,
            output: text(keys.output, keys.outputFile),
            topics: keys.topics?.compactMap(\.text),
            findings: keys.findings?.compactMap(\.text),
            setAside: keys.setAside,
            place: setting.place
        )
    }
}

extension UInt8 {
    /// What the name of a pipeline may be made of.
    fileprivate var isPlain: Bool { isASCIILetter || isASCIIDigit || "-_.".utf8.contains(self) }
}

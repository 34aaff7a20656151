internal import GalleyDelivery
internal import GalleyPipeline
internal import GalleyText

extension Command {
    /// Measures clean copies against gold bodies.
    static let judge = Command(
        "judge",
        "Measures clean copies of pages against the articles that people found in them.",
        operands: Operands("GOLD OUT INPUT", 3...3),
        options: [
            .value("pages", "FILE", "The pages' headlines, as JSON Lines with 'set', 'id' and 'title'."),
            .value("lang", "CODE", "Only pages that FILE gives this 'lang'."),
            .value("worst", "N", "How many of the worst pages are listed; 10 if it is left out."),
            .flag("json", "JSON, with the figures of each page, for programs."),
        ],
        details: """
            The three folders have files of the same names: GOLD the article and nothing else, OUT what galley clean made of INPUT. Folders in GOLD are sets, each with figures of its own, and MACRO is the mean over them. A page that OUT lacks counts as empty; one that INPUT lacks is passed over.

            P, R and F1 take the words of the copy against those of GOLD; P4, R4 and F4 runs of four words. damage is the share of the article's words of the page that the copy lacks, residue the share of all other words that it still has. A page is destroyed if it lost more than a fifth of its article, intact if it lost less than a hundredth. All are means over pages, in per cent. The headline may be there once, whether GOLD has it or not, if --pages gives it; its id is the file's name without .txt.
            """,
        examples: [
            ("galley judge gold out pages", "says how good the copies in out/ are, and which pages suffered most"),
            ("galley judge gold out pages --pages pages.jsonl --lang de", "only German pages"),
        ]
    ) { arguments, console throws(Failure) in
        let worst = try arguments.number("worst", in: 0...1_000_000) ?? 10
        let scores = try Judgement(arguments).scores(console)
        let sets = scores.map { PageFigures($0.set, $0.pages) }
        let all = sets + (sets.count > 1 ? [PageFigures(meanOf: sets)] : [])
        let pages = scores.flatMap(\.pages)
        if arguments.has("json") {
            try console.out.write(PageFigures.json(all, pages))
        } else {
            try console.out.write(PageFigures.page(all, pages, worst: worst))
        }
        return .done
    }
}

/// The folders that are compared, and what is known of their pages.
private struct Judgement {
    private let (gold, copies, inputs): (Path, Path, Path)
    /// What the list of pages says, by set and name.
    private var listed: [String: (title: String, language: String)] = [:]
    private let language: String?
    private static let sizeLimit = 64 << 20

    init(_ arguments: Arguments) throws(Failure) {
        (gold, copies, inputs) = (arguments.operands[0], arguments.operands[1], arguments.operands[2])
        language = arguments.text("lang")
        guard let path = arguments.path("pages") else {
            if language != nil { throw .usage("--lang needs --pages, which says what language a page is in") }
            return
        }
        var lines = LineReader(try InputFile(path), limit: 1 << 20)
        while let line = try lines.next() {
            guard let line, !line.allSatisfy(\.isASCIISpace) else { continue }
            let value: JSONValue
            do throws(JSONFault) { value = try JSONValue(line.span, in: 0..<line.count) } catch {
                throw .place("\(path.display):\(lines.number):\(error.offset + 1): \(error.message)")
            }
            guard let id = value["id"]?.text else { throw .place("\(path.display):\(lines.number): no id") }
            listed["\(value["set"]?.text ?? "")/\(id).txt"] = (value["title"]?.text ?? "", value["lang"]?.text ?? "")
        }
    }

    /// The pages of each set, in the order of their names.
    func scores(_ console: Console) throws(Failure) -> [(set: String, pages: [PageScore])] {
        var sets: [String: [PageScore]] = [:]
        var missing = 0
        for path in try names() {
            let set = path.folder == Path(".") ? "" : path.folder.text
            let known = listed[set + "/" + path.last.text]
            if let language, known?.language != language { continue }
            guard let input = try text(inputs.file(path)) else {
                missing += 1
                continue
            }
            let (body, copy) = (try text(gold.file(path)) ?? [], try text(copies.file(path)) ?? [])
            sets[set, default: []].append(
                PageScore(
                    set: set,
                    name: path.last.text,
                    page: input,
                    copy: copy,
                    gold: body,
                    title: known?.title ?? ""
                )
            )
        }
        if missing > 0 { console.say("passed over \(counted(missing, "page")) that \(inputs.quoted) lacks") }
        guard !sets.isEmpty else { throw .noInput("\(gold.quoted) and \(inputs.quoted) have no page in common") }
        return sets.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// The files of the gold folder and of the folders in it.
    private func names() throws(Failure) -> [Path] {
        var names: [Path] = []
        do throws(SystemFailure) {
            // A page that OUT lacks counts as empty; an OUT that is not there is a mistake.
            _ = (try Folder(copies), try Folder(inputs))
            let folder = try Folder(gold)
            for entry in try folder.entries() {
                guard entry.isFolder else {
                    names.append(entry.name)
                    continue
                }
                for page in try folder.folder(entry.name).entries() where !page.isFolder {
                    names.append(entry.name.file(page.name))
                }
            }
        } catch {
            throw .system(error)
        }
        return names.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    }

    /// What a file says, with U+FFFD for what is not UTF-8; `nil` if there is no such file.
    private func text(_ path: Path) throws(Failure) -> [UInt8]? {
        guard FileIdentity(path) != nil else { return nil }
        let bytes = try InputFile(path).readAll(limit: Self.sizeLimit)
        return Array(String(decoding: bytes, as: UTF8.self).utf8)
    }
}

extension PageFigures {
    /// A table for people, with the pages that suffered most.
    fileprivate static func page(_ figures: [PageFigures], _ pages: [PageScore], worst: Int) -> String {
        let width = max(8, figures.map(\.name.count).max() ?? 0)
        func row(_ name: String, _ count: String, _ cells: [String]) -> String {
            let cells = [count] + cells
            let widths = [7] + columns.map { max(7, $0.count + 2) }
            return padded(name, to: width) + zip(cells, widths).map { right($0, in: $1) }.joined() + "\n"
        }
        var page = row("set", "pages", columns)
        for set in figures {
            page += row(set.name.isEmpty ? "." : set.name, "\(set.pages)", set.values.map { percentage($0) })
        }
        func list(_ title: String, _ pages: [PageScore]) {
            guard !pages.isEmpty else { return }
            page += "\n" + title + "\n"
            page += "   damage  residue     lost     left\n"
            for one in pages.prefix(worst) {
                let cells = [percentage(one.damage), percentage(one.residue), "\(one.lost)", "\(one.left)"]
                page += cells.map { right($0, in: 9) }.joined() + "  " + one.place + "\n"
            }
        }
        guard worst > 0 else { return page }
        let hurt = pages.filter { ($0.damage ?? 0) > 0 }
        list(
            "lost most of the article (damage and residue in per cent, the others in words):",
            hurt.sorted { (-($0.damage ?? 0), $0.place) < (-($1.damage ?? 0), $1.place) }
        )
        list(
            "have most litter left:",
            pages.filter { $0.left > 0 }.sorted { (-$0.left, $0.place) < (-$1.left, $1.place) }
        )
        return page
    }

    /// The same for programs.
    fileprivate static func json(_ figures: [PageFigures], _ pages: [PageScore]) -> [UInt8] {
        var json = JSONWriter()
        func share(_ name: String, _ value: Double?) {
            json.key(named: name)
            if let value { json.number(value) } else { json.raw("null".utf8.span) }
        }
        json.beginObject()
        json.key("sets")
        json.beginArray()
        for set in figures {
            json.beginObject()
            json.member("set", set.name)
            json.member("pages", set.pages)
            for (name, value) in zip(columns, set.values) { share(name, value) }
            json.endObject()
        }
        json.endArray()
        json.key("pages")
        json.beginArray()
        for page in pages {
            json.beginObject()
            json.member("set", page.set)
            json.member("page", page.name)
            share("F1", page.words.f1)
            share("damage", page.damage)
            share("residue", page.residue)
            json.member("lost", page.lost)
            json.member("left", page.left)
            json.endObject()
        }
        json.endArray()
        json.endObject()
        return json.bytes + [0x0A]
    }

    private static func percentage(_ share: Double?) -> String {
        guard let share else { return "–" }
        let tenths = Int((share * 1000).rounded(.toNearestOrEven))
        return "\(tenths / 10).\(tenths % 10)"
    }

    private static func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    private static func right(_ text: String, in width: Int) -> String {
        String(repeating: " ", count: max(1, width - text.count)) + text
    }
}

extension PageScore {
    /// The file below the folders.
    fileprivate var place: String { self.set.isEmpty ? name : "\(self.set)/\(name)" }
}

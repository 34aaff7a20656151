import Foundation
import Testing

@testable import galley

@Suite struct TopicsCommandTests {
    /// A folder with labelled articles of two topics, and a model of them.
    private func desk() throws -> Folder {
        let folder = try Folder()
        let words = [
            "medtop:15000000": ["goal", "match", "coach", "league", "striker"],
            "medtop:17000000": ["storm", "rain", "snow", "frost", "flood"],
        ]
        var lines: [String] = []
        for number in 0..<40 {
            let (id, list) = words.sorted { $0.key < $1.key }[number % 2]
            let picked = (0..<4).map { list[(number / 2 + $0 * ($0 + 1)) % 5] }
            lines.append(
                "{\"title\":\"A \(picked[0]) again\",\"lang\":\"en\",\"labels\":[\"\(id)\"],"
                    + "\"text\":\"They spoke of the \(picked[1]) and of the \(picked[2]) and the \(picked[3]).\"}\n"
            )
        }
        try folder.write(lines[..<30].joined(), to: "train.jsonl")
        try folder.write(lines[30...].joined(), to: "dev.jsonl")
        let trained = try Program.run(
            "topics",
            "train",
            "--train",
            "train.jsonl",
            "--dev",
            "dev.jsonl",
            "-o",
            "desk.gtm",
            "--bits",
            "12",
            in: folder
        )
        #expect(trained.code == 0, "\(trained.errors)")
        return folder
    }

    @Test("a model is trained, measured and held to a figure")
    func training() throws {
        let folder = try desk()
        let good = try Program.run(
            "topics",
            "eval",
            "--gold",
            "dev.jsonl",
            "--model",
            "desk.gtm",
            "--fail-under",
            "0.99",
            in: folder
        )
        #expect(good.code == 0, "\(good.errors)")
        #expect(good.out.hasPrefix("10 articles  micro-F1 1.000  macro-F1 1.000"))
        #expect(good.out.contains("medtop:15000000") && good.out.contains("at 50 %"))
        try folder.write(
            "{\"text\":\"The coach of the league.\",\"lang\":\"en\",\"labels\":[\"medtop:17000000\"]}\n",
            to: "odd.jsonl"
        )
        let bad = try Program.run(
            "topics",
            "eval",
            "--gold",
            "odd.jsonl",
            "--model",
            "desk.gtm",
            "--fail-under",
            "0.5",
            "--json",
            in: folder
        )
        #expect(bad.code == 1)
        #expect(bad.errors == "galley: micro-F1 is 0.000, under 0.500\n")
        #expect(bad.out.contains("\"pair\":\"medtop:17000000 as medtop:15000000\""))
    }

    @Test("the phrases of a model are a taxonomy that tags")
    func suggesting() throws {
        let folder = try desk()
        let suggested = try Program.run("topics", "suggest", "desk.gtm", "--count", "8", in: folder)
        #expect(suggested.code == 0)
        try folder.write("version: 1\n" + suggested.out, to: "topics.yaml")
        let explained = try Program.run(
            "topics",
            "explain",
            "--taxonomy",
            "topics.yaml",
            "--language",
            "en",
            "--all",
            "-",
            in: folder
        )
        #expect(explained.code == 0, "\(explained.errors)")
        #expect(try Program.run("topics", "suggest", "desk.gtm", "--topic", "medtop:1500000", in: folder).code == 64)
    }

    @Test("what spoke for a topic is shown, by rules or by a model")
    func explaining() throws {
        let folder = try desk()
        try folder.write("A storm again\n\nThey spoke of the storm and of the rain for a long time.\n", to: "a.txt")
        let model = try Program.run("topics", "explain", "--model", "desk.gtm", "a.txt", in: folder)
        #expect(model.out.contains("medtop:17000000") && model.out.contains("by model"))
        #expect(model.out.contains("storm  ×2, 1 in the headline"))
        let json = try Program.run("topics", "explain", "--model", "desk.gtm", "--json", "a.txt", in: folder)
        #expect(json.out.contains("\"by\":\"model\""))
    }

    @Test("mistakes are answered with what would be right")
    func mistakes() throws {
        let folder = try desk()
        let typo = try Program.run("topics", "trian", in: folder)
        #expect(typo.code == 64)
        #expect(typo.errors.contains("galley topics has no command 'trian'; did you mean 'train'?"))
        #expect(try Program.run("topics", in: folder).code == 64)
        #expect(try Program.run("topics", "--help", in: folder).out.contains("topics import-iptc"))
        #expect(try Program.run("topics", "eval", "--help", in: folder).out.contains("--fail-under"))
        let noModel = try Program.run("topics", "suggest", "dev.jsonl", in: folder)
        #expect(noModel.code == 65)
        #expect(noModel.errors.contains("it is no model that galley topics train has written"))
        try folder.write("{\"text\":\"x\"}\n", to: "bare.jsonl")
        let bare = try Program.run("topics", "eval", "--gold", "bare.jsonl", in: folder)
        #expect(bare.code == 65)
        #expect(bare.errors.contains("bare.jsonl:1:1: the object has no member 'labels'"))
    }

    @Test(
        "an option that is wrong is told with its value, and what would be right",
        arguments: [
            (["--model", "desk.gmt"], 66, "galley: --model: 'desk.gmt' cannot be read: no such file or directory\n"),
            (
                ["--taxonomy", "no.yaml"], 66,
                "galley: --taxonomy: 'no.yaml' cannot be read: no such file or directory\n"
            ),
            (["--model", "dev.jsonl"], 65, "galley: --model: 'dev.jsonl' cannot be used: it is no model that"),
            (["--taxonomy", "bad.yaml"], 78, "bad.yaml:1:1: error: "),
            (
                ["--taxonomy", "small.yaml", "--language", "nl"], 64,
                "galley: --language: the taxonomy has no terms in the"
            ),
            (["--model", "desk.gtm", "--combine", "bth"], 64, "either, both, not 'bth'; did you mean 'both'?\n"),
            (["--model", "desk.gtm", "--combine", "both"], 64, "galley: --combine both needs a --taxonomy beside the"),
            (
                ["--combine", "both"], 64,
                "galley: --combine says how a model and a taxonomy share the work; there is no"
            ),
            (
                ["--model", "desk.gtm", "--map", "sport=medtop:999"], 64,
                "galley: no topic is named 'medtop:999'\n  known: medtop:15000000, medtop:17000000\n"
            ),
        ]
    )
    func wrongOptions(_ options: [String], code: Int32, message: String) throws {
        let folder = try desk()
        try folder.write("what: ever\n", to: "bad.yaml")
        let topic = "{id: medtop:15000000, label: {en: sport}, terms: {en: [{w: 1, any: [goal]}]}}"
        try folder.write("version: 1\ntopics: [\(topic)]\n", to: "small.yaml")
        let bad = try Program.run(["topics", "eval", "--gold", "dev.jsonl"] + options, in: folder)
        #expect(bad.code == code)
        #expect(bad.errors.contains(message), "\(bad.errors)")
    }

    @Test("labels that are no topics are told, and end it where nothing is left to measure")
    func labels() throws {
        let folder = try desk()
        let sports = "{\"text\":\"The coach of the league.\",\"lang\":\"en\",\"labels\":[\"sports\"]}\n"
        let weather = "{\"text\":\"The storm.\",\"lang\":\"en\",\"labels\":[\"medtop:17000000\"]}\n"
        func measured(_ lines: String, _ options: String...) throws -> Program.Result {
            try folder.write(lines, to: "gold.jsonl")
            return try Program.run(
                ["topics", "eval", "--gold", "gold.jsonl", "--model", "desk.gtm"] + options,
                in: folder
            )
        }
        let some = try measured(sports + weather)
        #expect(some.code == 0)
        #expect(some.errors == "galley: no topic is meant by 'sports'; --map sports=ID says what it stands for\n")
        #expect(try measured(sports).code == 64)
        let typo = try measured(sports, "--map", "sports=medtop:1500000")
        #expect(typo.code == 64)
        #expect(
            typo.errors == "galley: no topic is named 'medtop:1500000'; did you mean 'medtop:15000000'?\n"
                + "  known: medtop:15000000, medtop:17000000\n"
        )
        #expect(
            try measured(sports + weather, "--map", "sports=medtop:15000000,other=medtop:17000000", "--own").errors
                == ""
        )
    }

    @Test("a fault in JSON is told by line and column, a language that nothing is known of by name")
    func places() throws {
        let folder = try desk()
        try folder.write("{\"title\": \"Über\",\n \"text\": \"Übel\" x}\n", to: "a.json")
        #expect(try Program.run("topics", "explain", "a.json", in: folder).errors.hasPrefix("a.json:2:17: "))
        #expect(try Program.run("topics", "import-iptc", "a.json", in: folder).errors.hasPrefix("a.json:2:17: "))
        try folder.write(
            "La tempête et la pluie sont là, et il y a de la neige sur la côte avec du vent.\n",
            to: "a.txt"
        )
        let silent = try Program.run("topics", "explain", "--model", "desk.gtm", "a.txt", in: folder)
        #expect(
            silent.out == "language  fr\nno topic: nothing is known of this language; --language names another\n"
        )
        try folder.write(
            "{\"conceptSet\": [{\"qcode\": \"medtop:01000000\", \"prefLabel\": {\"en-GB\": \"arts\"}}]}",
            to: "iptc.json"
        )
        let unknown = try Program.run("topics", "import-iptc", "iptc.json", "--languages", "en,sv", in: folder)
        #expect(unknown.code == 64)
        #expect(unknown.errors == "galley: no language of the labels is named 'sv'\n  known: en\n")
    }
}

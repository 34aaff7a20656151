import Foundation
import Testing

@testable import galley

/// The commands that look at pipeline files, run with stages that ship.
@Suite struct PipelineCommandTests {
    private func desk() throws -> Folder {
        let folder = try Folder()
        try folder.write(
            """
            name: heads
            stages:
              - dedupe-headlines
            tests:
              - name: a line stays
                input: One line.
                output: One line.
              - name: the headline stays once
                input-file: story.txt
                output-file: clean.txt

            """,
            to: "heads.yaml"
        )
        try folder.write(
            """
            The ferry stops for the winter

            The ferry stops for the winter
            The last boat left on Sunday with four passengers and a dog.

            """,
            to: "story.txt"
        )
        return folder
    }

    @Test("a dry run of a file is a diff on it, and leaves the folder as it was")
    func dryRun() throws {
        let desk = try desk()
        let before = desk.names(in: ".")
        let result = try Program.run("dry-run", "heads.yaml", "story.txt", in: desk)
        #expect(result.code == 0)
        #expect(result.errors.isEmpty)
        let lines = result.out.split(separator: "\n").map(String.init)
        #expect(lines.first == "story.txt")
        #expect(lines[1] == "    1   The ferry stops for the winter")
        #expect(lines[2].hasPrefix("    3 − The ferry stops for the winter  dedupe-headlines › copy of line 1"))
        #expect(lines[3] == "    4   The last boat left on Sunday with four passengers and a dog.")
        #expect(lines[4] == "  kept 18 of 24 words · 1 mark by 1 stage · 0 findings · undone again to the byte")
        #expect(desk.names(in: ".") == before)
    }

    @Test("a dry run for programs is one object an article")
    func json() throws {
        let desk = try desk()
        let result = try Program.run("dry-run", "--json", "heads.yaml", "story.txt", "-", input: "A.", in: desk)
        let lines = result.out.split(separator: "\n")
        #expect(lines.count == 2)
        let object = try JSONSerialization.jsonObject(with: Data(lines[0].utf8)) as? [String: Any]
        #expect(object?["name"] as? String == "story.txt")
        #expect(object?["undone"] as? Bool == true)
        let changes = object?["changes"] as? [[String: Any]] ?? []
        #expect(changes.count == 1)
        #expect(changes.first?["line"] as? Int == 3)
        #expect(changes.first?["removed"] as? String == "The ferry stops for the winter\n")
        let mark = (changes.first?["marks"] as? [[String: String]])?.first
        #expect(mark?["stage"] == "dedupe-headlines")
        #expect(mark?["rule"] == "copy-of-headline")
    }

    @Test("a dry run shows what is done to the title of an article in JSON, and for programs tells it apart")
    func titles() throws {
        let desk = try desk()
        try desk.write("name: quotes\nstages: [normalize-quotes]\n", to: "quotes.yaml")
        let object = #"{"title": "Q&A: \"We sail\", says “the harbour board", "text": "Nobody waved.\n"}"#
        try desk.write(object, to: "story.json")
        let page = try Program.run("dry-run", "quotes.yaml", "story.json", in: desk).out
        #expect(
            page == """
                story.json
                title ~ Q&A: [-"-]{+“+}We sail[-"-]{+”+}, says “the harbour board  normalize-quotes › straight-quote ×2

                  findings title  nothing closes this quotation  normalize-quotes › unbalanced-quote
                  kept 2 of 2 words · 2 marks by 1 stage · 1 finding · undone again to the byte

                """
        )
        let json = try Program.run("dry-run", "--json", "quotes.yaml", "story.json", in: desk).out
        let parsed = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
        #expect((parsed?["changes"] as? [Any])?.isEmpty == true)
        let title = parsed?["title"] as? [String: [[String: Any]]]
        #expect(title?["changes"]?.map { $0["removed"] as? String } == ["\"", "\""])
        #expect(title?["findings"]?.map { $0["rule"] as? String } == ["unbalanced-quote"])
    }

    @Test("lines of front matter count, and a file in another encoding says so")
    func places() throws {
        let desk = try desk()
        try desk.write("---\nlang: en\n---\n\n" + desk.text("story.txt"), to: "story.md")
        let markdown = try Program.run("dry-run", "heads.yaml", "story.md", in: desk)
        #expect(markdown.out.contains("\n    7 − The ferry stops"))
        try Data([0x63, 0x61, 0x66, 0xE9, 0x0A]).write(to: desk.url("old.txt"))
        #expect(
            try Program.run("dry-run", "heads.yaml", "old.txt", in: desk).out.hasPrefix("old.txt  (windows-1252)\n")
        )
    }

    @Test("a failed test shows what differs, and --update accepts it")
    func test() throws {
        let desk = try desk()
        try desk.write("Something else.\n", to: "clean.txt")
        let failed = try Program.run("test", "heads.yaml", in: desk)
        #expect(failed.code == 1)
        #expect(failed.out.hasPrefix("  ok    a line stays\n  FAIL  the headline stays once  heads.yaml:8\n"))
        #expect(failed.out.contains("\n        - Something else.\n        + The ferry stops for the winter\n"))
        #expect(failed.out.hasSuffix("heads.yaml: 1 of 2 tests passed\n"))
        let updated = try Program.run("test", "--update", "heads.yaml", in: desk)
        #expect(updated.code == 0)
        #expect(updated.out.hasSuffix("heads.yaml: 2 of 2 tests passed\n"))
        #expect(try desk.text("clean.txt").hasPrefix("The ferry stops for the winter\n\nThe last boat"))
        #expect(desk.names(in: ".") == ["clean.txt", "heads.yaml", "story.txt"])
        #expect(try Program.run("test", "--json", "heads.yaml", in: desk).out.split(separator: "\n").count == 2)
    }

    @Test("check tells all mistakes in one go, in the form of a compiler or as JSON")
    func check() throws {
        let desk = try desk()
        try desk.write("stages:\n  - dedupe-headlnes\n  - dedupe-headlines: { similarty: 1 }\n", to: "wrong.yaml")
        let result = try Program.run("check", "heads.yaml", "wrong.yaml", in: desk)
        #expect(result.code == 78)
        #expect(result.out == "heads.yaml: ok, 1 stage, 2 tests\n")
        #expect(result.errors.contains("wrong.yaml:2:5: error: "))
        #expect(result.errors.contains("did you mean 'dedupe-headlines'?"))
        #expect(result.errors.contains("did you mean 'similarity'?"))
        #expect(result.errors.hasSuffix("wrong.yaml: 2 errors\n"))
        let json = try Program.run("check", "--json", "wrong.yaml", in: desk)
        let object = try JSONSerialization.jsonObject(with: Data(json.out.utf8)) as? [String: Any]
        #expect(object?["valid"] as? Bool == false)
        #expect((object?["mistakes"] as? [Any])?.count == 2)
    }

    @Test("a spool in a folder whose name is not UTF-8 is refused, and not made elsewhere")
    func strangeFolder() throws {
        let desk = try desk()
        let make = "mkdir -p $'d\\xff/spool/inbox'; cd $'d\\xff'; echo $'spool: spool\\nstages: []' > a.yaml; "
        let result = try Program.shell(make + "galley run --once a.yaml", in: desk)
        #expect(result.code == 78)
        #expect(result.errors.contains("/spool' cannot be a folder: the path is not UTF-8\n"))
        #expect(try Program.shell("ls -d d* | wc -l", in: desk).out == "1\n")
    }

    @Test("without the data that ships, check says how to name its folder")
    func noData() throws {
        let desk = try desk()
        try desk.write("name: a\nstages:\n  - strip-navigation: { packs: [en] }\n", to: "a.yaml")
        let result = try Program.run("check", "a.yaml", in: desk, environment: ["GALLEY_DATA": "/nowhere"])
        #expect(result.errors.contains("\n  looked in ., /nowhere, which is not there: GALLEY_DATA may name another\n"))
    }

    @Test("the catalogue lists and explains the stages, and the schema is JSON")
    func catalogue() throws {
        #expect(try Program.run("stages").out.contains("dedupe-headlines  "))
        #expect(try Program.run("stages", "dedupe-headlines").out.contains("Options"))
        let slip = try Program.run("stages", "dedup-headlines")
        #expect(slip.code == 64)
        #expect(slip.errors.contains("did you mean 'dedupe-headlines'?"))
        let schema = try Program.run("schema").out
        #expect(try JSONSerialization.jsonObject(with: Data(schema.utf8)) is [String: Any])
    }
}

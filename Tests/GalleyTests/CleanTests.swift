import Foundation
import GalleyStages
import Testing

@testable import galley

@Suite struct CleanTests {
    /// A folder with a pipeline that does nothing but read and write.
    private func desk() throws -> Folder {
        let folder = try Folder()
        try folder.write("name: plain\nstages: []\n", to: "plain.yaml")
        try folder.write("stages:\n  - no-such-stage\n", to: "wrong.yaml")
        try folder.write("One.\n", to: "a.txt")
        try folder.write("Two.\n", to: "b.txt")
        try folder.write("{\"id\": 7, \"text\": \"Three.\", \"z\": [1]}", to: "c.json")
        try folder.write("{\"id\":1,\"text\":\"x\"}\nnot json\n\n{\"id\":2,\"text\":\"y\"}\n", to: "d.jsonl")
        return folder
    }

    @Test("files go to standard output in their order, and standard input where none is named")
    func standardOutput() throws {
        let desk = try desk()
        #expect(try Program.run("clean", "-p", "plain.yaml", "b.txt", "a.txt", in: desk).out == "Two.\nOne.\n")
        #expect(try Program.run("clean", "-p", "plain.yaml", input: "Four.", in: desk).out == "Four.\n")
        #expect(try Program.run("clean", "-p", "plain.yaml", "a.txt", "-", input: "5\n", in: desk).out == "One.\n5\n")
        #expect(try Program.shell("galley clean -p plain.yaml <(echo Six.)", in: desk).out == "Six.\n")
    }

    @Test("what looks like JSON on standard input is read as text, with a word on how to read it")
    func jsonOnStandardInput() throws {
        let desk = try desk()
        let text = try Program.run("clean", "-p", "plain.yaml", "-", input: "{\"text\":\"a\"}\n", in: desk)
        #expect(text.code == 0 && text.out == "{\"text\":\"a\"}\n" && text.errors.contains("--jsonl reads JSON"))
        let json = try Program.run("clean", "-p", "plain.yaml", "--jsonl", input: "{\"text\":\"a\"}\n", in: desk)
        #expect(json.out.hasPrefix("{\"text\":\"a\",\"galley\":{") && json.errors.isEmpty)
    }

    @Test("bytes that are not UTF-8 are told, and the copy is made")
    func nearlyUTF8() throws {
        let desk = try desk()
        let result = try Program.shell("printf 'né è à don\\222t.' > n.txt; galley clean -p plain.yaml n.txt", in: desk)
        #expect(result.code == 0)
        #expect(result.out == "né è à don’t.\n")
        #expect(result.errors == "galley: 'n.txt': 92 is not UTF-8, and was read as '’'\n")
    }

    @Test("a wrong file among others is told, and the others are done")
    func wrongAmongGood() throws {
        let desk = try desk()
        try desk.write("{\"text\": 1}", to: "e.json")
        let result = try Program.run("clean", "-p", "plain.yaml", "a.txt", "none.txt", "e.json", ".", "b.txt", in: desk)
        #expect(result.code == 1)
        #expect(result.out == "One.\nTwo.\n")
        #expect(
            result.errors == """
                galley: cannot read 'none.txt': no such file or directory
                e.json:1:10: the field 'text' is not a string
                galley: cannot read '.': is a directory

                """
        )
    }

    @Test(
        "where nothing at all was done, the code says why",
        arguments: [
            "66 clean -p plain.yaml none.txt",
            "65 clean -p plain.yaml wrong.yaml --jsonl",
            "65 dry-run plain.yaml wrong.yaml --jsonl",
            "65 clean -p plain.yaml bad.json",
            "65 clean -p plain.yaml large.txt",
            "78 clean -p wrong.yaml a.txt",
            "78 clean -p none.yaml a.txt",
            "64 clean a.txt",
            "64 clean -p plain.yaml --encoding latin-9000",
            "64 clean -p plain.yaml --record full a.txt",
            "64 clean -p plain.yaml --format text d.jsonl",
            "64 clean -p plain.yaml --signatures a.txt",
            "64 clean -p plain.yaml --workers 0 d.jsonl",
            "73 clean -p plain.yaml -o a.txt b.txt",
            "64 dry-run plain.yaml",
            "66 dry-run plain.yaml none.txt",
            "64 dry-run plain.yaml a.txt --stage x",
            "78 check plain.yaml wrong.yaml",
            "66 undo a.txt",
            "65 undo plain.yaml a.txt",
            "73 init a.txt",
        ]
    )
    func codes(_ row: String) throws {
        let words = row.split(separator: " ").map(String.init)
        let desk = try desk()
        try desk.write("{", to: "bad.json")
        try desk.write("name: plain\nstages: []\nmax-size: 1 KiB\n", to: "plain.yaml")
        try desk.write(String(repeating: "x", count: 1025), to: "large.txt")
        let result = try Program.run(Array(words.dropFirst()), in: desk)
        #expect("\(result.code)" == words[0])
        #expect(!result.errors.isEmpty)
    }

    @Test("what is no text is refused and says what it looks like, and the others are done")
    func noText() throws {
        let desk = try desk()
        let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13]
        try Data(png).write(to: desk.url("pic.txt"))
        let alone = try Program.run("clean", "-p", "plain.yaml", "pic.txt", in: desk)
        #expect(alone.code == 65 && alone.out.isEmpty)
        #expect(alone.errors == "pic.txt:1:1: it looks like a PNG image, and not like text\n")
        let two = try Program.run("clean", "-p", "plain.yaml", "-o", "out", "pic.txt", "a.txt", in: desk)
        #expect(two.code == 1 && desk.names(in: "out") == ["a.txt", "a.txt.record.json"])
    }

    @Test("an encoding has its usual names, and UTF-16 is detected by its mark")
    func encodings() throws {
        let desk = try desk()
        try Data([0x43, 0x61, 0x66, 0xE9, 0x20, 0x93, 0x0A]).write(to: desk.url("l.txt"))
        let latin = try Program.run("clean", "-p", "plain.yaml", "--encoding", "Latin1", "l.txt", in: desk)
        #expect(latin.out == "Café “\n")
        let wide = try Program.run("clean", "-p", "plain.yaml", "--encoding", "utf-16", "l.txt", in: desk)
        #expect(wide.code == 64 && wide.errors.contains("detected by its byte-order mark"))
        #expect(!wide.errors.contains("did you mean"))
    }

    @Test("no permission has a code of its own", .disabled(if: geteuid() == 0, "root may read everything"))
    func permission() throws {
        let desk = try desk()
        try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: desk.url("a.txt").path)
        #expect(try Program.run("clean", "-p", "plain.yaml", "a.txt", in: desk).code == 77)
    }

    @Test("a folder gets each copy under its own name, with its record")
    func folder() throws {
        let desk = try desk()
        let result = try Program.run("clean", "-p", "plain.yaml", "-o", "x/y", "a.txt", "c.json", "d.jsonl", in: desk)
        #expect(result.code == 1)
        #expect(result.out.isEmpty)
        #expect(result.errors == "d.jsonl:2:1: an object { … } is needed here; left out\n")
        #expect(desk.names(in: "x/y") == ["a.txt", "a.txt.record.json", "c.json", "d.jsonl"])
        #expect(try desk.text("x/y/a.txt") == "One.\n")
        #expect(try desk.text("x/y/c.json").hasPrefix("{\"id\": 7, \"text\": \"Three.\", \"z\": [1],\"galley\":{"))
        #expect(
            try desk.text("x/y/d.jsonl").split(separator: "\n", omittingEmptySubsequences: false).map(\.isEmpty) == [
                false, true, false, true,
            ]
        )
    }

    @Test("- is standard output, and no folder")
    func dash() throws {
        let desk = try desk()
        let result = try Program.run("clean", "-p", "plain.yaml", "-o", "-", "a.txt", in: desk)
        #expect(result.code == 0 && result.out == "One.\n" && !desk.names(in: ".").contains("-"))
    }

    @Test("a folder never loses what it holds: not an article, not an earlier copy, not another copy of this run")
    func clobbering() throws {
        let desk = try desk()
        try desk.write("Other.\n", to: "sub/a.txt")
        let here = try Program.run("clean", "-p", "plain.yaml", "-o", ".", "--force", "a.txt", "sub/a.txt", in: desk)
        #expect(here.code == 73)
        #expect(here.errors.contains("'./a.txt' is itself an article"))
        #expect(try desk.text("a.txt") == "One.\n")

        let twice = try Program.run("clean", "-p", "plain.yaml", "-o", "out", "a.txt", "sub/a.txt", in: desk)
        #expect(twice.code == 1)
        #expect(twice.errors.contains("'out/a.txt' holds the copy of 'a.txt'; that of 'sub/a.txt' has no place"))
        #expect(try desk.text("out/a.txt") == "One.\n")

        let again = try Program.run("clean", "-p", "plain.yaml", "-o", "out", "sub/a.txt", in: desk)
        #expect(again.code == 73)
        #expect(again.errors == "galley: 'out/a.txt' is there already; --force replaces it\n")
        #expect(try Program.run("clean", "-p", "plain.yaml", "-o", "out", "--force", "sub/a.txt", in: desk).code == 0)
        #expect(try desk.text("out/a.txt") == "Other.\n")
        #expect(desk.names(in: "out") == ["a.txt", "a.txt.record.json"])
    }

    @Test("a folder keeps a FIFO and what hides behind a link to one, also with --force")
    func devices() throws {
        let desk = try desk()
        try desk.write("Other.\n", to: "sub/b.txt")
        try FileManager.default.createDirectory(at: desk.url("out"), withIntermediateDirectories: true)
        #expect(mkfifo(desk.url("out/a.txt").path, 0o600) == 0)
        try FileManager.default.createSymbolicLink(at: desk.url("out/b.txt"), withDestinationURL: desk.url("out/a.txt"))
        for name in ["a.txt", "sub/b.txt"] {
            let result = try Program.run("clean", "-p", "plain.yaml", "-o", "out", "--force", name, in: desk)
            #expect(result.code == 73)
            #expect(result.errors.contains("which is a FIFO"))
        }
        #expect(desk.names(in: "out") == ["a.txt", "b.txt"])
    }

    @Test("nothing in is nothing out, and no failure")
    func emptiness() throws {
        let desk = try desk()
        try desk.write("", to: "empty.txt")
        let result = try Program.run("clean", "-p", "plain.yaml", "empty.txt", in: desk)
        #expect(result.code == 0 && result.out.isEmpty && result.errors.isEmpty)
    }

    @Test("what went out comes back to the byte", arguments: ["a.txt", "c.json", "e.txt"])
    func undo(_ name: String) throws {
        let desk = try desk()
        try Data([0xEF, 0xBB, 0xBF, 0x61, 0x0D, 0x0A, 0xFF, 0x62]).write(to: desk.url("e.txt"))
        _ = try Program.run("clean", "-p", "plain.yaml", "-o", "out", name, in: desk)
        #expect(try Program.shell("galley undo out/\(name) | cmp - \(name)", in: desk).out.isEmpty)
        try desk.write("Changed.", to: "out/\(name)")
        let changed = try Program.run("undo", "out/\(name)", in: desk)
        #expect(changed.out.isEmpty)
        #expect([65, 66].contains(changed.code))
    }

    @Test("lines of JSON come back one by one")
    func undoLines() throws {
        let desk = try desk()
        let clean = try Program.run("clean", "-p", "plain.yaml", "d.jsonl", in: desk)
        try desk.write(clean.out + "{}\n", to: "clean.jsonl")
        let result = try Program.run("undo", "clean.jsonl", in: desk)
        #expect(result.out == "{\"id\":1,\"text\":\"x\"}\n\n{\"id\":2,\"text\":\"y\"}\n")
        #expect(result.code == 1)
        #expect(result.errors.hasPrefix("clean.jsonl:4: there is no record inside"))
    }

    @Test(
        "JSON Lines come back to the byte, with their blank lines and without a last line feed",
        arguments: [
            #"{"text":"a"}"#, #"{"text":"a"}\n\n{"text":"b"}\n"#, #"\n \t\r\n{"text":"a"}\r\n\n"#, #"\n"#, #" "#, "",
            #"{"text":"a b c"}\n{"text":""}\n\n{"text":"d e f"}"#,
        ]
    )
    func undoBlankLines(_ lines: String) throws {
        let desk = try desk()
        try desk.write("name: gate\nstages:\n  - gate: { min-words: 2 }\n", to: "gate.yaml")
        let line = "printf '\(lines)' > u.jsonl; galley clean -p gate.yaml u.jsonl > c.jsonl; galley undo c.jsonl"
        #expect(try Program.shell(line + " | cmp - u.jsonl", in: desk).out.isEmpty)
    }

    @Test("two files of JSON Lines do not run together where the first has no last line feed")
    func lineEnds() throws {
        let line = "printf '{\"text\":\"a\"}' > u.jsonl; galley clean -p plain.yaml u.jsonl u.jsonl | grep -c text"
        #expect(try Program.shell(line, in: desk()).out == "2\n")
    }

    @Test("many workers print and say what one does, also where articles are compared")
    func workers() throws {
        let desk = try desk()
        try desk.write("name: again\nstages:\n  - dedupe-articles: { exact: drop }\n", to: "again.yaml")
        let articles = (1...3000).map { number in
            let words = (1...60).map { "word\(number % 1000 * $0)" }.joined(separator: " ")
            return number % 700 == 0 ? "no json" : "{\"id\":\"\(number)\",\"text\":\"\(words)\"}"
        }
        try desk.write(articles.joined(separator: "\n"), to: "u.jsonl")
        func untimed(_ lines: String) -> [String] {
            lines.split(separator: ",").filter { !$0.hasPrefix("\"time\":") }.map(String.init)
        }
        for pipeline in ["plain.yaml", "again.yaml"] {
            let one = try Program.run("clean", "-p", pipeline, "u.jsonl", in: desk)
            let many = try Program.run("clean", "-p", pipeline, "u.jsonl", "--workers", "3", in: desk)
            #expect(one.out.split(separator: "\n").count == 2996)
            #expect(many.errors == one.errors && many.code == one.code)
            // A record says when the other article was cleaned.
            #expect(untimed(many.out) == untimed(one.out))
        }
    }

    @Test("a name that is not UTF-8, or holds a line end, is a name like any other")
    func names() throws {
        let desk = try desk()
        let line =
            "cp a.txt $'\\xff.txt'; cp b.txt $'new\\nline.txt'; galley clean -p plain.yaml -o out $'\\xff.txt' $'new\\nline.txt' $'a\\nb'; cat out/$'\\xff.txt' out/new*.txt"
        let result = try Program.shell(line, in: desk)
        #expect(result.out == "One.\nTwo.\n")
        #expect(result.errors == "galley: cannot read 'a\\nb': no such file or directory\n")
    }

    @Test("a name that looks like an option is answered with how to write it")
    func dashes() throws {
        let result = try Program.shell("touch -- -x.txt --y; galley clean -p p *; galley clean -p p --y", in: desk())
        let words = result.errors.split(separator: "\n").filter { $0.hasPrefix(" ") }
        #expect(
            words == [
                "  the file of that name is './--y', or put -- before the names of files",
                "  the file of that name is './--y', or put -- before the names of files",
            ]
        )
    }

    @Test("a reader that goes away ends a long run at once")
    func readerGone() throws {
        let desk = try desk()
        let line =
            "yes '{\"text\":\"a\"}' | galley clean -p plain.yaml --jsonl --record none | head -1; echo ${PIPESTATUS[1]}"
        let result = try Program.shell(line, in: desk)
        #expect(result.out.hasSuffix("}\n0\n"))
        #expect(result.errors.isEmpty)
    }

    @Test("a long name leaves room for that of the record, by which it is undone")
    func longNames() throws {
        let desk = try desk()
        for stem in [String(repeating: "k", count: 251), String(repeating: "é", count: 120) + "~12"] {
            try desk.write("One. \n", to: "\(stem).txt")
            let made = try Program.run("clean", "-p", "plain.yaml", "-o", "out", "\(stem).txt", in: desk)
            #expect(made.code == 0 && made.errors.isEmpty)
            #expect(try Program.run("undo", "out/\(stem).txt", in: desk).out == "One. \n")
        }
    }

    @Test("what a service delivered under a long name is undone, whatever number it has")
    func longNamesDelivered() throws {
        let desk = try desk()
        try desk.write("name: plain\nspool: s\nstages: [repair-text]\n", to: "plain.yaml")
        let stem = String(repeating: "k", count: 251)
        for text in ["One.\u{A0}\n", "Two.\u{A0}\n"] {
            try desk.write(text, to: "s/inbox/\(stem).txt")
            #expect(try Program.run("run", "--once", "plain.yaml", in: desk).code == 0)
        }
        for (name, text) in [(stem, "One.\u{A0}\n"), (stem.dropLast(2) + "~1", "Two.\u{A0}\n")] {
            #expect(try Program.run("undo", "s/outbox/\(name).txt", in: desk).out == text)
        }
    }

    @Test("a pipeline names the field of JSON that holds the text, for all that reads it")
    func fields() throws {
        let desk = try desk()
        let yaml = """
            name: plain
            spool: s
            field: body
            stages: [repair-text]
            tests:
              - input-file: one.json
                output: |
                  A b.

            """
        try desk.write(yaml, to: "plain.yaml")
        let one = #"{"text": "other", "body": "A\u0007 b."}"#
        for name in ["one.json", "s/inbox/one.json", "s/inbox/two.jsonl"] { try desk.write(one, to: name) }
        let clean = #"{"text": "other", "body": "A b.","#
        #expect(try Program.run("clean", "-p", "plain.yaml", "one.json", in: desk).out.hasPrefix(clean))
        let other = try Program.run("clean", "-p", "plain.yaml", "--field", "text", "one.json", in: desk)
        #expect(other.out.hasPrefix(#"{"text": "other", "body": "A\u0007 b.","#))
        #expect(try Program.run("dry-run", "plain.yaml", in: desk).out.contains("kept 2 of 2 words · 1 mark"))
        #expect(try Program.run("test", "plain.yaml", in: desk).code == 0)
        #expect(try Program.run("run", "--once", "plain.yaml", in: desk).code == 0)
        #expect(try desk.text("s/outbox/two.jsonl").hasPrefix(clean))
        #expect(try desk.text("s/outbox/one.json").hasPrefix(clean))
        #expect(try Program.run("undo", "s/outbox/one.json", in: desk).out == one)
    }

    @Test("a copy that has no room takes neither the place nor the record of the earlier one")
    func noRoom() throws {
        let desk = try desk()
        let big = String(repeating: "Two words. ", count: 20_000)
        try desk.write(big, to: "sub/a.txt")
        let line =
            "galley clean -p plain.yaml -o out a.txt; (trap '' XFSZ; ulimit -f 64; "
            + "galley clean -p plain.yaml -o out --force sub/a.txt); echo $?; galley undo out/a.txt"
        let result = try Program.shell(line, in: desk)
        #expect(result.out == "74\nOne.\n")
        #expect(desk.names(in: "out") == ["a.txt", "a.txt.record.json"])
    }

    @Test("a dry run of the inbox tells what would be set aside unread, and sums up what is not")
    func foresight() throws {
        let desk = try desk()
        try desk.write("name: plain\nspool: s\nmax-size: 1 KiB\nstages: [repair-text]\n", to: "plain.yaml")
        for name in ["one.txt", "t\nwo.txt"] { try desk.write("A\u{7} b.\n", to: "s/inbox/\(name)") }
        try desk.write(String(repeating: "a", count: 2000), to: "s/inbox/big.txt")
        let line = "cd s/inbox; ln -s ../x link; mkfifo fifo; ln one.txt /$PWD/../hard; mkdir dir; cd ../..; "
        let result = try Program.shell(line + "galley dry-run plain.yaml", in: desk)
        #expect(result.code == 1)
        let place = desk.root.path + "/s/inbox"
        #expect(
            result.errors == """
                galley: '\(place)/big.txt' would be set aside: too-large: it has 2000 bytes; the pipeline reads 1024 (max-size)
                galley: '\(place)/fifo' would be set aside: not-a-file: it is a FIFO
                galley: '\(place)/link' would be set aside: symbolic-link: it is a link to '../x'; links are not followed
                galley: '\(place)/one.txt' would be set aside: hard-link: it has 2 names, by which it could change later

                """
        )
        let both = try Program.run("dry-run", "plain.yaml", "s/inbox/one.txt", "s/inbox/t\nwo.txt", in: desk)
        #expect(both.out.hasSuffix("\n\n2 articles: kept 4 of 4 words · 2 marks · 0 findings\n"))
        let json = try Program.run("dry-run", "--json", "plain.yaml", "s/inbox/t\nwo.txt", in: desk)
        #expect(json.out.hasPrefix(#"{"schema":1,"name":"s/inbox/t\nwo.txt","#))
    }

    @Test("a dry run shows what waits in the inbox, and nothing that is half written or no file")
    func inbox() throws {
        let desk = try desk()
        try desk.write("name: plain\nspool: s\nstages: []\n", to: "plain.yaml")
        #expect(try Program.run("dry-run", "plain.yaml", in: desk).code == 66)
        for name in ["two.txt", "one.txt", ".hidden", "x.tmp", "dir/y.txt"] {
            try desk.write("A.\n", to: "s/inbox/\(name)")
        }
        let result = try Program.run("dry-run", "plain.yaml", in: desk)
        #expect(result.code == 0)
        #expect(
            result.out.split(separator: "\n").filter { !$0.hasPrefix(" ") }.map { $0.split(separator: "/").last } == [
                "one.txt", "two.txt", "2 articles: kept 2 of 2 words · 0 marks · 0 findings",
            ]
        )
    }

    @Test("init makes what run needs, and changes nothing that is there")
    func start() throws {
        let desk = try desk()
        let data = ["GALLEY_DATA": Program.repository.appendingPathComponent("pipelines").path]
        let made = try Program.run(["init", "x/news"], in: desk, environment: data)
        let stages = shippedStages.map { $0.card.name }
        if ["repair-text", "strip-navigation"].allSatisfy(stages.contains) {
            #expect(made.errors.isEmpty)
            #expect(made.code == 0)
            #expect(try Program.run(["test", "x/news/pipeline.yaml"], in: desk, environment: data).code == 0)
        }
        #expect(desk.names(in: "x/news") == ["pipeline.yaml", "spool"])
        #expect(desk.names(in: "x/news/spool") == ["inbox", "outbox"])
        for (folder, name, word) in [
            ("My News", "My-News", "'My News/pipeline.yaml'"), ("é", "news", "é/pipeline.yaml"),
        ] {
            let made = try Program.run(["init", folder], in: desk, environment: data)
            #expect(made.out.contains("\n  galley check \(word)\n"))
            #expect(try desk.text("\(folder)/pipeline.yaml").contains("\nname: \(name)\n"))
        }
        try desk.write("mine", to: "x/news/pipeline.yaml")
        #expect(try Program.run("init", "x/news", in: desk).code == 73)
        #expect(try desk.text("x/news/pipeline.yaml") == "mine")
    }

    @Test("adds the sketch of each article to JSON where it is asked for")
    func signatures() throws {
        let desk = try desk()
        try desk.write(
            "{\"text\":\"One two three four five six.\"}\n{\"text\":\"One “two” three, FOUR five six\"}\n",
            to: "two.jsonl"
        )
        let result = try Program.run("clean", "-p", "plain.yaml", "--signatures", "two.jsonl", in: desk)
        let signatures = result.out.components(separatedBy: "\"signature\":").dropFirst().map {
            String($0.prefix { $0 != "}" })
        }
        #expect(signatures.count == 2 && signatures[0] == signatures[1])
        #expect(signatures.first?.hasPrefix("{\"version\":1,\"shingle\":5,\"exact\":") == true)
        #expect(signatures.first?.contains("\"words\":6,\"step\":1,\"sample\":[") == true)
    }

    @Test("knows the articles of one run again, and those that a service has delivered in a dry run")
    func duplicates() throws {
        let desk = try desk()
        try desk.write("name: d\nspool: spool\nstages:\n  - dedupe-articles: { exact: drop }\n", to: "dups.yaml")
        try desk.write("{\"text\":\"One.\"}\n", to: "one.jsonl")
        for _ in 0..<2 {
            let result = try Program.run("clean", "-p", "dups.yaml", "a.txt", "b.txt", "one.jsonl", in: desk)
            #expect(result.code == 1)
            #expect(result.errors == "one.jsonl:1: dropped: the same words as 'a.txt'\n")
            #expect(result.out.hasPrefix("One.\nTwo.\n{\"text\":\"One.\",\"galley\""))
        }
        try desk.write("name: d\nstages:\n  - dedupe-articles: { index: seen }\n", to: "named.yaml")
        let named = try Program.run("clean", "-p", "named.yaml", "a.txt", in: desk)
        #expect(named.code == 0)
        #expect(named.errors.hasPrefix("galley: dedupe-articles compares the articles of this run; its index"))
        #expect(try Program.run("dry-run", "dups.yaml", "a.txt", in: desk).code == 0)
        let served = try Program.shell(
            "mkdir -p spool/inbox && cp a.txt spool/inbox/first.txt && galley run --once dups.yaml",
            in: desk
        )
        #expect(served.code == 0)
        let dry = try Program.run("dry-run", "dups.yaml", "a.txt", in: desk)
        #expect(dry.code == 1)
        #expect(dry.out.contains("dropped  the same words as 'first.txt'"))

        let query = try Program.run("dedup", "query", "dups.yaml", "a.txt", "b.txt", in: desk)
        #expect(query.out == "a.txt: the same words as 'first.txt'\nb.txt: nothing like it\n")
        #expect(try Program.run("dedup", "compact", "dups.yaml", in: desk).code == 0)
        let statistics = try Program.run("dedup", "stats", "dups.yaml", in: desk).out
        #expect(statistics.hasPrefix("1 article in 1 segment, "))
        let export = try Program.run("dedup", "export", "dups.yaml", in: desk).out
        #expect(export.hasPrefix("{\"id\":\"first.txt\",\"time\":") && export.contains("\"version\":1"))
        #expect(try Program.run("dedup", "clear", "dups.yaml", in: desk).code == 64)
        #expect(try Program.run("dedup", "stats", "plain.yaml", in: desk).code == 78)
    }
}

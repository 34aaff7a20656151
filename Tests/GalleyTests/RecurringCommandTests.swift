import Foundation
import Testing

@Suite struct RecurringCommandTests {
    private static let head = "{\"galley\":\"recurring-lines\",\"version\":1}\n"

    private static func page(_ place: String) -> String {
        """
        \(place) keeps its night market

        The council of \(place) voted on Tuesday to keep the night market of \(place) for three more years.

        A decision on the winter market of \(place) will be taken when \(place) has a budget again.

        The Harbour News is kept alive by its readers, and you can join them from three crowns a month.

        """
    }

    @Test("what recurs in the articles of a source is counted, and a pipeline that names the file takes it out")
    func countsAndCleans() throws {
        let folder = try Folder()
        let places = ["Alby", "Brovik", "Corran", "Dunmore"]
        for place in places { try folder.write(Self.page(place), to: "\(place).txt") }
        let counted = try Program.run(["recurring", "lines.jsonl"] + places.map { "\($0).txt" }, in: folder)
        #expect(counted.code == 0 && counted.errors == "galley: 'lines.jsonl': 4 articles counted\n")
        let lines = try folder.text("lines.jsonl").split(separator: "\n")
        #expect(lines.count == 3 && lines[1].hasPrefix("{\"source\":\"\",\"articles\":4,"))
        #expect(lines[2].hasPrefix("{\"source\":\"\",\"line\":\"The Harbour News is kept alive"))
        let stage = "strip-navigation: { packs: [], recurring: lines.jsonl, recurring-from: 3 }"
        try folder.write("name: site\nstages:\n  - \(stage)\n", to: "site.yaml")
        let clean = try Program.run("clean", "-p", "site.yaml", input: Self.page("Moss"), in: folder)
        #expect(clean.code == 0 && !clean.out.contains("Harbour News") && clean.out.contains("has a budget again."))
        let dryRun = try Program.run("dry-run", "site.yaml", "Alby.txt", in: folder)
        #expect(dryRun.out.contains("recurring (in 4 of 4 articles without a source since "))
        // It goes on from what it counted.
        let more = try Program.run("recurring", "lines.jsonl", "--source", "x", input: Self.page("Moss"), in: folder)
        #expect(more.code == 0)
        #expect(try folder.text("lines.jsonl").contains("{\"source\":\"x\",\"articles\":1,"))
    }

    @Test("JSON Lines name their sources; versions of an article are passed over, and bad lines told")
    func readsLines() throws {
        let folder = try Folder()
        let rows = ["Alby", "Brovik", "Alby", "Corran"].map { place in
            let text = Self.page(place).replacingOccurrences(of: "\n", with: "\\n")
            return "{\"source\":\"harbour.example\",\"text\":\"\(text)\"}"
        }
        try folder.write((rows + ["{\"no\":1}"]).joined(separator: "\n") + "\n", to: "in.jsonl")
        let result = try Program.run("recurring", "lines.jsonl", "in.jsonl", in: folder)
        #expect(result.code == 1)
        #expect(result.errors.contains("in.jsonl:5:1: there is no field 'text' in the object\n"))
        #expect(result.errors.contains("3 articles counted, 1 version of such passed over"))
        #expect(try folder.text("lines.jsonl").contains("{\"source\":\"harbour.example\",\"articles\":3,"))
    }

    @Test("what is no text is not counted, and the others are")
    func noText() throws {
        let folder = try Folder()
        try folder.write(Self.page("Alby"), to: "article.txt")
        try Data([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13]).write(to: folder.url("pic.txt"))
        let result = try Program.run("recurring", "lines.jsonl", "pic.txt", "article.txt", in: folder)
        #expect(result.code == 1)
        #expect(result.errors.hasPrefix("pic.txt:1:1: it looks like a PNG image, and not like text\n"))
        #expect(try Program.run("recurring", "none.jsonl", "pic.txt", in: folder).code == 65)
        #expect(try Program.run("topics", "explain", "pic.txt", in: folder).code == 65)
    }

    @Test("a line that is too long is told")
    func longLine() throws {
        let line = "head -c 68000000 /dev/zero | tr '\\0' x > in.jsonl; galley recurring lines.jsonl in.jsonl"
        let result = try Program.shell(line, in: Folder())
        #expect(result.code == 65 && result.errors == "in.jsonl:1: the line is longer than 64 MiB; left out\n")
    }

    @Test("the counts go where a link leads, keep their mode, and replace no device and no folder")
    func links() throws {
        let folder = try Folder()
        try folder.write(Self.page("Alby"), to: "article.txt")
        try folder.write(Self.head, to: "elsewhere/lines.jsonl")
        let line = """
            chmod 660 elsewhere/lines.jsonl; ln -s elsewhere/lines.jsonl link; ln -s elsewhere/new.jsonl dangling
            for name in link dangling /dev/full elsewhere none/x; do galley recurring $name article.txt 2>&1; echo $?; done
            stat -c '%F %a' link elsewhere/lines.jsonl dangling elsewhere/new.jsonl; ls elsewhere; stat -c %F /dev/full
            """
        let result = try Program.shell("umask 022\n" + line, in: folder)
        #expect(
            result.out == """
                galley: 'link': 1 article counted
                0
                galley: 'dangling': 1 article counted
                0
                galley: cannot create '/dev/full', which is a device: file exists
                73
                galley: cannot create 'elsewhere', which is a folder: file exists
                73
                galley: cannot create 'none/x': no such file or directory
                73
                symbolic link 777
                regular file 660
                symbolic link 777
                regular file 644
                lines.jsonl
                new.jsonl
                character special file

                """
        )
    }

    @Test("a file that is no count is neither read nor replaced")
    func refusesOthers() throws {
        let folder = try Folder()
        try folder.write(Self.page("Alby"), to: "article.txt")
        let result = try Program.run("recurring", "article.txt", "article.txt", in: folder)
        #expect(result.code != 0 && result.errors == "article.txt:1: a value is needed here\n")
        #expect(try folder.text("article.txt") == Self.page("Alby"))
        try folder.write(Self.head + "{}\n", to: "lines.jsonl")
        let broken = try Program.run("recurring", "lines.jsonl", "article.txt", in: folder)
        #expect(broken.errors == "lines.jsonl:2: source, articles, since and last are needed\n")
        #expect(try folder.text("lines.jsonl") == Self.head + "{}\n")
    }
}

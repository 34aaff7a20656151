import Foundation
import GalleyText
import Testing

@testable import galley

@Suite struct JudgeCommandTests {
    /// A score of short texts.
    private func score(_ page: String, _ copy: String, _ gold: String, title: String = "") -> PageScore {
        PageScore(
            set: "",
            name: "",
            page: Array(page.utf8),
            copy: Array(copy.utf8),
            gold: Array(gold.utf8),
            title: title
        )
    }

    @Test("damage is the share of the article that went, residue that of the rest that stayed")
    func shares() {
        let gold = "one two three four five six seven eight"
        let page = "menu sport \(gold) share this page now"
        let same = score(page, page, gold)
        #expect(same.damage == 0 && same.residue == 1 && same.left == 6)
        let clean = score(page, gold, gold)
        #expect(clean.damage == 0 && clean.residue == 0 && clean.words.f1 == 1 && clean.runs.f1 == 1)
        let half = score(page, "one two three four share this page now", gold)
        #expect(half.damage == 0.5 && half.residue == 4.0 / 6 && half.lost == 4 && half.words.f1 == 0.5)
        let gone = score(page, "", gold)
        #expect(gone.damage == 1 && gone.residue == 0 && gone.words.f1 == 0)
    }

    @Test("words are compared without case and compatibility forms, and ideographs one by one")
    func words() {
        var words = GoldWords()
        func same(_ one: String, _ other: String) -> Bool { words.words(one.utf8.span) == words.words(other.utf8.span) }
        #expect(same("The \u{FB01}rst STRASSE, \u{FF11}\u{FF12}!", "the first straße 12"))
        #expect(same("e\u{301}t\u{E9}", "ÉTÉ"))
        #expect(!same("naive", "naïve"))
        #expect(words.words("港の船".utf8.span).count == 3)
        #expect(words.words("snake_case don't".utf8.span).count == 3)
    }

    @Test("the headline may be there once, and a second copy is litter")
    func headline() {
        let (title, gold) = ("ferry lost at sea", "one two three four five six seven eight")
        let page = "\(title)\n\(title)\n\(gold)"
        #expect(score(page, "\(title)\n\(gold)", gold, title: title).residue == 0)
        #expect(score(page, page, gold, title: title).residue == 1)
        #expect(score(page, "\(title)\n\(gold)", gold, title: title).words.f1 == 1)
        #expect(score(page, gold, gold, title: title).words.f1 == 1)
    }

    /// Two sets of pages, one of which has lost its second half.
    private func pages() throws -> Folder {
        let folder = try Folder()
        let (left, right) = ("one two three four five six seven eight", "the ferry left the harbour at nine")
        for (folderName, first, second) in [
            ("gold", left, right), ("in", "\(left)\nshare this page now", "menu of all sections\n\(right)"),
            ("out", "one two three four", right),
        ] {
            try folder.write(first, to: "\(folderName)/a/1.txt")
            try folder.write(second, to: "\(folderName)/b/2.txt")
        }
        return folder
    }

    @Test("each set has its figures, and the worst pages are named")
    func table() throws {
        let folder = try pages()
        let result = try Program.run("judge", "gold", "out", "in", in: folder)
        #expect(result.code == 0, "\(result.errors)")
        let lines = result.out.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        #expect(lines[0].prefix(5) == ["set", "pages", "P", "R", "F1"])
        #expect(
            lines[1] == ["a", "1", "100.0", "50.0", "66.7", "100.0", "20.0", "33.3", "50.0", "0.0", "100.0", "0.0"]
        )
        #expect(
            lines[2] == ["b", "1", "100.0", "100.0", "100.0", "100.0", "100.0", "100.0", "0.0", "0.0", "0.0", "100.0"]
        )
        #expect(lines[3].prefix(5) == ["MACRO", "2", "100.0", "75.0", "83.3"])
        #expect(result.out.contains("     50.0      0.0        4        0  a/1.txt"))
        let json = try Program.run("judge", "gold", "out", "in", "--json", in: folder)
        #expect(json.out.contains("\"page\":\"1.txt\",\"F1\":0.667,\"damage\":0.5"))
    }

    @Test("a list of pages gives headlines and languages; a page without a copy counts as empty")
    func list() throws {
        let folder = try pages()
        try folder.write(
            """
            {"set":"a","id":"1","title":"Share this page now","lang":"en"}
            {"set":"b","id":"2","title":"","lang":"de"}

            """,
            to: "pages.jsonl"
        )
        let english = try Program.run(
            "judge",
            "gold",
            "out",
            "in",
            "--pages",
            "pages.jsonl",
            "--lang",
            "en",
            in: folder
        )
        #expect(english.out.contains("\na ") && !english.out.contains("\nb ") && !english.out.contains("MACRO"))
        // The headline is no litter, so that there is none.
        #expect(english.out.contains(" – "))
        try FileManager.default.removeItem(at: folder.url("out/a/1.txt"))
        let empty = try Program.run("judge", "gold", "out", "in", "--worst", "1", in: folder)
        #expect(empty.out.contains("    100.0      0.0        8        0  a/1.txt"))
    }

    @Test("folders without a common page, and a language without a list, are answered")
    func mistakes() throws {
        let folder = try pages()
        try FileManager.default.createDirectory(at: folder.url("none"), withIntermediateDirectories: true)
        let none = try Program.run("judge", "gold", "out", "none", in: folder)
        #expect(none.code == 66 && none.errors.contains("passed over 2 pages that 'none' lacks"))
        #expect(none.errors.contains("no page in common"))
        for wrong in [["wrong", "out", "in"], ["gold", "wrong", "in"], ["gold", "out", "wrong"]] {
            let result = try Program.run(["judge"] + wrong, in: folder)
            #expect(result.code == 66 && result.out.isEmpty && result.errors.contains("'wrong'"))
        }
        let alone = try Program.run("judge", "gold", "out", "in", "--lang", "de", in: folder)
        #expect(alone.code == 64 && alone.errors.contains("--lang needs --pages"))
    }
}

import GalleyText
import Testing

@Suite struct DecodingTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let what: String
        let raw: [UInt8]
        let text: String
        let encoding: String
        var name: String?
        var testDescription: String { what }
    }

    static let rows = [
        Row(what: "UTF-8", raw: Array("né ☃".utf8), text: "né ☃", encoding: "utf-8"),
        Row(what: "nothing", raw: [], text: "", encoding: "utf-8"),
        Row(what: "a byte-order mark", raw: [0xEF, 0xBB, 0xBF] + Array("né".utf8), text: "né", encoding: "utf-8"),
        Row(what: "NUL in UTF-8", raw: [0x61, 0, 0x62], text: "a\0b", encoding: "utf-8"),
        Row(
            what: "windows-1252",
            raw: [0x93] + Array("na".utf8) + [0xEF, 0x76, 0x65, 0x94, 0x81],
            text: "“naïve”\u{81}",
            encoding: "windows-1252"
        ),
        Row(
            what: "a stray windows-1252 byte in UTF-8",
            raw: Array("é è à don".utf8) + [0x92, 0x74],
            text: "é è à don’t",
            encoding: "utf-8"
        ),
        Row(
            what: "a cut sequence in UTF-8",
            raw: Array("é è à ".utf8) + [0xE2, 0x80, 0x20, 0xFF, 0x41],
            text: "é è à \u{FFFD} ÿA",
            encoding: "utf-8"
        ),
        Row(
            what: "UTF-16, little-endian, marked",
            raw: [0xFF, 0xFE, 0x41, 0, 0xAC, 0x20, 0x3D, 0xD8, 0, 0xDE],
            text: "A€😀",
            encoding: "utf-16le"
        ),
        Row(
            what: "UTF-16, big-endian, unmarked",
            raw: Array("N\0e\0w\0s\0 \0".utf8).reversed(),
            text: " sweN",
            encoding: "utf-16be"
        ),
        Row(
            what: "Cyrillic by name",
            raw: [0xCF, 0xF0, 0xE8],
            text: "При",
            encoding: "windows-1251",
            name: "windows-1251"
        ),
        Row(what: "Latin-1 by name", raw: [0x41, 0xE9], text: "Aé", encoding: "iso-8859-1", name: "iso-8859-1"),
    ]

    @Test(
        "windows-1252 is doubted where letters look like another's",
        arguments: [
            ("windows-1250", "Była to długa mądra książka o żółwiach.", true),
            ("windows-1254", "Işık doğudan yükselir, dağların ardında kırmızı bir şafak.", true),
            ("windows-1250", "Přišel večer, když už všichni věděli, že třetí vlak z města dnes nepřijede dřív.", true),
            ("windows-1250", "Az erdőből későn jött, és az öreg nő köszönt neki, mielőtt leült a földre.", true),
            ("windows-1250", "Vsi otroci so že odšli, začela se je šola, večer pa je bil še tih.", true),
            ("windows-1252", "Õhtul sõitis öine rong põhja, ja kõik mõtlesid, et köök on külm nagu jää.", false),
            ("windows-1252", "Ontem à noite as decisões e as eleições não foram notícia; é só isso.", false),
            ("windows-1252", "Le président Miloš Zeman s'est rendu à Košice, où le père de l'élève l'a reçu.", false),
            ("windows-1252", "Før høsten går båten til øyene; Nicolò e Lucia, più giù, è lì.", false),
            ("macintosh", "Le président a été élu à l'été, le problème est réglé.", true),
            ("ibm437", "Le président a été élu à l'été, le problème est réglé.", true),
            (
                "windows-1252",
                "Þetta er íslensk setning sem sagði að veðrið væri gott í dag og á morgun, það var ágætt.", false
            ),
            (
                "windows-1252",
                "Wait…what? L’été « froid » – 5°C, 10 m², l·l, Zoë’s “x”—y, ‚so‘ „so“, and all the rest of it.", false
            ),
        ]
    )
    func isDoubted(encoding: String, text: String, isDoubtful: Bool) throws {
        let raw = try #require(Decoding.encode(Array(text.utf8), as: encoding))
        #expect(Decoding(raw).encoding == "windows-1252")
        #expect(Decoding(raw).isDoubtful == isDoubtful)
    }

    @Test("windows-1252 is doubted where nothing else is left and few letters are ASCII")
    func isDoubted() {
        let russian: [UInt8] = [0xCF, 0xF0, 0xE8, 0xE2, 0xE5, 0xF2, 0x20, 0xEC, 0xE8, 0xF0]
        #expect(Decoding(russian).encoding == "windows-1252")
        #expect(Decoding(russian).isDoubtful)
        #expect(!Decoding(russian, as: "windows-1252").isDoubtful)
        let french = Array("L'".utf8) + [0xE9] + Array("t".utf8) + [0xE9] + Array(" fut tr".utf8) + [0xE8, 0x73]
        #expect(!Decoding(french).isDoubtful)
        #expect(!Decoding(Array("Привет".utf8)).isDoubtful)
    }

    @Test("bytes become UTF-8 in the encoding that they are in", arguments: rows)
    func decodes(_ row: Row) {
        let decoding = Decoding(row.raw, as: row.name)
        #expect(String(decoding: decoding.text, as: UTF8.self) == row.text)
        #expect(decoding.encoding == row.encoding)
        #expect(decoding.text.span.firstInvalidUTF8() == nil)
        if decoding.encoding == "utf-8" {
            #expect(decoding.edits.applied(to: row.raw) == decoding.text)
        } else if decoding.isReversible {
            #expect(Decoding.encode(decoding.text, as: decoding.encoding) == row.raw)
        }
    }

    @Test("every byte of every code page comes back", arguments: CodePage.all.map(\.name) + ["iso-8859-1"])
    func everyByte(_ name: String) {
        let raw = [UInt8](0...255)
        let decoding = Decoding(raw, as: name)
        #expect(decoding.isReversible)
        #expect(Decoding.encode(decoding.text, as: name) == raw)
    }

    @Test(
        "an encoding has the names that people know it by",
        arguments: [
            ("utf8", "utf-8"), ("UTF_8", "utf-8"), ("utf16le", "utf-16le"), ("latin1", "windows-1252"),
            ("Latin-1", "windows-1252"), ("cp1252", "windows-1252"), ("x-cp1251", "windows-1251"),
            ("latin9", "iso-8859-15"), ("ISO8859-15", "iso-8859-15"), ("iso_8859-1", "iso-8859-1"),
            ("x-mac-roman", "macintosh"), ("cp437", "ibm437"), ("utf-16", nil), ("latin-9000", nil), ("x", nil),
        ] as [(String, String?)]
    )
    func labels(_ label: String, _ name: String?) {
        #expect(Decoding.name(of: label) == name)
        #expect((Decoding.advice(on: label) != nil) == (label == "utf-16"))
        for name in Decoding.names { #expect(Decoding.name(of: name) == name) }
    }

    @Test("UTF-16 that no encoder would write says that it cannot come back")
    func loneSurrogate() {
        #expect(!Decoding([0xFF, 0xFE, 0x00, 0xD8, 0x41, 0x00]).isReversible)
        #expect(!Decoding([0xFF, 0xFE, 0x41]).isReversible)
    }

    @Test("any bytes become UTF-8", arguments: 0..<100)
    func anyBytes(_ seed: UInt64) {
        var random = CompositionTests.Generator(state: seed &* 31 &+ 7)
        let raw = (0..<200).map { _ in UInt8.random(in: 0...255, using: &random) }
        let decoding = Decoding(raw, as: "utf-8")
        #expect(decoding.text.span.firstInvalidUTF8() == nil)
        #expect(decoding.edits.applied(to: raw) == decoding.text)
    }
}

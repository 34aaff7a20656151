import GalleyPipeline
import GalleyStages
import Testing

@Suite("YAML") struct YAMLReaderTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let text: String
        /// `line:column+length message`, and ` | ` with the hint.
        let mistakes: [String]
        var testDescription: String { text.debugDescription }

        init(_ text: String, _ mistakes: String...) { (self.text, self.mistakes) = (text, mistakes) }
    }

    @Test(
        "each mistake has its place, its words and what would be right",
        arguments: [
            Row(
                "name: news\nformat:text\nstages:\n  - a\n",
                "2:1+7 a space is missing after 'format:' | write format: …"
            ),
            Row(
                "name: news\nstages:\n  - a\nformat:text\n",
                "4:1+7 a space is missing after 'format:' | write format: …"
            ),
            Row(
                "output:\n  format:text\n  record:sidecar\n  x: y\n",
                "2:3+7 a space is missing after 'format:' | write format: …",
                "3:3+7 a space is missing after 'record:' | write record: …"
            ),
            Row(
                "- name:news\n  x: y\n- name:news\n  x: y\n  x: z\n",
                "1:3+5 a space is missing after 'name:' | write name: …",
                "3:3+5 a space is missing after 'name:' | write name: …",
                "5:3+1 the key 'x' is here twice; first in line 4"
            ),
            Row("a: [b:c, d]\nhost: http://b:80\n"),
            Row(
                "a:\n  name:news # c\n\n  # d\n  x: y\n",
                "2:3+5 a space is missing after 'name:' | write name: …"
            ),
            Row("name:a # b\nx: y\n", "1:1+5 a space is missing after 'name:' | write name: …"),
            Row("a:\n  -b # c\n  - d\n", "2:3+1 a space is missing after '-' | write - …"),
            Row("a:\n  - b\n  -c:\n      d: e\n", "3:3+1 a space is missing after '-' | write - …"),
            Row(
                "a:\n  -b\n  -c\n  - d:\n      e: f\n",
                "2:3+1 a space is missing after '-' | write - …",
                "3:3+1 a space is missing after '-' | write - …"
            ),
            Row("a:\n  - b\n  -c\n  - d\nx: y\n", "3:3+1 a space is missing after '-' | write - …"),
            Row("a:\n  - b\n  # c\n  -d\n", "4:3+1 a space is missing after '-' | write - …"),
            Row("a: -b\nc: -1\nd: [-e]\n"),
            Row("\u{FEFF}a: b\nc: d\n"),
            Row("\u{FEFF}a: %b\n", "1:4+1 '%' cannot begin a text | a text that begins with '%' needs quotes"),
            Row(
                "a: [b, , c]\n",
                "1:8+1 a value is missing before ',' | what '[' or '{' begins ends with ']' or '}'"
            ),
            Row(
                "a: [\n",
                "2:1+1 a value is missing before the end of the file | what '[' or '{' begins ends with ']' or '}'"
            ),
            Row(
                "a: b: c\n",
                "1:5+1 a colon cannot stand here | quote a text with ': ' in it; else look at the indentation"
            ),
            Row(
                "- b\n    c: d\n",
                "1:3+1 a colon is missing after 'b' | write b:"
            ),
            Row(
                "a: b\n c: d\n",
                "2:3+1 a colon cannot stand here | quote a text with ': ' in it; else look at the indentation"
            ),
            Row(
                "a:\n\tb: c\n\td: e\n",
                "2:1+1 a tab indents this line | YAML takes only spaces here; 1 more line has one"
            ),
            Row("a:\n  - b\n\t- c\n", "3:1+1 a tab indents this line | YAML takes only spaces here"),
            Row(
                "a: |\n\tb\n",
                "2:1+1 a tab indents this line | YAML takes only spaces here"
            ),
            Row(
                "a: 'b\nc: d\n",
                "1:4+1 the quotation that begins here has no end"
            ),
            Row(
                "a: \"\\d\"\n",
                "1:5+2 double quotes know no escape '\\d' | use single quotes, or write '\\\\d'"
            ),
            Row(
                "a: 'b' c\n",
                "1:8+1 the value ends before 'c' | put the whole text in quotes"
            ),
            Row(
                "a:\n - *: News\n",
                "2:4+1 '*' begins an alias | a text that begins with '*' needs quotes"
            ),
            Row(
                "a:\n - * — AFP\n",
                "2:4+1 '*' begins an alias | a text that begins with '*' needs quotes"
            ),
            Row(
                "a: *y\n",
                "1:4+2 no anchor '&y' stands above | a text that begins with '*' needs quotes"
            ),
            Row(
                "a: &\n",
                "1:4+1 '&' begins an anchor | a text that begins with '&' needs quotes"
            ),
            Row(
                "a: [b, c\nd: e\n",
                "2:2+1 the list that begins in line 1 goes on with ',' or ends with ']' | a text that begins with '[' needs quotes"
            ),
            Row(
                "a: {b: c\nd: e\n",
                "2:2+1 the mapping that begins in line 1 goes on with ',' or ends with '}' | a text that begins with '{' needs quotes"
            ),
            Row(
                "a:\n  - b\n  c: d\n",
                "3:3+1 the list that begins in line 2 goes on with '- ', not with 'c' | look at the indentation of this line and the one above"
            ),
            Row(
                "a:\n  b: c\n d: e\n",
                "3:2+1 the mapping that begins in line 1 goes on with a key, not with 'd' | look at the indentation of this line and the one above"
            ),
            Row(
                "a: %b\n",
                "1:4+1 '%' cannot begin a text | a text that begins with '%' needs quotes"
            ),
            Row(
                "a: - b\n",
                "1:4+1 a list cannot begin here | begin it in the next line"
            ),
            Row(
                "---\na: b\n---\nc: d\n",
                "3:1+3 a second document begins here; a file holds one"
            ),
            Row(
                "a: b\n...\nc\n",
                "3:1+1 text stands behind the end of the document"
            ),
            Row(
                "a: !!str b\nc: !d e\n",
                "1:4+7 the tag '!!str' is not read; leave it out",
                "2:4+4 the tag '!d' is not read; leave it out"
            ),
            Row(
                "? [a]\n: b\n: c\n",
                "1:3+1 a key is text, not a list",
                "3:1+1 the mapping that begins in line 1 goes on with a key, not with ':' | look at the indentation of this line and the one above"
            ),
            Row(
                "a: b\né: ü\né: c\na: d\n",
                "3:1+1 the key 'é' is here twice; first in line 2",
                "4:1+1 the key 'a' is here twice; first in line 1"
            ),
            Row(
                "x: &x {b: c}\na:\n  <<: *x\n",
                "3:3+2 the merge key '<<' is not read; write the keys out"
            ),
            Row("", "1:1+1 the file is empty"),
            Row(
                "# nothing\n",
                "1:1+1 the file is empty"
            ),
            Row(
                "é: ü\nx: 'é\u{7}'\n",
                "2:6+1 the control character U+0007 cannot stand in YAML"
            ),
            Row(
                "x: \"a\\0\"\n",
                "1:4+5 the control character U+0000 cannot stand in a text"
            ),
            Row(
                "a\u{0}: b\n",
                "1:2+1 the control character U+0000 cannot stand in YAML"
            ),
            Row(
                "a: >2x\n b\n",
                "1:6+1 while scanning a block scalar: did not find expected comment or line break"
            ),
        ]
    )
    func mistakes(_ row: Row) {
        let found = YAML.read(Array(row.text.utf8)).mistakes.map { mistake in
            let place = "\(mistake.place.line):\(mistake.place.column)+\(mistake.place.length)"
            return "\(place) \(mistake.message)" + (mistake.hint.map { " | " + $0 } ?? "")
        }
        #expect(found == row.mistakes)
    }

    @Test("bytes that are not UTF-8 are pointed at")
    func invalidUTF8() {
        let (setting, mistakes) = YAML.read(Array("é: ü\nab: ".utf8) + [0xFF, 0x0A])
        let place = Setting.Place(file: 0, line: 2, column: 5, length: 1)
        #expect(setting == nil)
        #expect(mistakes == [Mistake(at: place, "the byte FF is not UTF-8", hint: "save the file as UTF-8")])
    }

    @Test("values keep their kind, their order and their place")
    func values() throws {
        let text = "b: 2\n\"é\": 'ü '\nlist: [x, {y: z}]\nbig: |\n  one\n  two\nnone:\n"
        let (setting, mistakes) = YAML.read(Array(text.utf8), file: 3)
        #expect(mistakes == [])
        let root = try #require(setting)
        #expect(root.place == Setting.Place(file: 3, line: 1, column: 1, length: 1))
        #expect(root["b"]?.value == .scalar("2", plain: true))
        #expect(root["é"] == Setting(.scalar("ü ", plain: false), at: .init(file: 3, line: 2, column: 6, length: 4)))
        #expect(root["list"]?.place == Setting.Place(file: 3, line: 3, column: 7, length: 1))
        #expect(
            root["big"]
                == Setting(.scalar("one\ntwo\n", plain: false), at: .init(file: 3, line: 4, column: 6, length: 1))
        )
        #expect(root["none"]?.value == .scalar("", plain: true))
        guard case .mapping(let pairs) = root.value else { throw Halt() }
        #expect(pairs.map(\.key.text) == ["b", "é", "list", "big", "none"])
    }

    @Test("an alias stands for the value of its anchor")
    func aliases() {
        let setting = YAML.read(Array("a: &x [b, c]\nd: *x\n".utf8)).setting
        #expect(setting?["d"] == setting?["a"])
    }

    @Test("aliases that would grow without bound are refused", .timeLimit(.minutes(10)))
    func aliasBomb() {
        var text = "l0: &l0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...40 {
            let aliases = (0..<10).map { _ in "*l\(level - 1)" }.joined(separator: ", ")
            text += "l\(level): &l\(level) [\(aliases)]\n"
        }
        let (setting, mistakes) = YAML.read(Array(text.utf8))
        #expect(setting == nil)
        #expect(mistakes.map(\.message) == ["aliases stand for more than 10000 values"])
    }

    @Test(
        "deep nesting is refused at once",
        .timeLimit(.minutes(10)),
        arguments: ["[", "{a: ", "- ", "? "]
    )
    func nesting(_ opener: String) {
        let (setting, mistakes) = YAML.read(Array(String(repeating: opener, count: 100_000).utf8))
        #expect(setting == nil)
        #expect(mistakes.map(\.message) == ["more than 64 lists and mappings lie in one another"])
    }

    @Test("random bytes are read or refused, never a crash", .timeLimit(.minutes(10)))
    func randomBytes() {
        var generator = Generator(state: 7)
        let alphabet = Array("ab: -[]{}'\"|>&*!%@`#?,\n\n  \t\\:é".utf8)
        for _ in 0..<3000 {
            let bytes = (0..<Int.random(in: 0...60, using: &generator)).map { _ in
                alphabet.randomElement(using: &generator) ?? 0
            }
            let (setting, mistakes) = YAML.read(bytes)
            #expect(setting != nil || !mistakes.isEmpty)
        }
    }

    private struct Halt: Error {}
}

/// Numbers that look random and are the same each time (SplitMix64).
struct Generator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = (state ^ state >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }
}

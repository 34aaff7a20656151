import GalleyPipeline
import GalleyStages
import GalleyText
import Testing

/// Two stages that touch much and know nothing: what undo has to cope with.
private struct Shout: Stage {
    static let card = StageCard("shout", "Makes every 'a' an 'A' and takes out every 'x'.", examples: [])
    static let fields: [OptionField<NoOptions>] = []
    init(_ options: NoOptions, _ reader: inout SettingReader) {}
    init() {}
    func review(_ article: Article, into markup: inout Markup) {
        for (index, byte) in article.bytes.enumerated() {
            if byte == 0x61 { markup.replace(index..<index + 1, with: "AÄ", rule: "shout") }
            if byte == 0x78 { markup.remove(index..<index + 1, rule: "no-x", why: "x is gone") }
        }
    }
}

private struct Whisper: Stage {
    static let card = StageCard("whisper", "Makes every 'A' an 'a'.", examples: [])
    static let fields: [OptionField<NoOptions>] = []
    init(_ options: NoOptions, _ reader: inout SettingReader) {}
    init() {}
    func review(_ article: Article, into markup: inout Markup) {
        for (index, byte) in article.bytes.enumerated() where byte == 0x41 {
            markup.replace(index..<index + 1, with: "a", rule: "whisper")
        }
    }
}

@Suite struct UndoTests {
    static let texts: [[UInt8]] = [
        [], Array("plain text".utf8), Array("A banana, xx.\n".utf8),
        Array("A title here\nLonger body follows, a b c.".utf8),
        [0xEF, 0xBB, 0xBF] + Array("marked a\n".utf8), Array("né è à a".utf8) + [0x92, 0x78],
        [0xFF, 0xFE, 0x61, 0, 0x78, 0],
        [0xFF, 0xFE, 0x61, 0, 0x78, 0, 0x61], [0x93, 0x61, 0x94],
        Array("---\ntitle: \"A 'x' day\"\nlang: en\n---\n\nax\n".utf8),
        Array("---\ntitle: Only here\n---\nBody a x.".utf8), [0, 0x61, 0xC3], Array("\r\n\r\na\r\n".utf8),
    ]
    static let objectTexts = [
        #"{"id":1,"text":"a x\n\"q\" é","n":1.50,"u":"\u00e9"}"#, "{ \"text\" : \"\\u00e9\\u201ca x\" }\n",
        #"{"text":"a\/x"}"#,
        #"{"galley":{"old":1},"text":"ax","z":[]}"#, #"{"text":"ax", "galley" : null , "z":[]}"#,
        "{\n  \"title\": \"A x headline\",\n  \"text\": \"Body a.\"\n}\n", #"{"text":"\ud800 a"}"#,
        #"{"t\u0065xt":"ax"}"#,
        "\u{FEFF}{\"text\":\"ax\"}",
    ]

    func cleaner(_ format: DocumentFormat, _ level: RecordLevel = .full) -> Cleaner {
        let name: [UInt8] = []
        return Cleaner(
            Engine([PipelineStage(Shout()), PipelineStage(Whisper())]),
            PipelineIdentity(name: "loud", digest: Digest(name.span)),
            format: format,
            record: level
        )
    }

    func undone(_ cleaned: Cleaned) throws -> [UInt8] {
        if cleaned.record.isEmpty { return try Undo.original(of: cleaned.copy) }
        return try Undo.original(
            of: cleaned.copy,
            by: JSONValue(cleaned.record.span, in: 0..<cleaned.record.count)
        )
    }

    @Test("a file comes back byte for byte from every output format", arguments: texts, DocumentFormat.allCases)
    func files(_ raw: [UInt8], _ format: DocumentFormat) throws {
        let cleaned = cleaner(format).clean(Source(file: raw))
        #expect(cleaned.copy.span.firstInvalidUTF8() == nil)
        #expect(try undone(cleaned) == raw)
    }

    @Test(
        "an object comes back byte for byte from every output format",
        arguments: objectTexts,
        DocumentFormat.allCases
    )
    func objects(_ raw: String, _ format: DocumentFormat) throws {
        let bytes = Array(raw.utf8)
        let cleaned = cleaner(format).clean(try Source(object: bytes))
        #expect(try undone(cleaned) == bytes)
    }

    @Test("other fields keep their order, numbers and escapes")
    func fieldsStay() throws {
        let cleaned = cleaner(.jsonl, .none).clean(try Source(object: Array(Self.objectTexts[0].utf8)))
        let line = String(decoding: cleaned.copy, as: UTF8.self)
        #expect(line.hasPrefix(#"{"id":1,"text":"aÄ \n\"q\" é","n":1.50,"u":"\u00e9","galley":{"#))
    }

    @Test(
        "what an article says between two rules is text, not front matter",
        arguments: [
            "---\nANNA: Who is there?\nBEN: Nobody.\n---\nThey left.\n", "---\nNote: closed today.\n---\nMore.\n",
            "---\nmore: to come\n---\n", "---\ntitle: never ends\n", "---\n\n---\nText.\n",
        ]
    )
    func rulesAreText(_ text: String) {
        #expect(Source(file: Array(text.utf8)).text == Array(text.utf8))
        #expect(Source(file: Array(text.utf8), format: .markdown).text == Array(text.utf8))
    }

    @Test("bytes that were not UTF-8 are told, with what was read for them")
    func decodingIsTold() {
        let front = Array("---\ntitle: é è à\n---\n\n".utf8)
        let source = Source(
            file: [0xEF, 0xBB, 0xBF] + front + Array("do".utf8) + [0x6E, 0x92, 0x74, 0xE2, 0x80, 0x20]
        )
        #expect(source.decodingFindings.map(\.range) == [3..<6, 7..<10])
        #expect(
            source.decodingFindings.map(\.message) == [
                "92 is not UTF-8, and was read as '’'", "E2 80 is not UTF-8, and was read as '\u{FFFD}'",
            ]
        )
    }

    @Test("half of a surrogate pair is no character, and is told where it was read")
    func surrogates() throws {
        let source = try Source(object: Array(#"{"text":"é \ud83d \ud83d\ude00 \ude00"}"#.utf8))
        #expect(source.text == Array("é \u{FFFD} 😀 \u{FFFD}".utf8))
        #expect(source.decodingFindings.map(\.range) == [3..<6, 12..<15])
        #expect(Set(source.decodingFindings.map(\.rule)) == ["lone-surrogate"])
        #expect(try Source(object: Array(#"{"text":"\ud83d\ude00"}"#.utf8)).decodingFindings.isEmpty)
    }

    @Test("a changed copy, a summary and a strange record are refused with the reason")
    func refusals() throws {
        let cleaned = cleaner(.text).clean(Source(file: Array("a x b".utf8)))
        let record = try JSONValue(cleaned.record.span, in: 0..<cleaned.record.count)
        var other = cleaned.copy
        other[0] = 0x62
        func reason(_ copy: [UInt8], _ record: JSONValue) -> String {
            do { _ = try Undo.original(of: copy, by: record) } catch { return error.description }
            return "nothing was refused"
        }
        #expect(reason(other, record) == "the clean copy is not the one that the record tells of, or was changed since")
        #expect(reason(cleaned.copy, .null) == "this is not a record of Galley")
        let summary = cleaner(.text, .summary).clean(Source(file: Array("a x b".utf8)))
        #expect(
            reason(summary.copy, try JSONValue(summary.record.span, in: 0..<summary.record.count))
                == "the record is a summary; only a full record can be undone"
        )
    }

    @Test("an article's language is declared by a tag, and by nothing else")
    func languages() throws {
        for (tag, code) in [("eng", "en"), ("de-AT", "de"), ("English", nil), ("zz", nil)] {
            let object = try Source(object: Array(#"{"text":"a","lang":"\#(tag)"}"#.utf8))
            #expect(object.facts.language?.rawValue == code)
            let file = Source(file: Array("---\nlang: \(tag)\n---\na\n".utf8))
            #expect(file.facts.language?.rawValue == code && file.text == Array("a\n".utf8))
        }
    }

    @Test(
        "what is not an article in JSON is refused at its place",
        arguments: [
            (#"{"id":1}"#, 0, "there is no field 'text' in the object"),
            (#"{"text":5}"#, 8, "the field 'text' is not a string"),
            (#"{"text":"a","text":"b"}"#, 12, "the field 'text' stands here a second time"),
        ]
    )
    func faults(_ raw: String, _ offset: Int, _ message: String) {
        #expect(throws: JSONFault(offset: offset, message: message)) { try Source(object: Array(raw.utf8)) }
    }
}

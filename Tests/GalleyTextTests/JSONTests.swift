import GalleyText
import Testing

@Suite struct JSONTests {
    func members(_ text: String) throws(JSONFault) -> [[String]] {
        let bytes = Array(text.utf8)
        let span = bytes.span
        var scanner = JSONScanner(span, in: 0..<span.count)
        return try scanner.object().map { [span.string($0.key), span.string($0.value)] }
    }

    @Test("the members of an object keep their raw bytes and order")
    func keepsRaw() throws {
        let found = try members(#" {"b": 1.50e+3 , "a":"x\/\u00e9", "c": {"d":[1, {"e":[]}]}, "b":null } "#)
        #expect(
            found == [
                ["\"b\"", "1.50e+3"], ["\"a\"", #""x\/\u00e9""#], ["\"c\"", #"{"d":[1, {"e":[]}]}"#],
                ["\"b\"", "null"],
            ]
        )
    }

    @Test(
        "what is not JSON is refused at its place",
        arguments: [
            ("", 0), ("[1]", 0), ("{\"a\":1,}", 7), ("{\"a\" 1}", 5), ("{\"a\":01}", 6), ("{\"a\":\"x", 5),
            ("{a:1}", 1),
            ("{\"a\":tru}", 5), ("{\"a\":\"\\x\"}", 6), ("{\"a\":\"\\u12g4\"}", 6), ("{\"a\":1} x", 8),
            ("{\"a\":\"\t\"}", 6),
            ("{\"a\":-}", 5), ("{\"a\":1.}", 7), ("{\"a\":nul", 5),
        ]
    )
    func refuses(_ text: String, _ offset: Int) {
        #expect { try members(text) } throws: { ($0 as? JSONFault)?.offset == offset }
    }

    @Test("too deep a nesting is refused, not followed")
    func deep() {
        #expect(throws: JSONFault.self) { try members("{\"a\":" + String(repeating: "[", count: 100_000)) }
    }

    @Test(
        "a string is written again just as it was, or says that it cannot be",
        arguments: [
            (#""plain""#, "plain", JSONEscapes.utf8), (#""a\nb\t\"\\""#, "a\nb\t\"\\", .utf8),
            (#""é“”""#, "é“”", .utf8),
            (#""\u00e9\u201c""#, "é“", .ascii), (#""\ud83d\ude00!""#, "😀!", .ascii), (#""\u0001""#, "\u{1}", .utf8),
            (#""a\/b""#, "a/b", nil), (#""\u00E9""#, "é", nil), (#""\u0041""#, "A", nil),
            (#""\ud800x""#, "\u{FFFD}x", nil),
            (#""é\u00e9""#, "éé", nil), (#""""#, "", .utf8), (#""\ud83d\uDE00""#, "😀", nil), (#""\u000a""#, "\n", nil),
        ] as [(String, String, JSONEscapes?)]
    )
    func strings(_ raw: String, _ text: String, _ escapes: JSONEscapes?) {
        let bytes = Array(raw.utf8)
        let string = JSONString(bytes.span, at: 0..<bytes.count)
        #expect(String(decoding: string.text, as: UTF8.self) == text)
        #expect(string.escapes == escapes)
        guard let escapes else { return }
        var written: [UInt8] = []
        written.append(jsonString: string.text.span, escapes: escapes)
        #expect(written == bytes)
    }

    @Test("a quotation mark right behind a special byte is found in every alignment", arguments: 0..<24)
    func alignment(_ padding: Int) {
        let text = String(repeating: "x", count: padding) + "\u{1}!\"#é\\" + String(repeating: "y", count: 9)
        var written: [UInt8] = []
        let bytes = Array(text.utf8)
        written.append(jsonString: bytes.span)
        #expect(JSONString(written.span, at: 0..<written.count).text == bytes)
    }

    @Test(
        "bytes that are not UTF-8 go through base 64 and back",
        arguments: [[], [0xFF], [0xC3, 0x28], [1, 2, 0xFE, 4]] as [[UInt8]]
    )
    func base64(_ bytes: [UInt8]) throws {
        var writer = JSONWriter()
        writer.text(bytes.span)
        #expect(try JSONValue(writer.bytes.span, in: 0..<writer.bytes.count).bytes == bytes)
    }

    @Test(
        "numbers have at most three decimals",
        arguments: [
            (0, "0"), (1.5, "1.5"), (-2.25, "-2.25"), (10.007, "10.007"), (0.0004, "0"), (3.14159, "3.142"),
            (120, "120"),
        ]
            as [(Double, String)]
    )
    func numbers(_ value: Double, _ text: String) {
        var writer = JSONWriter()
        writer.number(value)
        #expect(String(decoding: writer.bytes, as: UTF8.self) == text)
    }

    @Test("a long string comes back from what is written of it", arguments: [JSONEscapes.utf8, .ascii])
    func longStrings(_ escapes: JSONEscapes) {
        // Scalars of all lengths and escapes fall on every place of a step of writing.
        for shift in 500..<530 {
            let text = String(repeating: "x", count: shift) + String(repeating: "é\n“\"😀\u{1}\\ab", count: 200)
            var written: [UInt8] = []
            written.append(jsonString: text.utf8.span, escapes: escapes)
            let read = JSONString(written.span, at: 0..<written.count)
            #expect(String(decoding: read.text, as: UTF8.self) == text && read.escapes == escapes)
            guard escapes == .utf8 else { continue }
            var json = JSONWriter()
            json.beginArray()
            json.string(text)
            json.integer(-1)
            json.endArray()
            #expect(json.bytes == Array("[".utf8) + written + Array(",-1]".utf8))
        }
    }

    @Test("numbers are written as they are read")
    func numbers() {
        var json = JSONWriter(Array("[]\n".utf8))
        json.beginArray()
        for value in [0, 7, 10, 99, 100, 1_000_000, -5, .max, .min] { json.integer(value) }
        for value in [0, 1.5, -0.25, 3.14159, 1000, 0.001] { json.number(value) }
        json.beginObject()
        json.endObject()
        json.endArray()
        json.endLine()
        let wanted = """
            []
            [0,7,10,99,100,1000000,-5,9223372036854775807,-9223372036854775808,0,1.5,-0.25,3.142,1000,0.001,{}]

            """
        #expect(String(decoding: json.bytes, as: UTF8.self) == wanted)
    }
}

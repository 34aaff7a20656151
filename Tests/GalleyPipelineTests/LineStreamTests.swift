import GalleyPipeline
import GalleyText
import Testing

@Suite struct LineStreamTests {
    func run(
        _ input: String,
        chunk: Int,
        maxSize: Int = 1000,
        workers: Int = 1
    ) -> (lines: [String], troubles: [LineStream.Trouble]) {
        let nothing: [UInt8] = []
        let cleaner = Cleaner(
            Engine([]),
            PipelineIdentity(name: "none", digest: Digest(nothing.span)),
            format: .jsonl,
            record: .none
        )
        var stream = LineStream(cleaner, maxSize: maxSize, workers: workers)
        var rest = Array(input.utf8)[...]
        var out: [UInt8] = []
        var left: [UInt8] = []
        var troubles: [LineStream.Trouble] = []
        stream.run(
            read: { (buffer: inout [UInt8]) throws(Never) in
                buffer += rest.prefix(chunk)
                rest = rest.dropFirst(chunk)
            },
            write: { (lines: [UInt8]) throws(Never) in out += lines },
            report: { troubles.append($0) },
            leave: { (piece: ArraySlice<UInt8>) throws(Never) in left += piece }
        )
        // What comes out and what is left out is all there was, but for blank lines.
        let bad = input.split(separator: "\n").filter { $0.count > maxSize || !$0.hasSuffix("}") || $0.contains("1 ") }
        #expect(String(decoding: left, as: UTF8.self) == bad.map { $0 + "\n" }.joined())
        return (String(decoding: out, as: UTF8.self).split(separator: "\n").map(String.init), troubles)
    }

    @Test("lines come out the same however they are cut on the way in", arguments: [1, 2, 3, 7, 64, 4096])
    func chunks(_ chunk: Int) {
        let input = (1...20).map { "{\"id\":\($0),\"text\":\"\(String(repeating: "é\\n", count: $0))\"}" }
        let (lines, troubles) = run(input.joined(separator: "\n"), chunk: chunk)
        #expect(troubles.isEmpty)
        #expect(lines.count == 20)
        #expect(zip(lines, input).allSatisfy { $0.hasPrefix($1.dropLast()) })
    }

    @Test("lines come out the same, and in their order, whatever the number of workers", arguments: [1 << 10, 1 << 18])
    func workers(_ chunk: Int) {
        let input = (1...6000).map { number in
            switch number % 500 {
            case 3: "{\"é\":1 \"b\":\(number)}"
            case 77: "{\"text\":\"" + String(repeating: "x", count: number == 77 ? 900_000 : 1001) + "\"}"
            case 78: ""
            default: "{\"id\":\(number),\"text\":\"" + String(repeating: "wörd ", count: number % 120) + "\"}"
            }
        }
        let one = run(input.joined(separator: "\n"), chunk: chunk)
        #expect(one.lines.count == 6000 - 36)
        #expect(one.troubles.count == 24)
        for workers in [2, 3, 16] {
            let many = run(input.joined(separator: "\n"), chunk: chunk, workers: workers)
            #expect(many.lines == one.lines)
            #expect(many.troubles == one.troubles)
        }
    }

    @Test("blank lines pass as they are, and the last line keeps its end", arguments: [1, 3, 4096])
    func blankLines(_ chunk: Int) throws {
        let line = "{\"text\":\"a x\"}"
        for input in ["", "\n", " \r\n\n", line, line + "\n", line + "\n\n\t\n" + line, "\n" + line + "\r\n "] {
            let nothing: [UInt8] = []
            let identity = PipelineIdentity(name: "none", digest: Digest(nothing.span))
            var stream = LineStream(Cleaner(Engine([]), identity, format: .jsonl, record: .full), maxSize: 1000)
            var rest = Array(input.utf8)[...]
            var out: [UInt8] = []
            stream.run(
                read: { (buffer: inout [UInt8]) throws(Never) in
                    buffer += rest.prefix(chunk)
                    rest = rest.dropFirst(chunk)
                },
                write: { (lines: [UInt8]) throws(Never) in out += lines },
                report: { Issue.record("\($0)") },
                leave: { (_) throws(Never) in }
            )
            let lines = try out.split(separator: 0x0A, omittingEmptySubsequences: false).map { (line) throws in
                line.contains(0x7B) ? try Undo.original(of: Array(line)) : Array(line)
            }
            #expect(Array(lines.joined(separator: [0x0A])) == Array(input.utf8))
        }
    }

    @Test("a bad line is told by its place and the others are done", arguments: [1, 5, 4096])
    func badLines(_ chunk: Int) {
        let long = "{\"text\":\"" + String(repeating: "x", count: 2000) + "\"}"
        let (lines, troubles) = run(
            "{\"text\":\"a\"}\n\n{\"é\":1 \"b\":2}\n\(long)\n{\"text\":\"b\"}\nnot json",
            chunk: chunk
        )
        #expect(lines.count == 2)
        #expect(
            troubles == [
                .unreadable(line: 3, column: 8, message: "',' or '}' is needed here"),
                .tooLong(line: 4, bytes: long.utf8.count),
                .unreadable(line: 6, column: 1, message: "an object { … } is needed here"),
            ]
        )
    }
}

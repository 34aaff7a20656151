internal import GalleyDelivery
internal import GalleyPipeline
internal import GalleyText

extension Command {
    /// The input of a cleaning, from its output.
    static let undo = Command(
        "undo",
        "Gives back what a clean copy was made of, byte for byte.",
        operands: Operands("[RECORD] CLEAN", 1...2),
        options: [.flag("jsonl", "CLEAN is JSON Lines, whatever it is called.")],
        details: """
            Without RECORD it is CLEAN.record.json beside the copy, or the record inside
            a copy in JSON; JSON Lines are undone line by line. The original goes to
            standard output, or nothing if copy and record do not belong together.
            """,
        examples: [
            ("galley undo clean/article.txt > article.txt", "by the record beside it"),
            ("galley undo article.record.json article.txt", "by a record that lies elsewhere"),
        ]
    ) { arguments, console throws(Failure) in
        let copy = arguments.operands[arguments.operands.count - 1]
        if arguments.operands.count == 2 { return try undo(copy, by: arguments.operands[0], console) }
        if arguments.has("jsonl") || DocumentFormat(ofFile: copy.bytes) == .jsonl {
            return try undoLines(of: copy, console)
        }
        let sidecars = copy.last.records.map { copy.bytes.contains(0x2F) ? copy.folder.file($0) : $0 }
        if !copy.isDash, let sidecar = sidecars.first(where: { FileIdentity($0) != nil }) {
            return try undo(copy, by: sidecar, console)
        }
        let bytes = try InputFile(copy).readAll(limit: sizeLimit)
        guard bytes.first(where: { !$0.isASCIISpace }) == 0x7B else {
            throw .noInput("\(copy.subject) has no record inside, and there is no \(sidecars[0].quoted)")
        }
        try console.out.write(refusing(copy) { () throws(UndoRefusal) in try Undo.original(of: bytes) })
        return .done
    }

    /// Records are larger than the articles that a pipeline takes.
    private static let sizeLimit = 1 << 30

    private static func undo(_ copy: Path, by record: Path, _ console: Console) throws(Failure) -> ExitCode {
        let json = try InputFile(record).readAll(limit: sizeLimit)
        let value: JSONValue
        do throws(JSONFault) { value = try JSONValue(json.span, in: 0..<json.count) } catch {
            throw .data("\(record.subject) is not a record: \(error.message), at byte \(error.offset)")
        }
        let bytes = try InputFile(copy).readAll(limit: sizeLimit)
        try console.out.write(refusing(copy) { () throws(UndoRefusal) in try Undo.original(of: bytes, by: value) })
        return .done
    }

    private static func undoLines(of copy: Path, _ console: Console) throws(Failure) -> ExitCode {
        var tally = Tally()
        var reader = LineReader(try InputFile(copy), limit: sizeLimit)
        while let line = try reader.next() {
            let place = "\(copy.isDash ? copy.subject : copy.display):\(reader.number)"
            try tally.attempt(console) { (tally) throws(Failure) in
                guard let line else { throw .place("\(place): the line is longer than a gigabyte") }
                var original = line
                let isBlank = line.allSatisfy(\.isASCIISpace)
                do throws(UndoRefusal) { if !isBlank { original = try Undo.original(of: line) } } catch {
                    throw .place("\(place): \(error.description)")
                }
                try console.out.write(reader.hasFeed ? original + [0x0A] : original)
                tally.done += 1
            }
        }
        return tally.exitCode
    }

    private static func refusing(
        _ copy: Path,
        _ body: () throws(UndoRefusal) -> [UInt8]
    ) throws(Failure) -> [UInt8] {
        do throws(UndoRefusal) { return try body() } catch { throw .data("\(copy.subject): \(error.description)") }
    }
}

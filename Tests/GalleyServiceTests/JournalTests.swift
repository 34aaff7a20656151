import Foundation
import GalleyDelivery
import Testing

@testable import GalleyService

@Suite(.timeLimit(.minutes(10))) struct JournalTests {
    private enum Happening: Event {
        case delivered(Path, bytes: Int)
        case refused(String)
        case detail

        var name: StaticString {
            switch self {
            case .delivered: "file-delivered"
            case .refused: "pipeline-refused"
            case .detail: "detail"
            }
        }
        var priority: Priority {
            switch self {
            case .delivered: .info
            case .refused: .error
            case .detail: .debug
            }
        }
        var message: String {
            switch self {
            case .delivered(let path, _): "delivered \(path.quoted)"
            case .refused(let text): text
            case .detail: "detail"
            }
        }
        var fields: [(key: StaticString, value: EventValue)] {
            switch self {
            case .delivered(let path, let bytes): [("file", .path(path)), ("bytes", .integer(bytes))]
            case .refused, .detail: []
            }
        }
    }

    /// A pipe and what was written to it.
    private final class Reader {
        let pipe = Pipe()
        var descriptor: Int32 { pipe.fileHandleForWriting.fileDescriptor }

        func text() throws -> String {
            try pipe.fileHandleForWriting.close()
            return String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        }

        /// What JOURNAL_STREAM is when journald reads this.
        func stream() -> String {
            var facts = stat()
            fstat(descriptor, &facts)
            return "\(facts.st_dev):\(facts.st_ino)"
        }
    }

    @Test("for people a line has the time, and says if it is a warning or worse")
    func text() throws {
        let reader = Reader()
        let journal = Journal(descriptor: reader.descriptor, environment: [:])
        journal.tell(Happening.delivered(Path("a.txt"), bytes: 5))
        journal.tell(Happening.detail)
        journal.tell(Happening.refused("news.yaml:1:1: error: empty\n  options here: none"))
        let lines = try reader.text().split(separator: "\n")
        try #require(lines.count == 3)
        #expect(lines[0].hasSuffix("Z delivered 'a.txt'"))
        #expect(lines[0].count == "2026-02-03T04:05:06Z delivered 'a.txt'".count)
        #expect(lines[1].hasSuffix("Z error: news.yaml:1:1: error: empty"))
        #expect(lines[2] == "  options here: none")
    }

    @Test("for the journal a line begins with its priority, if the journal reads it")
    func journal() throws {
        let reader = Reader()
        let journal = Journal(descriptor: reader.descriptor, environment: ["JOURNAL_STREAM": reader.stream()])
        journal.tell(Happening.delivered(Path("a.txt"), bytes: 5))
        journal.tell(Happening.refused("one\ntwo"))
        #expect(try reader.text() == "<6>delivered 'a.txt'\n<3>error: one\n<3>two\n")
        let other = Reader()
        Journal(descriptor: other.descriptor, environment: ["JOURNAL_STREAM": "1:1"])
            .tell(Happening.refused("one"))
        #expect(try other.text().hasSuffix("Z error: one\n"))
    }

    @Test("for programs a line is one object, with the names of files as they are")
    func json() throws {
        let reader = Reader()
        let journal = Journal(.json, descriptor: reader.descriptor, environment: [:])
        journal.tell(Happening.delivered(Path([0x61, 0xFF]), bytes: 5))
        let line = try reader.text()
        let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
        #expect(object?["event"] as? String == "file-delivered")
        #expect(object?["priority"] as? String == "info")
        #expect(object?["bytes"] as? Int == 5)
        #expect(object?["file"] as? [String: String] == ["b64": "Yf8="])
        #expect((object?["time"] as? String)?.count == "2026-02-03T04:05:06.789Z".count)
        #expect(line.hasSuffix("}\n"))
    }

    @Test("a reader that stops costs lines, never the service, and is told how many")
    func stopped() throws {
        let reader = Reader()
        let journal = Journal(descriptor: reader.descriptor, patience: .milliseconds(1), environment: [:])
        let long = String(repeating: "x", count: 1000)
        for _ in 0..<200 { journal.tell(Happening.refused(long)) }
        // The pipe is full; somebody reads again.
        let taken = reader.pipe.fileHandleForReading.availableData
        #expect(taken.count > 4096)
        journal.tell(Happening.refused("after"))
        let rest = try reader.text().split(separator: "\n")
        #expect(rest.last?.hasSuffix("error: after") == true)
        #expect(rest.contains { $0.contains("lines of the log lost") })
    }

    @Test("a reader that went away is no trouble")
    func gone() throws {
        signal(SIGPIPE, SIG_IGN)
        let reader = Reader()
        try reader.pipe.fileHandleForReading.close()
        Journal(descriptor: reader.descriptor, environment: [:]).tell(Happening.refused("unheard"))
    }
}

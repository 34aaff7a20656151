internal import GalleyText

/// The file that says how often lines recur in the articles of each source: JSON Lines, to be read by people too.
///
/// Behind a head stand the sources, `{"source":…,"articles":…,"since":…,"last":…}`, and then the lines, which have a
/// `line` besides. Days are as in `2026-11-28`.
public enum RecurringFile {
    /// One line of it behind the head.
    public struct Row: Sendable, Equatable {
        /// The source, in the words of its first article; empty for articles that name none.
        public let source: String
        /// The line, without outer white space; `nil` where all articles of the source are counted.
        public let line: [UInt8]?
        /// How many articles have it.
        public let articles: Int
        /// The day on which it was first seen.
        public let since: String
        /// The day on which it was last seen.
        public let last: String
    }

    /// What is wrong with a file, and in which line.
    public struct Fault: Error, Sendable, Equatable {
        /// The number of the line, from 1.
        public let line: Int
        /// What is wrong, in lower case, without a full stop.
        public let message: String
    }

    private static let version = 1

    /// Reads a file.
    ///
    /// - Complexity: O(*n*).
    public static func rows(_ file: Span<UInt8>) throws(Fault) -> [Row] {
        var rows: [Row] = []
        var isHead = true
        for (number, line) in LineTable(file).enumerated() where !line.isBlank {
            let value: JSONValue
            do throws(JSONFault) {
                value = try JSONValue(file, in: line.trimmed)
            } catch {
                throw Fault(line: number + 1, message: error.message)
            }
            if isHead {
                guard value["galley"]?.text == "recurring-lines" else {
                    throw Fault(line: number + 1, message: "it is no file of recurring lines")
                }
                guard value["version"]?.count == version else {
                    throw Fault(line: number + 1, message: "it is not of version \(version), which this program reads")
                }
                isHead = false
                continue
            }
            guard let source = value["source"]?.text, let articles = value["articles"]?.count,
                let since = value["since"]?.text, let last = value["last"]?.text
            else { throw Fault(line: number + 1, message: "source, articles, since and last are needed") }
            rows.append(Row(source: source, line: value["line"]?.bytes, articles: articles, since: since, last: last))
        }
        if isHead { throw Fault(line: 1, message: "it is empty") }
        return rows
    }

    /// Writes a file.
    static func bytes(_ rows: [Row]) -> [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        json.member("galley", "recurring-lines")
        json.member("version", version)
        json.endObject()
        json.endLine()
        for row in rows {
            json.beginObject()
            json.member("source", row.source)
            if let line = row.line {
                json.key("line")
                json.text(line.span)
            }
            json.member("articles", row.articles)
            json.member("since", row.since)
            json.member("last", row.last)
            json.endObject()
            json.endLine()
        }
        return json.bytes
    }

    /// What a source is known by: its letters and digits, whatever their case.
    static func key(ofSource source: String) -> UInt64 {
        let name = source.utf8.span
        return name.hashOfLetters(in: 0..<name.count)
    }

    /// What a line of a source is known by: its letters and digits, whatever their case.
    static func key(_ source: UInt64, _ bytes: Span<UInt8>, _ line: Range<Int>) -> UInt64 {
        // The table goes by the upper bits, which a multiplication mixes.
        (bytes.hashOfLetters(in: line) ^ source &* 0xd6e8_feb8_6659_fd93) &* 0x9e37_79b9_7f4a_7c15
    }
}

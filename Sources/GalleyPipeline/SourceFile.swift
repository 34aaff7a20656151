internal import CMasks
internal import GalleyStages
internal import GalleyText

/// A text file that the loader has read, by lines, so that a mistake can show the line where it stands.
///
/// Lines end where YAML 1.1 ends them: at a line feed, a carriage return, both together, U+0085, U+2028 or U+2029.
struct SourceFile: Sendable {
    /// The path as messages give it.
    let name: String
    /// The path as the pipeline names it: the same wherever the pipeline lies.
    let label: String
    /// Without a byte order mark.
    let bytes: [UInt8]
    private let lines: [Range<Int>]

    init(name: String, label: String? = nil, _ bytes: [UInt8]) {
        (self.name, self.label) = (name, label ?? name)
        // libyaml counts a byte order mark as a column, by which the first line seems to be indented.
        let bytes = bytes.span.has("\u{FEFF}", at: 0) ? Array(bytes.dropFirst(3)) : bytes
        self.bytes = bytes
        lines = Self.lines(of: bytes.span)
    }

    private static func lines(of bytes: Span<UInt8>) -> [Range<Int>] {
        var lines: [Range<Int>] = []
        var (start, index) = (0, 0)
        while true {
            index = unsafe bytes.firstIndex(in: index..<bytes.count, mask_line_ends)
            guard index < bytes.count else { break }
            let length =
                switch bytes[index] {
                case 0x0A: 1
                case 0x0D: bytes.has("\r\n", at: index) ? 2 : 1
                case 0xC2: bytes.has("\u{85}", at: index) ? 2 : 0
                default: bytes.has("\u{2028}", at: index) || bytes.has("\u{2029}", at: index) ? 3 : 0
                }
            if length > 0 {
                lines.append(start..<index)
                start = index + length
            }
            index += max(1, length)
        }
        lines.append(start..<bytes.count)
        return lines
    }

    /// How many lines there are, the empty one behind a last line feed counted.
    var lineCount: Int { lines.count }

    /// The text of a line, counted from 0, without its end; empty behind the last one.
    func line(_ number: Int) -> String {
        lines.indices.contains(number) ? String(decoding: bytes[lines[number]], as: UTF8.self) : ""
    }

    /// The next line above that has more than a comment; -1 if there is none.
    func lineWithText(above number: Int) -> Int {
        var number = min(number, lines.count) - 1
        while number >= 0, [nil, "#"].contains(line(number).unicodeScalars.first { $0 != " " }) { number -= 1 }
        return number
    }

    /// The offset of the scalar at `mark`, or the end of its line.
    func offset(of mark: YAMLMark) -> Int {
        guard lines.indices.contains(mark.line) else { return bytes.count }
        var (offset, column) = (lines[mark.line].lowerBound, 0)
        while column < mark.column, offset < lines[mark.line].upperBound {
            offset += 1
            while offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
            column += 1
        }
        return offset
    }

    /// Says whether only spaces and dashes stand before `mark` in its line.
    func isIndent(before mark: YAMLMark) -> Bool {
        line(mark.line).unicodeScalars.prefix(mark.column).allSatisfy { $0 == " " || $0 == "-" }
    }

    /// The place of the byte at `offset`.
    func mark(of offset: Int) -> YAMLMark {
        let line = max(0, (lines.firstIndex { $0.lowerBound > offset } ?? lines.count) - 1)
        let start = lines[line].lowerBound
        let column = bytes[start..<max(start, min(offset, bytes.count))].count { $0 & 0xC0 != 0x80 }
        return YAMLMark(line: line, column: column)
    }
}

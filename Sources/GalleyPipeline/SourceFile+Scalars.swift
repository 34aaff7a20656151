internal import GalleyStages

extension SourceFile {
    /// The place of a scalar inside the text of a YAML scalar, however that is written.
    ///
    /// - Parameter offset: the number of the scalar in the text, from 0; its count for the end.
    func place(of offset: Int, in place: Setting.Place) -> Setting.Place {
        var walk = ScalarWalk(self, from: YAMLMark(line: place.line - 1, column: place.column - 1))
        let mark = walk.mark(of: offset)
        return Setting.Place(file: place.file, line: mark.line + 1, column: mark.column + 1, length: 1)
    }
}

/// Goes through a YAML scalar as written and as read, side by side.
private struct ScalarWalk {
    private let source: SourceFile
    private var line: Int
    private var column: Int
    private var scalars: [Unicode.Scalar]

    init(_ source: SourceFile, from mark: YAMLMark) {
        (self.source, line, column) = (source, mark.line, mark.column)
        scalars = Array(source.line(mark.line).unicodeScalars)
    }

    private var here: Unicode.Scalar? { column < scalars.count ? scalars[column] : nil }
    private var mark: YAMLMark { YAMLMark(line: line, column: column) }

    mutating func mark(of offset: Int) -> YAMLMark {
        switch here {
        case "|", ">": return markInBlock(of: offset, folded: here == ">")
        case "'", "\"":
            let quote = here
            column += 1
            return markInLines(of: offset, quote: quote)
        default: return markInLines(of: offset, quote: nil)
        }
    }

    private mutating func nextLine() {
        (line, column) = (line + 1, 0)
        scalars = Array(source.line(line).unicodeScalars)
    }

    /// In plain and quoted scalars: a line break with the white space around it reads as one space, or as a line feed
    /// for each blank line.
    private mutating func markInLines(of offset: Int, quote: Unicode.Scalar?) -> YAMLMark {
        var read = 0
        while read < offset {
            let isEscaped = quote == "\"" && here == "\\"
            if isEscaped, column + 1 == scalars.count {
                nextLine()
                skipSpaces()
            } else if scalars[min(column, scalars.count)...].allSatisfy({ $0 == " " || $0 == "\t" }) {
                let end = mark
                var breaks = 0
                repeat {
                    guard line + 1 < source.lineCount else { return end }
                    nextLine()
                    breaks += 1
                    skipSpaces()
                } while here == nil
                read += max(1, breaks - 1)
            } else {
                if here == quote, quote == "'" { column += 1 }
                column += isEscaped ? lengthOfEscape : 1
                read += 1
            }
        }
        return mark
    }

    private mutating func skipSpaces() { while here == " " || here == "\t" { column += 1 } }

    private var lengthOfEscape: Int {
        switch scalars[column + 1] {
        case "x": 4
        case "u": 6
        case "U": 10
        default: 2
        }
    }

    /// In block scalars: each line behind its indent, with its line feed; folded, lines that touch are one.
    private mutating func markInBlock(of offset: Int, folded: Bool) -> YAMLMark {
        let first = (line + 1..<max(line + 1, source.lineCount)).first { !source.line($0).allSatisfy { $0 == " " } }
        guard let first else { return mark }
        let indent = source.line(first).prefix { $0 == " " }.count
        var read = 0
        while line + 1 < source.lineCount {
            nextLine()
            column = min(indent, scalars.count)
            let count = scalars.count - column
            if read + count >= offset { return YAMLMark(line: line, column: column + max(0, offset - read)) }
            let joins = folded && count > 0 && source.line(line + 1).isEmpty
            read += count + (joins ? 0 : 1)
        }
        return mark
    }
}

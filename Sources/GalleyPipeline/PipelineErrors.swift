internal import GalleyStages
public import GalleyText

/// Everything that is wrong with a pipeline file and the files that it names.
public struct PipelineErrors: Error, Sendable, Equatable, CustomStringConvertible {
    /// A mistake with the file and line where it stands.
    public struct Located: Sendable, Equatable {
        /// The path of the file, as the loader was given it.
        public let file: String
        /// From 1.
        public let line: Int
        /// From 1, in scalars.
        public let column: Int
        /// In scalars.
        public let length: Int
        /// What is wrong, on one line.
        public let message: String
        /// What would be right.
        public let hint: String?
        /// The text of the line.
        public let source: String
    }

    /// The pipeline file, as the loader was given it.
    public let file: String
    /// The mistakes, by file and place; none if the pipeline file itself cannot be read.
    public let mistakes: [Located]
    /// Why the pipeline file cannot be read.
    public let failure: String?
    /// The pipeline's name and the path of its spool, where they can be read all the same: a service that took the
    /// file when it was right is found by them.
    public let whereabouts: Whereabouts?

    /// What tells the service of a pipeline from others.
    public struct Whereabouts: Sendable, Equatable {
        /// The pipeline's name.
        public let name: String
        /// The spool's absolute path.
        public let spool: String
    }

    init(_ mistakes: [Mistake], in files: [SourceFile], whereabouts: Whereabouts? = nil) {
        self.mistakes = mistakes.inOrder.map { mistake in
            let place =
                mistake.offset.map { files[mistake.place.file].place(of: $0, in: mistake.place) } ?? mistake.place
            return Located(
                file: files[place.file].name,
                line: place.line,
                column: place.column,
                length: place.length,
                message: mistake.message.onOneLine,
                hint: mistake.hint?.onOneLine,
                source: files[place.file].line(place.line - 1)
            )
        }
        file = files[0].name
        failure = nil
        self.whereabouts = whereabouts
    }

    init(file: String, unreadable failure: FileFailure) {
        (self.file, mistakes, self.failure, whereabouts) = (file, [], failure.message, nil)
    }

    /// All mistakes as a reader wants them: place, message, line, caret, hint; and how many there are.
    public var description: String {
        if let failure { return "\(file.onOneLine): error: cannot be read: \(failure)\n" }
        let count = mistakes.count == 1 ? "1 error" : "\(mistakes.count) errors"
        return mistakes.map(\.description).joined() + "\(file.onOneLine): \(count)\n"
    }

    /// Writes the mistakes as an array of objects with `file`, `line`, `column`, `length`, `message` and `hint`.
    public func write(into json: inout JSONWriter) {
        json.beginArray()
        if let failure {
            json.beginObject()
            json.member("file", file)
            json.member("message", "cannot be read: \(failure)")
            json.endObject()
        }
        for mistake in mistakes {
            json.beginObject()
            json.member("file", mistake.file)
            for (key, value) in [("line", mistake.line), ("column", mistake.column), ("length", mistake.length)] {
                json.key(named: key)
                json.integer(value)
            }
            json.member("message", mistake.message)
            if let hint = mistake.hint {
                json.member("hint", hint)
            }
            json.endObject()
        }
        json.endArray()
    }
}

extension PipelineErrors.Located: CustomStringConvertible {
    /// Three or four lines, as compilers print them.
    public var description: String {
        let number = String(line)
        let gutter = String(repeating: " ", count: max(0, 5 - number.count))
        let (shown, before, under) = window
        // A tab moves both lines to the same column; a wide character needs two spaces below it.
        var caret = ""
        for scalar in before { caret += scalar == "\t" ? "\t" : String(repeating: " ", count: Self.width(scalar)) }
        let width = max(1, under.reduce(0) { $0 + Self.width($1) })
        caret += "^" + String(repeating: "~", count: width - 1)
        var text = "\(file.onOneLine):\(line):\(column): error: \(message)\n"
        text += "\(gutter)\(number) |\(shown.isEmpty ? "" : " ")\(shown)\n"
        text += "\(String(repeating: " ", count: max(5, number.count))) | \(caret)\n"
        if let hint { text += "  \(hint)\n" }
        return text
    }

    /// The part of the line that is shown, with what of it stands before the caret and above it.
    private var window: (shown: String, before: [Unicode.Scalar], under: [Unicode.Scalar]) {
        let scalars = source.unicodeScalars.map { $0 == "\t" || !$0.isControl ? $0 : "\u{FFFD}" }
        let start = min(column - 1, scalars.count)
        let end = min(start + length, scalars.count)
        let (first, last) =
            scalars.count <= 160 ? (0, scalars.count) : (max(0, start - 60), min(scalars.count, start + 60))
        let head: [Unicode.Scalar] = first > 0 ? ["…"] : []
        let shown = head + scalars[first..<last] + (last < scalars.count ? ["…"] : [])
        return (
            String(String.UnicodeScalarView(shown)), head + scalars[first..<start],
            Array(scalars[start..<min(end, last)])
        )
    }

    private static func width(_ scalar: Unicode.Scalar) -> Int { Unicodes.width(scalar.value) }
}

extension [Mistake] {
    /// The mistakes by file and place, each once.
    var inOrder: [Mistake] {
        var result: [Mistake] = []
        for mistake in sorted(by: { $0.place.order < $1.place.order }) {
            let others = result.reversed().prefix { $0.place == mistake.place }
            if !others.contains(mistake) { result.append(mistake) }
        }
        return result
    }
}

extension Setting.Place {
    fileprivate var order: (Int, Int, Int) { (file, line, column) }
}

extension Pipeline {
    /// What tells its service from others; `nil` without a spool.
    public var whereabouts: PipelineErrors.Whereabouts? {
        spool.map { PipelineErrors.Whereabouts(name: name, spool: $0.path) }
    }
}

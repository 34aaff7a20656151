import GalleyText

// What libyaml's messages mean to the writer of a pipeline file, and what would be right.

extension YAMLSyntaxError {
    static let quoteStar = "a text that begins with '*' needs quotes"

    /// The word that runs into what follows it, if that is the mistake: a key as in `name:news`, or a dash as in
    /// `-repair-text`.
    func wordWithoutSpace(in source: SourceFile) -> (word: String, start: YAMLMark)? {
        switch problem {
        case "could not find expected ':'": return wordWithoutSpace(in: contextMark.line, of: source)
        case "did not find expected '-' indicator": return dashWithoutSpace(in: mark.line, of: source)
        case "did not find expected key", "did not find expected <document start>":
            // It ended a mapping too early: what stands above begins in the same column.
            guard let word = wordWithoutSpace(in: source.lineWithText(above: mark.line), of: source) else { return nil }
            return word.start.column == mark.column ? word : nil
        case "mapping values are not allowed in this context":
            if let key = keyWithoutSpace(in: mark.line - 1, of: source) { return key }
            var line = source.lineWithText(above: mark.line)
            while source.line(line).unicodeScalars.first(where: { $0 != " " }) == "-" {
                if let dash = dashWithoutSpace(in: line, of: source) { return dash }
                line = source.lineWithText(above: line)
            }
            return nil
        default: return nil
        }
    }

    private func wordWithoutSpace(in line: Int, of source: SourceFile) -> (word: String, start: YAMLMark)? {
        keyWithoutSpace(in: line, of: source) ?? dashWithoutSpace(in: line, of: source)
    }

    private func keyWithoutSpace(in line: Int, of source: SourceFile) -> (word: String, start: YAMLMark)? {
        guard line >= 0 else { return nil }
        guard let (name, start, rest) = key(in: line, of: source), name.count > 1, rest.first == ":" else { return nil }
        guard let next = rest.dropFirst().first, next != " ", next != "\t", next != "/" else { return nil }
        return (name + ":", start)
    }

    private func dashWithoutSpace(in line: Int, of source: SourceFile) -> (word: String, start: YAMLMark)? {
        let text = source.line(line).unicodeScalars
        let rest = text.drop { $0 == " " }
        guard rest.first == "-", let next = rest.dropFirst().first, ("a"..."z").contains(next) else { return nil }
        return ("-", YAMLMark(line: line, column: text.count - rest.count))
    }

    /// The word in the line above that should be a key, such as `normalize-quotes` above its options.
    private func keyWithoutColon(in source: SourceFile) -> (name: String, start: YAMLMark)? {
        guard mark.line > 0, let (name, start, rest) = key(in: mark.line - 1, of: source) else { return nil }
        return !name.isEmpty && rest.allSatisfy { $0 == " " } ? (name, start) : nil
    }

    /// The word at the start of a line, behind dashes, and what follows it.
    private func key(
        in line: Int,
        of source: SourceFile
    ) -> (name: String, start: YAMLMark, rest: Substring.UnicodeScalarView)? {
        let text = source.line(line)
        var rest = text.unicodeScalars[...]
        while rest.first == " " || rest.starts(with: "- ".unicodeScalars) { rest.removeFirst() }
        let start = YAMLMark(line: line, column: text.unicodeScalars.count - rest.count)
        let key = rest.prefix { ("a"..."z").contains($0) || ("0"..."9").contains($0) || $0 == "-" || $0 == "_" }
        return (String(key), start, rest.dropFirst(key.count))
    }

    /// The mistake in Galley's words: its place, how much is underlined, what is wrong and what would be right.
    func explained(in source: SourceFile) -> (mark: YAMLMark, length: Int, message: String, hint: String?) {
        if let tab = tabs(in: source) { return tab }
        let scalars = source.line(mark.line).unicodeScalars.dropFirst(mark.column)
        let isLast = mark.line >= source.lineCount - 1
        let found = scalars.first.map { "'\($0)'" } ?? "the end of the \(isLast ? "file" : "line")"
        let since = "line \(contextMark.line + 1)"
        switch (problem, context) {
        case ("could not find expected ':'", _):
            let text = source.line(contextMark.line).unicodeScalars.dropFirst(contextMark.column)
            return (contextMark, text.count, "a key without a colon", "write key: value, or - value in a list")
        case ("mapping values are not allowed in this context", _):
            if let key = keyWithoutColon(in: source) {
                return (key.start, key.name.count, "a colon is missing after '\(key.name)'", "write \(key.name):")
            }
            return (mark, 1, "a colon cannot stand here", "quote a text with ': ' in it; else look at the indentation")
        case ("did not find expected key", let context?)
        where context.contains("block mapping") && !source.isIndent(before: mark):
            return (mark, 1, "the value ends before \(found)", "put the whole text in quotes")
        case ("did not find expected key", let context?) where context.contains("block mapping"):
            return (mark, 1, "the mapping that begins in \(since) goes on with a key, not with \(found)", indentation)
        case ("did not find expected '-' indicator", _):
            return (mark, 1, "the list that begins in \(since) goes on with '- ', not with \(found)", indentation)
        case ("did not find expected ',' or ']'", _):
            return (
                mark, 1, "the list that begins in \(since) goes on with ',' or ends with ']'",
                "a text that begins with '[' needs quotes"
            )
        case ("did not find expected ',' or '}'", _):
            return (
                mark, 1, "the mapping that begins in \(since) goes on with ',' or ends with '}'",
                "a text that begins with '{' needs quotes"
            )
        case ("did not find expected node content", _):
            return (mark, 1, "a value is missing before \(found)", "what '[' or '{' begins ends with ']' or '}'")
        case ("found unexpected end of stream", _), ("found unexpected document indicator", _):
            return (contextMark, 1, "the quotation that begins here has no end", nil)
        case ("found unknown escape character", _):
            let escape = String(String.UnicodeScalarView(scalars.prefix(2)))
            return (mark, 2, "double quotes know no escape '\(escape)'", "use single quotes, or write '\\\(escape)'")
        case ("did not find expected alphabetic or numeric character", let context?):
            let isAlias = context.contains("alias")
            return (
                contextMark, 1, "'\(isAlias ? "*" : "&")' begins \(isAlias ? "an alias" : "an anchor")",
                "a text that begins with '\(isAlias ? "*" : "&")' needs quotes"
            )
        case ("found character that cannot start any token", _):
            return (mark, 1, "\(found) cannot begin a text", "a text that begins with \(found) needs quotes")
        case ("did not find expected <document start>", _):
            return (mark, 1, "text stands behind the end of the document", nil)
        case ("block sequence entries are not allowed in this context", _):
            return (mark, 1, "a list cannot begin here", "begin it in the next line")
        default:
            return (mark, 1, (context.map { $0 + ": " } ?? "") + problem, nil)
        }
    }

    private var indentation: String { "look at the indentation of this line and the one above" }

    /// The mistake if it is a tab among the spaces at the start of a line.
    private func tabs(in source: SourceFile) -> (mark: YAMLMark, length: Int, message: String, hint: String?)? {
        func tab(in line: Int) -> Int? {
            let scalars = source.line(line).unicodeScalars
            let indent = scalars.prefix { $0 == " " || $0 == "\t" || $0 == "-" }
            return indent.count < scalars.count ? Array(indent).firstIndex(of: "\t") : nil
        }
        guard let column = tab(in: mark.line) else { return nil }
        let others = (mark.line + 1..<max(mark.line + 1, source.lineCount)).count { tab(in: $0) != nil }
        let more = others == 0 ? "" : "; \(others) more \(others == 1 ? "line has" : "lines have") one"
        return (
            YAMLMark(line: mark.line, column: column), 1, "a tab indents this line",
            "YAML takes only spaces here\(more)"
        )
    }
}

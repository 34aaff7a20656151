public import GalleyStages
internal import GalleyText

/// The page of a stage, made of its card and its options.
public struct StageReference: CustomStringConvertible {
    private var lines: [String] = []
    private let width: Int

    /// Writes the page of a stage.
    ///
    /// - Parameter width: the longest line, in columns, where a text can be broken.
    public init(_ stage: any Stage.Type, width: Int = 80) {
        self.width = width
        let card = stage.card
        lines.append(card.name)
        write(card.summary, indent: 2)
        for paragraph in card.details.parts(between: "\n\n") {
            lines.append("")
            write(String(paragraph), indent: 2)
        }
        write(stage.fieldFacts)
        if !card.rules.isEmpty { section("Rules") }
        for (name, meaning) in card.rules { item(name, meaning, column: 4 + (card.rules.map(\.name.count).max() ?? 0)) }
        let (pairs, untouched) = (
            card.examples.filter { $0.before != $0.after }, card.examples.filter { $0.before == $0.after }
        )
        if !pairs.isEmpty { section("What it does") }
        for example in pairs { write(example) }
        if !untouched.isEmpty { section("What it leaves alone") }
        for example in untouched { write(example) }
    }

    /// The page, as lines of text.
    public var description: String { lines.joined(separator: "\n") + "\n" }

    private mutating func section(_ title: String) { lines += ["", title] }

    private mutating func write(_ fields: [FieldFacts]) {
        section("Options")
        if fields.isEmpty { lines.append("  none") }
        for field in fields {
            let standard = field.standard.isEmpty ? "" : " (default \(field.standard))"
            lines.append("  \(field.name): \(field.type.described)\(standard)")
            write(field.documentation, indent: 6)
        }
    }

    private mutating func write(_ example: Example) {
        if lines.last != "What it does", lines.last != "What it leaves alone" { lines.append("") }
        let options = example.options.split(separator: "\n").joined(separator: ", ")
        let found = example.finds.map { ": \($0)" } ?? ""
        write(example.title + (options.isEmpty ? "" : " (\(options))") + found, indent: 2)
        for line in TextComparison(expected: example.before, found: example.after).lines {
            switch line {
            case .same(let line): lines.append("      \(line.onOneLine)")
            case .expected(let line): lines.append("    - \(line.onOneLine)")
            case .found(let line): lines.append("    + \(line.onOneLine)")
            }
        }
    }

    /// A name with what it means beside it.
    private mutating func item(_ name: String, _ meaning: String, column: Int) {
        let first = lines.count
        write(meaning, indent: column)
        guard lines.count > first else { return lines.append("  \(name)") }
        let space = String(repeating: " ", count: column - 2 - name.count)
        lines[first] = "  \(name)\(space)\(lines[first].dropFirst(column))"
    }

    /// Breaks a text into lines between words.
    private mutating func write(_ text: String, indent: Int) {
        let space = String(repeating: " ", count: indent)
        var line = ""
        for word in text.split(whereSeparator: \.isWhitespace) {
            if !line.isEmpty, indent + Self.columns(line) + 1 + Self.columns(word) > width {
                lines.append(space + line)
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + word
        }
        if !line.isEmpty { lines.append(space + line) }
    }

    private static func columns(_ text: some StringProtocol) -> Int {
        text.unicodeScalars.reduce(0) { $0 + Unicodes.width($1.value) }
    }
}

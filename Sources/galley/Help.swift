import GalleyText

/// A number with its word: `1 mark`, `2 marks`.
func counted(_ count: Int, _ word: String) -> String { "\(count) \(word)\(count == 1 ? "" : "s")" }

/// The pages that `--help` shows, made from the commands themselves.
enum Help {
    private static let width = 80

    /// The page of the whole program.
    static func page(of commands: [Command], _ groups: [CommandGroup]) -> String {
        let lines = commands.map { ($0.name, $0.summary) } + groups.map { ($0.name, $0.summary) }
        let column = (lines.map(\.0.count).max() ?? 0) + 4
        let rows = lines.map { row("  \($0)", $1, column: column) }
        return """
            galley turns messy article text into clean copy, and can show every mark it made.

            usage: galley COMMAND [OPTION…] [OPERAND…]

            \(rows.joined(separator: "\n"))

            galley COMMAND --help says more about a command, with examples.
            First steps:
              galley init news                              a pipeline file and its folders
              galley dry-run news/pipeline.yaml a.txt       what it would change, and why
              galley clean -p news/pipeline.yaml a.txt      the clean copy

            """
    }

    /// The page of commands that share their first word.
    static func page(of group: CommandGroup) -> String {
        let column = (group.commands.map(\.name.count).max() ?? 0) + 4
        let rows = group.commands.map { row("  \($0.name)", $0.summary, column: column) }
        return """
            \(group.summary)

            usage: galley \(group.name) COMMAND [OPTION…] [OPERAND…]

            \(rows.joined(separator: "\n"))

            galley \(group.name) COMMAND --help says more about a command, with examples.

            """
    }

    /// The page of one command.
    static func page(of command: Command) -> String {
        var page = command.summary + "\n\nusage: \(command.usage)\n\n"
        let heads = command.options.map { option in
            let value = option.value.map { " " + $0 } ?? ""
            return "  " + (option.short.map { "-\($0), " } ?? "    ") + option.long + value
        }
        let column = min(30, (heads.map(\.count).max() ?? 0) + 2)
        for (head, option) in zip(heads, command.options) { page += row(head, option.help, column: column) + "\n" }
        for paragraph in command.details.parts(between: "\n\n") {
            page += "\n" + wrapped(String(paragraph), width: width).joined(separator: "\n") + "\n"
        }
        page += "\nexamples:\n"
        for example in command.examples { page += "  \(example.line)\n      \(example.purpose)\n" }
        return page
    }

    /// A name and its text in two columns; the text goes below a name that is too long.
    private static func row(_ head: String, _ text: String, column: Int) -> String {
        let indent = String(repeating: " ", count: column)
        let lines = wrapped(text, width: width - column).joined(separator: "\n" + indent)
        if head.count + 2 > column { return head + "\n" + indent + lines }
        return head + String(repeating: " ", count: column - head.count) + lines
    }

    static func wrapped(_ text: String, width: Int) -> [String] {
        var lines: [String] = []
        for word in text.split(whereSeparator: \.isWhitespace) {
            if let last = lines.last, last.count + 1 + word.count <= width {
                lines[lines.count - 1] += " " + word
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }
}

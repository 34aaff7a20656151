/// A command of the program: what it takes, what it does.
///
/// Parser, help and typo hints all read this.
struct Command: Sendable {
    let name: String
    /// One line, for the list of commands.
    let summary: String
    let operands: Operands
    let options: [Option]
    /// What a user should know beyond the options; paragraphs parted by a blank line.
    let details: String
    /// Command lines with what each does.
    let examples: [(line: String, purpose: String)]
    let run: @Sendable (Arguments, Console) throws(Failure) -> ExitCode

    init(
        _ name: String,
        _ summary: String,
        operands: Operands = .none,
        options: [Option] = [],
        details: String = "",
        examples: [(line: String, purpose: String)],
        run: @escaping @Sendable (Arguments, Console) throws(Failure) -> ExitCode
    ) {
        (self.name, self.summary, self.operands, self.details) = (name, summary, operands, details)
        (self.options, self.examples, self.run) = (options + Option.common, examples, run)
    }

    /// What stands on the command line beside the options.
    struct Operands: Sendable {
        /// As help writes them: `PIPELINE [FILE…]`.
        let synopsis: String
        /// How many there may be.
        let count: ClosedRange<Int>

        init(_ synopsis: String, _ count: ClosedRange<Int>) { (self.synopsis, self.count) = (synopsis, count) }
        init(_ synopsis: String, _ count: PartialRangeFrom<Int>) {
            self.init(synopsis, count.lowerBound...Int.max)
        }

        static let none = Operands("", 0...0)
    }

    /// How it is called, as in `galley clean -p PIPELINE [OPTION…] [FILE…]`.
    var usage: String {
        let required = options.filter(\.isRequired).map { $0.shortest + " " + ($0.value ?? "") }
        let more = options.count > Option.common.count + required.count ? ["[OPTION…]"] : []
        return (["galley", name] + required + more + [operands.synopsis].filter { !$0.isEmpty })
            .joined(separator: " ")
    }
}

/// An option of a command.
struct Option: Sendable {
    let name: String
    let short: Character?
    /// What stands for the value in help; `nil` for an option that takes none.
    let value: String?
    /// The values that it may take; empty for any.
    let choices: [String]
    let isRequired: Bool
    let help: String

    /// An option that is there or not.
    static func flag(_ name: String, short: Character? = nil, _ help: String) -> Option {
        Option(name: name, short: short, value: nil, choices: [], isRequired: false, help: help)
    }

    /// An option with a value.
    static func value(
        _ name: String,
        _ value: String,
        short: Character? = nil,
        isRequired: Bool = false,
        _ help: String
    ) -> Option {
        Option(name: name, short: short, value: value, choices: [], isRequired: isRequired, help: help)
    }

    /// An option whose value is one of a few names.
    static func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ name: String,
        _ value: String,
        _ choice: Choice.Type,
        _ help: String
    ) -> Option {
        let choices = choice.allCases.map(\.rawValue)
        let help = help + " One of " + choices.joined(separator: ", ") + "."
        return Option(name: name, short: nil, value: value, choices: choices, isRequired: false, help: help)
    }

    /// What every command takes.
    static let common = [
        choice("color", "WHEN", Terminal.Color.self, "Whether to use colour; auto: on a terminal without NO_COLOR."),
        flag("help", short: "h", "Show this help."),
    ]

    /// The name as it is typed, such as `--format`.
    var long: String { "--" + name }
    /// The letter as it is typed, such as `-p`; the name if there is no letter.
    var shortest: String { short.map { "-\($0)" } ?? long }
}

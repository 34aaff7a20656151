internal import GalleyDelivery
internal import GalleyStages

/// The words behind a command's name, sorted into options and operands.
struct Arguments {
    let command: Command
    /// What is not an option, in order.
    private(set) var operands: [Path] = []
    private var values: [String: [UInt8]] = [:]

    /// Sorts `words`: `--name value`, `--name=value`, `-n value`, `-nvalue`, `-ab`; behind `--` all are operands.
    init(_ words: some Sequence<[UInt8]>, of command: Command) throws(Failure) {
        self.command = command
        var words = Array(words)[...]
        while let word = words.popFirst() {
            if word == Array("--".utf8) {
                operands += words.map(Path.init)
                break
            } else if word.starts(with: "--".utf8) {
                try readLong(word.dropFirst(2), &words)
            } else if word.count > 1, word[0] == 0x2D {
                try readShort(word, &words)
            } else {
                operands.append(Path(word))
            }
        }
        guard !has("help") else { return }
        if let missing = command.options.first(where: { $0.isRequired && values[$0.name] == nil }) {
            throw fault("\(missing.shortest) \(missing.value ?? "") is missing")
        }
        guard operands.count >= command.operands.count.lowerBound else {
            let needed = command.operands.synopsis.split(separator: " ").filter { !$0.hasPrefix("[") }
            let missing = needed.dropFirst(operands.count)
            throw fault("\(missing.joined(separator: " ")) \(missing.count == 1 ? "is" : "are") missing")
        }
        guard operands.count <= command.operands.count.upperBound else {
            throw fault("\(operands[command.operands.count.upperBound].quoted) is one too many")
        }
    }

    private mutating func readLong(_ word: ArraySlice<UInt8>, _ words: inout ArraySlice<[UInt8]>) throws(Failure) {
        let parts = word.split(separator: 0x3D, maxSplits: 1, omittingEmptySubsequences: false)
        let name = Path(Array(parts[0]))
        guard let option = command.options.first(where: { $0.name.utf8.elementsEqual(name.bytes) }) else {
            let guess = nearest(to: name.text, among: command.options.map(\.name))
            throw noOption("--" + name.display, word: [0x2D, 0x2D] + word, guess.map { "--" + $0 })
        }
        if option.value == nil {
            guard parts.count == 1 else { throw fault("\(option.long) takes no value") }
            values[option.name] = []
        } else if parts.count == 2 {
            try set(option, Array(parts[1]))
        } else {
            try set(option, words.popFirst())
        }
    }

    private mutating func readShort(_ word: [UInt8], _ words: inout ArraySlice<[UInt8]>) throws(Failure) {
        var letters = word.dropFirst()
        while let letter = letters.popFirst() {
            guard let option = command.options.first(where: { $0.short?.asciiValue == letter }) else {
                // A single dash before a long name is the usual slip.
                let name = String(decoding: word.dropFirst(), as: UTF8.self)
                let guess = nearest(to: name, among: command.options.map(\.name)).map { "--" + $0 }
                throw noOption(Path(word).display, word: word, guess)
            }
            guard option.value != nil else {
                values[option.name] = []
                continue
            }
            return try set(option, letters.isEmpty ? words.popFirst() : Array(letters))
        }
    }

    private mutating func set(_ option: Option, _ value: [UInt8]?) throws(Failure) {
        guard let value, !value.isEmpty else { throw fault("\(option.shortest) needs a value: \(option.value ?? "")") }
        let path = Path(value)
        if !option.choices.isEmpty, !option.choices.contains(path.text) {
            throw fault(
                "\(option.long) is one of \(option.choices.joined(separator: ", ")), not \(path.quoted)",
                nearest(to: path.text, among: option.choices)
            )
        }
        values[option.name] = value
    }

    /// A value that is none of those that the option takes.
    func unknown(_ name: String, _ value: String, among known: [String]) -> Failure {
        let guess = nearest(to: value, among: known)
        return .usage(
            "no \(name) is named '\(value)'" + (guess.map { "; did you mean '\($0)'?" } ?? ""),
            hint: "known: \(known.joined(separator: ", "))"
        )
    }

    /// A word that looks like an option and is none: a file's name, perhaps, where the shell wrote it for `*`.
    private func noOption(_ name: String, word: [UInt8], _ guess: String?) -> Failure {
        guard FileIdentity(Path(word)) != nil else { return fault("no option is named '\(name)'", guess) }
        return .usage(
            "no option is named '\(name)'",
            hint: "the file of that name is './\(name)', or put -- before the names of files"
        )
    }

    /// A mistake on the command line.
    private func fault(_ message: String, _ guess: String? = nil) -> Failure {
        .usage(
            message + (guess.map { "; did you mean '\($0)'?" } ?? ""),
            hint: "usage: \(command.usage)\n  galley \(command.name) --help says more"
        )
    }

    /// Says whether an option was given.
    ///
    /// - Precondition: the command has the option; so for all below.
    func has(_ name: String) -> Bool { value(name) != nil }

    /// The value of an option as a file's name.
    func path(_ name: String) -> Path? { value(name).map(Path.init) }

    /// The value of an option as text.
    func text(_ name: String) -> String? { path(name)?.text }

    /// The value of an option that is one of a few names.
    func choice<Choice: RawRepresentable<String>>(_ name: String, _ type: Choice.Type = Choice.self) -> Choice? {
        text(name).flatMap(Choice.init)
    }

    /// How many workers are asked for.
    func workers() throws(Failure) -> Int? {
        guard let text = text("workers") else { return nil }
        guard let number = Int(text), (1...64).contains(number) else {
            throw .usage("--workers takes a number from 1 to 64, not '\(text)'")
        }
        return number
    }

    private func value(_ name: String) -> [UInt8]? {
        precondition(command.options.contains { $0.name == name }, "galley \(command.name) has no option --\(name)")
        return values[name]
    }
}

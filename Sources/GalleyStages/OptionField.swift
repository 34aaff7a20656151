/// One option of a stage: its name, type, range, default and documentation, and how it is read.
public struct OptionField<Options: StageOptions>: Sendable {
    /// The name in a pipeline file, in kebab-case.
    public let name: String
    /// What the option does, as a sentence.
    public let documentation: String
    /// The type, for reference and schema.
    public let type: OptionType
    /// The default as YAML writes it; empty for none.
    public let standard: String
    /// Reads a value into the options; a mistake goes to the reader.
    public let read: @Sendable (Setting, inout Options, inout SettingReader) -> Void

    /// Where a value of the options goes.
    public typealias Path<Value> = any WritableKeyPath<Options, Value> & Sendable

    /// A field with its own way of reading.
    public init(
        _ name: String,
        _ type: OptionType,
        standard: String,
        _ documentation: String,
        read: @escaping @Sendable (Setting, inout Options, inout SettingReader) -> Void
    ) {
        (self.name, self.type, self.standard, self.documentation, self.read) =
            (name, type, standard, documentation, read)
    }

    /// A whole number in a range.
    public static func integer(
        _ name: String,
        _ path: Path<Int>,
        in range: ClosedRange<Int>,
        _ documentation: String
    ) -> Self {
        Self(name, .integer(range), standard: "\(Options()[keyPath: path])", documentation) {
            setting,
            options,
            reader in
            guard let value = setting.text.flatMap(Int.init), range.contains(value) else {
                reader.report(
                    at: setting.place,
                    "\(name) takes a whole number from \(range.lowerBound) to \(range.upperBound), not \(setting.described)"
                )
                return
            }
            options[keyPath: path] = value
        }
    }

    /// A number in a range.
    public static func number(
        _ name: String,
        _ path: Path<Double>,
        in range: ClosedRange<Double>,
        _ documentation: String
    ) -> Self {
        Self(name, .number(range), standard: "\(Options()[keyPath: path])", documentation) { setting, options, reader in
            guard let value = setting.text.flatMap(Double.init), range.contains(value) else {
                reader.report(
                    at: setting.place,
                    "\(name) takes a number from \(range.lowerBound) to \(range.upperBound), not \(setting.described)"
                )
                return
            }
            options[keyPath: path] = value
        }
    }

    /// `true` or `false`.
    public static func flag(
        _ name: String,
        _ path: Path<Bool>,
        _ documentation: String
    ) -> Self {
        Self(name, .flag, standard: "\(Options()[keyPath: path])", documentation) { setting, options, reader in
            switch setting.value {
            case .scalar("true", plain: true): options[keyPath: path] = true
            case .scalar("false", plain: true): options[keyPath: path] = false
            default:
                reader.report(
                    at: setting.place,
                    "\(name) takes true or false, not \(setting.described)",
                    hint: setting.text.flatMap { flags[$0.lowercased()] }.map { "write \(name): \($0)" }
                )
            }
        }
    }

    /// One of a few names.
    public static func choice<Choice>(
        _ name: String,
        _ path: Path<Choice>,
        _ documentation: String
    ) -> Self where Choice: RawRepresentable<String> & CaseIterable & Sendable {
        let names = Choice.allCases.map(\.rawValue)
        return Self(name, .choice(names), standard: Options()[keyPath: path].rawValue, documentation) {
            setting,
            options,
            reader in
            guard let text = setting.text, let choice = Choice(rawValue: text) else {
                let guess = setting.text.flatMap { nearest(to: $0, among: names) }
                reader.report(
                    at: setting.place,
                    "\(name) is one of \(names.joined(separator: ", ")), not \(setting.described)"
                        + (guess.map { "; did you mean '\($0)'?" } ?? "")
                )
                return
            }
            options[keyPath: path] = choice
        }
    }

    /// Text.
    public static func text(
        _ name: String,
        _ path: Path<String?>,
        _ documentation: String
    ) -> Self {
        Self(name, .text, standard: Options()[keyPath: path] ?? "", documentation) { setting, options, reader in
            guard let text = setting.text else {
                reader.report(at: setting.place, "\(name) takes text, not \(setting.described)")
                return
            }
            options[keyPath: path] = text
        }
    }

    /// A list of texts, each kept with its place so that the stage can point at it.
    public static func list(
        _ name: String,
        _ path: Path<[Setting]>,
        standard: String = "[]",
        _ documentation: String
    ) -> Self {
        Self(name, .list, standard: standard, documentation) { setting, options, reader in
            guard case .sequence(let items) = setting.value else {
                reader.report(
                    at: setting.place,
                    "\(name) takes a list, not \(setting.described)",
                    hint: "write \(name): [a, b]"
                )
                return
            }
            options[keyPath: path] = items.filter { item in
                if item.text?.isEmpty == false { return true }
                reader.report(at: item.place, "\(name) takes texts, not \(item.described)")
                return false
            }
        }
    }

    /// A value that the stage itself reads, with its place: a file to load, or a nested list.
    public static func setting(
        _ name: String,
        _ path: Path<Setting?>,
        _ type: OptionType,
        _ documentation: String
    ) -> Self {
        Self(name, type, standard: "", documentation) { setting, options, _ in options[keyPath: path] = setting }
    }
}

/// What YAML 1.1 takes for truths beside `true` and `false`, which YAML 1.2 and Galley take for text.
private let flags = [
    "yes": "true", "on": "true", "y": "true", "true": "true", "1": "true",
    "no": "false", "off": "false", "n": "false", "false": "false", "0": "false",
]

/// The type of an option's value.
public enum OptionType: Sendable, Equatable {
    /// A whole number in a range.
    case integer(ClosedRange<Int>)
    /// A number in a range.
    case number(ClosedRange<Double>)
    /// `true` or `false`.
    case flag
    /// One of these names.
    case choice([String])
    /// Text.
    case text
    /// A list of texts.
    case list
    /// A path of a file.
    case file
    /// A list of mappings with these keys.
    case mappings([String])
}

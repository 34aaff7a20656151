internal import GalleyStages

extension Setting {
    /// What a mapping of a pipeline file is, for the messages about its keys.
    struct Kind {
        /// Its keys are called so: `key` or `option`.
        let key: String
        /// What it is, such as `a test`.
        let whole: String
        /// Whose they are, such as ` of dedupe-headlines`; empty for the file itself.
        let owner: String
        /// Where they are explained; may be empty.
        var reference = ""
    }

    /// Reads a mapping by fields; unknown keys and wrong values are mistakes.
    func options<Options>(
        by fields: [OptionField<Options>],
        _ kind: Kind,
        _ reader: inout SettingReader,
        elsewhere: (_ name: String) -> String? = { _ in nil }
    ) -> Options {
        var options = Options()
        for (key, value) in pairs(of: kind.whole, &reader) {
            let name = key.text ?? ""
            if let field = fields.first(where: { $0.name == name }) {
                field.read(value, &options, &reader)
                continue
            }
            let names = fields.map(\.name)
            let guess = elsewhere(name) ?? nearest(to: name, among: names).map { "did you mean '\($0)'?" }
            let known = names.isEmpty ? "it has none" : "\(kind.key)s here: \(names.joined(separator: ", "))"
            reader.report(
                at: key.place,
                "unknown \(kind.key) '\(name)'\(kind.owner)" + (guess.map { "; " + $0 } ?? ""),
                hint: known + kind.reference
            )
        }
        return options
    }

    /// The keys and values of a mapping; none for nothing, and a mistake for any other value.
    ///
    /// - Parameter name: what the mapping is, for the message.
    func pairs(of name: String, _ reader: inout SettingReader) -> [(key: Setting, value: Setting)] {
        switch value {
        case .mapping(let pairs): return pairs
        case .scalar("", plain: true): return []
        case .scalar(let text, plain: true):
            let key = text.prefix { $0 != ":" }
            if key.count < text.count, key.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }) {
                let under = Place(file: place.file, line: place.line, column: place.column, length: key.count + 1)
                reader.report(at: under, missingSpace(after: "\(key):"), hint: "write \(key): …")
                return []
            }
        default: break
        }
        reader.report(at: place, "\(name) takes keys with values, not \(described)", hint: "write key: value")
        return []
    }

    /// The text of a scalar that says something; else `nil`, with the mistake taken.
    func text(of name: String, _ reader: inout SettingReader) -> String? {
        switch value {
        case .scalar("", _), .scalar("~", plain: true), .scalar("null", plain: true):
            reader.report(at: place, "\(name) has no value", hint: "leave the key out if you need none")
            return nil
        case .scalar(let text, _): return text
        default:
            reader.report(at: place, "\(name) takes text, not \(described)")
            return nil
        }
    }

    /// The items of a list; else none, with the mistake taken.
    func items(of name: String, hint: String, _ reader: inout SettingReader) -> [Setting] {
        if case .sequence(let items) = value { return items }
        reader.report(at: place, "\(name) takes a list, not \(described)", hint: hint)
        return []
    }

    /// The value in one way of writing, whatever the file's: what a digest is made of.
    var canonical: String {
        switch value {
        case .scalar(let text, _): "\(text.utf8.count):\(text)"
        case .sequence(let items): "[\(items.map(\.canonical).joined())]"
        case .mapping(let pairs): "{\(pairs.map { $0.key.canonical + $0.value.canonical }.joined())}"
        }
    }
}

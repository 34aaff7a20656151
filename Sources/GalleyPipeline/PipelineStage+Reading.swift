public import GalleyStages

extension PipelineStage {
    /// Reads the options of a stage by its fields, and makes it.
    ///
    /// - Parameter options: a mapping, or `nil` for the defaults.
    public static func read(
        _ type: any Stage.Type,
        options: Setting?,
        with reader: inout SettingReader
    ) -> PipelineStage {
        PipelineStage(make(type, options, &reader), options: options?.canonical ?? "")
    }

    private static func make<S: Stage>(_ type: S.Type, _ setting: Setting?, _ reader: inout SettingReader) -> S {
        var options = S.Options()
        for (key, value) in setting?.pairs(of: "the options of \(S.card.name)", &reader) ?? [] {
            let name = key.text ?? ""
            if let field = S.fields.first(where: { $0.name == name }) {
                field.read(value, &options, &reader)
                continue
            }
            let names = S.fields.map(\.name)
            let guess = nearest(to: name, among: names).map { "; did you mean '\($0)'?" } ?? ""
            let known = names.isEmpty ? "it has none" : "options here: \(names.joined(separator: ", "))"
            reader.report(
                at: key.place,
                "unknown option '\(name)' of \(S.card.name)\(guess)",
                hint: "\(known) (galley stages \(S.card.name))"
            )
        }
        return S(options, &reader)
    }
}

extension Setting {
    /// The keys and values of a mapping; none for nothing, and a mistake for any other value.
    ///
    /// - Parameter name: what the mapping holds, for the message.
    func pairs(of name: String, _ reader: inout SettingReader) -> [(key: Setting, value: Setting)] {
        switch value {
        case .mapping(let pairs): return pairs
        case .scalar("", plain: true): return []
        case .scalar(let text, plain: true):
            let key = text.prefix { $0 != ":" }
            if key.count < text.count, key.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }) {
                let under = Place(file: place.file, line: place.line, column: place.column, length: key.count + 1)
                reader.report(at: under, missingSpace(String(key)), hint: "write \(key): …")
                return []
            }
        default: break
        }
        reader.report(at: place, "\(name) are keys with values, not \(described)", hint: "write key: value")
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

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
        let name = S.card.name
        let kind = Setting.Kind(
            key: "option",
            whole: name,
            owner: " of \(name)",
            reference: " (galley stages \(name))"
        )
        return S(setting?.options(by: S.fields, kind, &reader) ?? S.Options(), &reader)
    }

    /// Reads an item of `stages`: a name, or one name with its options.
    ///
    /// - Returns: `nil`, with the mistake taken, if it is no known stage.
    static func read(
        _ item: Setting,
        from catalogue: [any Stage.Type],
        with reader: inout SettingReader
    ) -> PipelineStage? {
        switch item.value {
        case .scalar("", _): break
        case .scalar(let name, let plain):
            guard let type = type(named: item, in: catalogue, &reader) else {
                if plain, name.contains(":") { _ = item.pairs(of: "a stage", &reader) }
                return nil
            }
            return read(type, options: nil, with: &reader)
        case .mapping(let pairs):
            guard let (key, options) = pairs.first else { break }
            guard let type = type(named: key, in: catalogue, &reader) else {
                if let name = key.text?.prefix(while: { $0 != ":" }), name.count < key.text?.count ?? 0 {
                    reader.report(at: key.place, missingSpace(after: "\(name):"), hint: "write \(name): …")
                }
                return nil
            }
            for (other, _) in pairs.dropFirst() {
                reader.report(
                    at: other.place,
                    "'\(other.text ?? "")' stands beside \(type.card.name), not below it",
                    hint: type.optionNames.contains(other.text ?? "")
                        ? "options are indented further than the name of their stage"
                        : "each stage begins with '- ' on a line of its own"
                )
            }
            return read(type, options: options, with: &reader)
        case .sequence: break
        }
        reader.report(at: item.place, "a stage is a name, or a name with options, not \(item.described)")
        return nil
    }

    private static func type(
        named name: Setting,
        in catalogue: [any Stage.Type],
        _ reader: inout SettingReader
    ) -> (any Stage.Type)? {
        let text = name.text ?? ""
        if let type = catalogue.first(where: { $0.card.name == text }) { return type }
        // A missing space after the colon has a message of its own.
        if text.contains(":"), case .scalar(_, plain: true) = name.value { return nil }
        let names = catalogue.map { $0.card.name }
        let guess = nearest(to: text, among: names).map { "; did you mean '\($0)'?" } ?? ""
        reader.report(
            at: name.place,
            "no stage is named '\(text)'\(guess)",
            hint: "stages: \(names.joined(separator: ", ")) (galley stages)"
        )
        return nil
    }
}

extension Stage {
    fileprivate static var optionNames: [String] { fields.map(\.name) }
}

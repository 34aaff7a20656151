extension LinePattern {
    /// Reads one pattern: `'NEXT *: News'`, or `{ line: 'next *: news', case: ignore }`.
    ///
    /// - Returns: `nil`, with the mistake taken, if it is neither.
    public init?(reading setting: Setting, with reader: inout SettingReader) {
        guard case .mapping(let pairs) = setting.value else {
            self.init(glob: setting, ignoringCase: false, &reader)
            return
        }
        var ignoresCase = false
        for (key, value) in pairs {
            switch key.text {
            case "line": break
            case "case":
                ignoresCase = value.text == "ignore"
                if !ignoresCase, value.text != "exact" {
                    reader.report(at: value.place, "case is one of exact, ignore, not \(value.described)")
                }
            default:
                let guess =
                    nearest(to: key.text ?? "", among: ["line", "case"]).map { "; did you mean '\($0)'?" } ?? ""
                reader.report(
                    at: key.place,
                    "unknown key '\(key.text ?? "")' of a line pattern\(guess)",
                    hint: "keys here: line, case"
                )
            }
        }
        guard let line = setting["line"] else {
            reader.report(at: setting.place, "a line pattern needs the key 'line'")
            return nil
        }
        self.init(glob: line, ignoringCase: ignoresCase, &reader)
    }

    private init?(glob: Setting, ignoringCase: Bool, _ reader: inout SettingReader) {
        guard let text = glob.text, !text.isEmpty else {
            reader.report(
                at: glob.place,
                "a line pattern is a text, not \(glob.described)",
                hint: "write 'NEXT *: News', or { line: 'NEXT *: News', case: ignore }"
            )
            return nil
        }
        self.init(text, ignoringCase: ignoringCase)
    }

    /// Reads a list of patterns, as an option of that name gives it.
    public static func list(_ name: String, _ setting: Setting, with reader: inout SettingReader) -> [LinePattern] {
        guard case .sequence(let items) = setting.value else {
            reader.report(
                at: setting.place,
                "\(name) takes a list, not \(setting.described)",
                hint: "write \(name): ['NEXT *: News']"
            )
            return []
        }
        return items.compactMap { LinePattern(reading: $0, with: &reader) }
    }
}

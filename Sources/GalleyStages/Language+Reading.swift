package import GalleyText

extension Language {
    /// Reads a tag that an option names; `nil`, with the mistake taken, if it is none, or that of no language that is known.
    package init?(_ setting: Setting, _ reader: inout SettingReader) {
        let tag = setting.text ?? ""
        self.init(rawValue: tag)
        let primary = tag.prefix { $0 != "-" && $0 != "_" }
        guard (2...3).contains(primary.utf8.count), primary.utf8.allSatisfy(\.isASCIILetter) else {
            reader.report(at: setting.place, "'\(tag)' is no language tag", hint: "write en, fr, de, …")
            return nil
        }
        guard Self.codes.contains(rawValue) || Self.answers.contains(rawValue) else {
            let guess = nearest(to: rawValue, among: Self.codes).map { "; did you mean '\($0)'?" } ?? ""
            reader.report(
                at: setting.place,
                "no language has the tag '\(tag)'\(guess)",
                hint: "write the two letters of ISO 639-1: en, fr, de, …"
            )
            return nil
        }
    }

    /// Languages without a code of two letters that detect-language may find.
    private static let answers: Set = [
        "ceb", "chr", "haw", "hmn", "kha", "lif", "mfe", "new", "nso", "sco", "syr", "tlh", "war",
    ]
}
